/** What fills the templates of the reasons at inference gateways of EAS. */

import { type Gateway, isOfGateway } from '../cloud/gateway.ts'
import { gatewayHost } from '../cloud/gateway-name.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import { formatPattern } from '../cloud/pattern.ts'
import type { Topology } from '../cloud/topology.ts'
import { placed, ruleOf } from './backend-details.ts'
import { vpcCalledIn } from './balancer-address.ts'
import { someOf } from './balancer-text.ts'
import type { Decision } from './decision.ts'
import type { Details } from './details.ts'
import type { Flow } from './flow.ts'
import type { GatewayObstacle } from './gateway-call.ts'
import { albUnderWay, linkUnderWay } from './gateway-pending.ts'
import type { ReasonCode } from './reasons.ts'
import type { Resolution } from './resolve-name.ts'
import type { Tables } from './tables.ts'

export interface GatewayReason {
  readonly code: ReasonCode
  readonly details: Details
}

/** The gateway that a balancer was made of; undefined: none. */
export function gatewayOf({ gateways }: Topology, { name }: LoadBalancer): Gateway | undefined {
  return isOfGateway(name) ? gateways.get(name.split('/')[1]!) : undefined
}

/** Undefined where the reason is none of a gateway's. */
export function gatewayDetails(
  { topology, balancers }: Tables,
  decision: Decision,
  code: ReasonCode,
): Details | undefined {
  const { balancer } = balancers.nodes[decision.balancer]!
  const gateway = gatewayOf(topology, balancer)
  if (gateway === undefined) return undefined
  const { listener, asked } = decision
  const list = listener?.access?.lists[0]
  const rule = ruleOf(decision)
  const named = { gateway: gateway.name, ...(listener !== undefined && { listener: listener.name }) }
  const called = { ...named, service: serviceOf(decision), ...placed((rule ?? balancer).origin) }
  switch (code) {
    case 'GW_PUBLIC_ENTRY_OFF':
      return { ...named, ...placed(balancer.origin) }
    case 'GW_PUBLIC_WHITELIST_EMPTY':
    case 'GW_PUBLIC_WHITELIST_MISS':
    case 'GW_VPC_WHITELIST_MISS':
      return {
        ...named,
        ...(balancer.network === 'intranet' && { vpc: vpcCalledIn(topology, balancer) }),
        entries: list === undefined || list.texts.length === 0 ? 'no entry' : someOf(list.texts),
        ...placed((list ?? balancer).origin),
      }
    case 'GW_SERVICE_UNKNOWN':
      return {
        ...named,
        served: askedFor(decision, 'path'),
        hosts: askedFor(decision, 'host'),
        target: `${asked!.host}${asked!.path}`,
        ...placed(balancer.origin),
      }
    case 'GW_METHOD_REFUSED': {
      const methods = methodsOf(decision)
      return { ...called, method: asked!.method, methods: methods.join(', ') }
    }
    case 'GW_TOKEN_MISSING':
      return called
    case 'GW_TOKEN_WRONG': {
      const sent = asked!.headers.get('authorization') ?? ''
      const isSchemed = /^(bearer|basic|token) /i.test(sent)
      return { ...called, scheme: isSchemed ? `, without the word ${sent.split(' ')[0]} before it` : '' }
    }
    default:
      return undefined
  }
}

/** Rules of a gateway are called as the service or group behind them. */
function serviceOf(decision: Decision): string {
  return ruleOf(decision)?.name ?? ''
}

function methodsOf({ routed }: Decision): readonly string[] {
  const rule = routed?.rule
  if (rule === undefined || !('actions' in rule)) return []
  return rule.actions.flatMap((action) => (action.kind === 'allowMethods' ? action.methods : []))
}

/** Paths and names of the rules that lead to a service. */
function askedFor({ listener }: Decision, kind: 'path' | 'host'): string {
  const rules = listener?.kind === 'alb' ? listener.rules : []
  const texts = rules
    .filter(({ actions }) => actions.some((action) => action.kind === 'forward'))
    .flatMap(({ conditions }) =>
      conditions.flatMap((one) => {
        if (one.kind !== kind || !('patterns' in one)) return []
        // A path stands there once more with all that is under it.
        return (kind === 'path' ? one.patterns.slice(0, 1) : one.patterns).map(formatPattern)
      }),
    )
  return texts.length === 0 ? 'any' : someOf([...new Set(texts)])
}

/** The reason of an obstacle, with its details. `vpc` is that of the caller. */
export function gatewayReason(
  { topology }: Tables,
  { to: { name }, via }: Flow,
  obstacle: GatewayObstacle,
  vpc: string | undefined,
): GatewayReason {
  const gateway = topology.gateways.get(name)!
  const called = { gateway: name, vpc: vpc ?? 'of the caller', ...placed(gateway.origin) }
  switch (obstacle) {
    case 'gateway-vpc-not-added':
      return notAdded(gateway, called, vpc)
    case 'gateway-wrong-side': {
      const better = gatewayHost(gateway, topology.region, 'internet')
      return { code: 'GW_WRONG_ENDPOINT_SIDE', details: { ...called, better } }
    }
    case 'gateway-side-not-enabled': {
      const side = vpc === undefined || via === 'public' ? 'public network access' : 'a VPC'
      const pending = albUnderWay(
        gateway,
        vpc === undefined || via === 'public' ? ['internet'] : ['vpc', 'internet'],
      )
      return pending === undefined
        ? { code: 'GW_ALB_NOT_CREATED', details: { ...called, side } }
        : { code: 'GW_ALB_CREATING', details: { ...called, ...pending, side } }
    }
  }
}

function notAdded(gateway: Gateway, called: Details, vpc: string | undefined): GatewayReason {
  const pending = linkUnderWay(gateway, vpc)
  if (pending !== undefined) return { code: 'GW_LINK_CREATING', details: { ...called, ...pending } }
  const wasLinked = vpc !== undefined && gateway.removedLinks?.includes(vpc) === true
  return { code: wasLinked ? 'GW_VPC_REMOVED' : 'GW_VPC_NOT_ADDED', details: called }
}

/** The name of a gateway inside VPCs has no address for the caller. */
export function gatewayNameReason(
  { topology }: Tables,
  { from }: Flow,
  { steps, ...resolution }: Resolution,
  vpc: string | undefined,
): GatewayReason | undefined {
  if (resolution.ok || resolution.why !== 'other-side') return undefined
  const { record } = steps.at(-1)!
  if (record === undefined || !('kind' in record) || record.kind !== 'gateway') return undefined
  const gateway = topology.gateways.get(record.name)!
  const called = { gateway: gateway.name, vpc: vpc ?? 'of the caller', ...placed(gateway.origin) }
  if (from.kind !== 'internet') return notAdded(gateway, called, vpc)
  const better = gatewayHost(gateway, topology.region, 'internet')
  return { code: 'GW_WRONG_ENDPOINT_SIDE', details: { ...called, better } }
}
