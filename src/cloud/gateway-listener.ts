/**
 * The listeners of a gateway's entry. Each service and each service group has a rule, whose actions stand in the documented order of checks
 * (facts/deployment B.4): host and path 404, method 405, token 401, rate limit 429, then an instance.
 */

import type { EasServiceGroup } from './eas-service.ts'
import type { Action, Condition, FinalAction, ForwardingRule } from './forwarding-rule.ts'
import type { Gateway, GatewayWhitelist } from './gateway.ts'
import type { EasApp } from './gateway-front.ts'
import { gatewayGroupName, predictPath } from './gateway-paths.ts'
import type { AlbListener } from './listener.ts'
import { readPattern } from './pattern.ts'

export interface EntrySide {
  /** The names that it answers to; absent: any. */
  readonly hosts?: readonly string[]
  /** An HTTPS listener beside the other one, where there are any. */
  readonly certificates: readonly string[]
  /** Absent: everybody is admitted. */
  readonly whitelist?: GatewayWhitelist
}

/** Requests a second that the shared gateway admits (facts/deployment B.1). */
const SHARED_SERVICE_QPS = 1_000
const SHARED_GROUP_QPS = 10_000
/** As an ALB has them (facts/load-balancing 1.2); those of a gateway are not documented. */
const IDLE_TIMEOUT_US = 15_000_000
const REQUEST_TIMEOUT_US = 60_000_000

export function entryListeners(
  gateway: Gateway,
  side: EntrySide,
  services: readonly EasApp[],
  groups: readonly EasServiceGroup[],
): ReadonlyMap<string, AlbListener> {
  const rules = rulesOf(gateway, side, services, groups)
  const { certificates, whitelist } = side
  const common = {
    kind: 'alb',
    rules,
    idleTimeoutUs: IDLE_TIMEOUT_US,
    requestTimeoutUs: REQUEST_TIMEOUT_US,
    forwardedFor: 'append',
    addedHeaders: [],
    ...(whitelist !== undefined && { access: { type: 'white', lists: [listOf(whitelist)] } as const }),
    origin: gateway.origin,
  } as const
  const listeners: AlbListener[] = [
    { ...common, name: 'http', port: 80, protocol: 'http', certificates: [] },
    ...(certificates.length === 0
      ? []
      : [{ ...common, name: 'https', port: 443, protocol: 'https', certificates } as const]),
  ]
  return new Map(listeners.map((listener) => [listener.name, listener]))
}

/** Its name is its path in the file. */
function listOf({ set, texts, origin }: GatewayWhitelist) {
  return { name: origin.path, set, texts, origin }
}

type Unplaced = Omit<ForwardingRule, 'priority' | 'direction'>

function rulesOf(
  gateway: Gateway,
  { hosts }: EntrySide,
  services: readonly EasApp[],
  groups: readonly EasServiceGroup[],
): ForwardingRule[] {
  const rules: Unplaced[] = services.map((app) => ({
    name: app.name,
    conditions: whereOf(app.name, hosts),
    actions: actionsOfService(gateway, app),
    origin: app.origin,
  }))
  const taken = new Set(services.map(({ name }) => name))
  for (const group of groups)
    if (!taken.has(group.name))
      rules.push({
        name: group.name,
        conditions: whereOf(group.name, hosts),
        actions: actionsOfGroup(gateway, group),
        origin: group.origin,
      })
  rules.push({
    name: 'unknown',
    conditions: [{ kind: 'path', patterns: [readPattern('/*', false)] }],
    actions: [{ kind: 'fixedResponse', status: 404, content: '', type: 'text/plain' }],
    origin: gateway.origin,
  })
  return rules.map((rule, at) => ({ ...rule, priority: at + 1, direction: 'request' }))
}

function whereOf(service: string, hosts: readonly string[] | undefined): Condition[] {
  const path = predictPath(service)
  return [
    ...(hosts === undefined
      ? []
      : [{ kind: 'host', patterns: hosts.map((host) => readPattern(host, true)) } as const]),
    { kind: 'path', patterns: [readPattern(path, false), readPattern(`${path}/*`, false)] },
  ]
}

function actionsOfService(gateway: Gateway, { name, eas }: EasApp): Action[] {
  const { methods, token } = eas
  const qps = eas.rateLimitPerSecond ?? (gateway.kind === 'shared' ? SHARED_SERVICE_QPS : undefined)
  return [
    ...(methods === undefined ? [] : [{ kind: 'allowMethods', methods } as const]),
    { kind: 'authorize', token },
    ...limitOf(qps),
    forward([{ group: gatewayGroupName(gateway.name, name), weight: 100 }]),
  ]
}

/** A group has a token of its own and, at the shared gateway, a limit; methods and limits of its services hold on their own paths alone (assumed). */
function actionsOfGroup(gateway: Gateway, { name, token, traffic, services }: EasServiceGroup): Action[] {
  const groups =
    traffic === 'auto'
      ? [{ group: gatewayGroupName(gateway.name, name), weight: 100 }]
      : services.map((service) => ({
          group: gatewayGroupName(gateway.name, service),
          weight: traffic.get(service) ?? 0,
        }))
  return [
    { kind: 'authorize', token },
    ...limitOf(gateway.kind === 'shared' ? SHARED_GROUP_QPS : undefined),
    forward(groups),
  ]
}

function limitOf(qps: number | undefined): Action[] {
  return qps === undefined ? [] : [{ kind: 'trafficLimit', qps, status: 429 }]
}

function forward(groups: Extract<FinalAction, { kind: 'forward' }>['groups']): FinalAction {
  return { kind: 'forward', groups }
}
