/** What of gateways, services and service groups of EAS is another object when something of them is set. */
import type { App } from '../cloud/app.ts'
import type { Gateway } from '../cloud/gateway.ts'
import { withGateways } from '../cloud/gateway-front.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'

export const GATEWAY_SECTIONS = ['gateways', 'serviceGroups'] as const

/** What of an application may be set: how callers come to a service of EAS. Everything else is a release. */
export const SETTABLE_OF_SERVICES: readonly string[] = [
  'gateway',
  'token',
  'rateLimit',
  'methods',
  'keepalive',
]

/** Is this a change of them? */
export function isOfGateways(root: Path[number] | undefined): boolean {
  return root === 'apps' || GATEWAY_SECTIONS.some((section) => section === root)
}

/** `before`, with the one entry of `after` that was set, and what is made of it. */
export function withChangedGateways(before: Topology, after: Topology, [root, name, key]: Path): Topology {
  const { apps, serviceGroups } = before
  const gateways = new Map([
    ...unwrittenIn(before),
    ...merged(before.gateways, after.gateways, root === 'gateways' ? name : undefined),
  ])
  return withGateways(
    {
      ...before,
      apps: root === 'apps' ? withService(apps, after.apps, String(name), key) : apps,
      serviceGroups:
        root === 'serviceGroups' ? merged(serviceGroups, after.serviceGroups, name) : serviceGroups,
    },
    gateways,
  )
}

/**
 * Does a problem of the new configuration speak against this change? A side may be switched off under its domains: only who attaches
 * one needs it (facts/deployment B.2). And another default gateway moves no service that runs.
 */
export function speaksAgainst({ code, path }: Report, [root, , key]: Path): boolean {
  if (code === 'GATEWAY_SIDE_DISABLED') return key === 'domains'
  return !(root === 'gateways' && key === 'default' && path[0] === 'apps')
}

/** The shared gateway that services are behind, although the file would not bring it any more. */
function unwrittenIn({ gateways, apps }: Topology): [string, Gateway][] {
  return [...gateways].filter(
    ([name, { origin }]) => origin.line === 0 && [...apps.values()].some(({ eas }) => eas?.gateway === name),
  )
}

/** A service keeps its gateway, whatever is the default by now: that is chosen when it is deployed (seed 002). */
function withService(
  before: ReadonlyMap<string, App>,
  after: ReadonlyMap<string, App>,
  name: string,
  key: Path[number] | undefined,
): ReadonlyMap<string, App> {
  const was = before.get(name)
  const now = after.get(name)
  if (was?.eas === undefined || now?.eas === undefined) return before
  const { gateway } = key === 'gateway' ? now.eas : was.eas
  const { gateway: _, ...rest } = now.eas
  return new Map(before).set(name, { ...was, eas: { ...rest, ...(gateway !== undefined && { gateway }) } })
}

/** The entries of `after`, all but one as they were. */
function merged<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  changed: Path[number] | undefined,
): ReadonlyMap<string, T> {
  return new Map([...after].map(([key, now]) => [key, key === changed ? now : (before.get(key) ?? now)]))
}
