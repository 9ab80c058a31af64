/**
 * How far a request of one client comes, as the data path says it: to the balancer, and from there to a server that was
 * picked. The data path is asked once for each client and server, and again when something has changed.
 */
import { pairsOfQuery } from '../balancing/http-request.ts'
import type { Backend } from '../balancing/pool-view.ts'
import type { Routed } from '../balancing/routed.ts'
import type { RulePlan } from '../balancing/rule-plan.ts'
import { clientBehind } from '../balancing/trusted-proxies.ts'
import type { Listener } from '../cloud/listener.ts'
import type { BalancerNode } from '../datapath/balancer-table.ts'
import { decide } from '../datapath/decide.ts'
import { type Decision, newDecision } from '../datapath/decision.ts'
import { type Details, detailsOf } from '../datapath/details.ts'
import type { Live } from '../datapath/live.ts'
import type { Packet } from '../datapath/packet.ts'
import { reasons } from '../datapath/reasons.ts'
import type { Tables } from '../datapath/tables.ts'
import type { Ipv4 } from '../net/ipv4.ts'

/** `refused`: somebody says at once that there is no connection. `silent`: nobody answers. */
export type Reach = 'through' | 'refused' | 'silent'

export interface Arrived {
  readonly reach: Reach
  /** Why not; empty where it gets through. */
  readonly code: string
  /** What fills the fix template of the code. */
  readonly details: Details
}

/** What a client meets before a server is picked. */
export interface Front extends Arrived {
  readonly packet: Packet
  /** Undefined: it called no balancer. */
  readonly node: BalancerNode | undefined
  readonly listener: Listener | undefined
  /** What the listener makes of the request; undefined at layer 4. */
  readonly routed: Routed | undefined
  /** What the rule limits, and the status of whoever is beyond it. */
  readonly limits: readonly { readonly limit: RulePlan['limits'][number]['limit']; readonly status: number }[]
  /** The client whose limit counts, where proxies tell who that is; undefined: whoever connects. */
  readonly client: Ipv4 | undefined
  readonly ruleId: string
  /** The value of a parameter of the query, as the server gets it. */
  readonly query: (name: string) => string | undefined
}

/** Asks with no server picked: the first that may be is as good as another. */
export function askFront(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision = newDecision(),
): Front {
  decide(tables, live, packet, decision)
  const { listener, routed, asked } = decision
  const node = tables.balancers.nodes[decision.balancer]
  const routing = node?.listeners.find((one) => one.listener === listener)?.routing
  const alb = routing?.kind === 'alb' ? routing.compiled : undefined
  const plan =
    alb === undefined || routed === undefined ? undefined : (alb.plans[routed.rank] ?? alb.defaultPlan)
  const isChecked = routed?.by === 'checks' || asked === undefined || isRefusedByService(routed)
  const arrival = asked && { request: asked, port: packet.destinationPort, captures: [] }
  return {
    ...frontReach(tables, live, packet, decision),
    packet,
    node,
    listener,
    routed,
    limits: isChecked
      ? []
      : (plan?.limits ?? []).map(({ limit, excess }) => ({ limit, status: excess(arrival!).status })),
    client: asked && clientBehind(asked.headers, alb?.listener.trustedProxies),
    ruleId: plan?.id ?? '',
    query: queryOf(routed),
  }
}

/** What a gateway of EAS asks before any limit counts (facts/deployment B.4). */
function isRefusedByService(routed: Routed | undefined): boolean {
  const outcome = routed?.outcome
  return outcome?.kind === 'answer' && (outcome.cause === 'methodRefused' || outcome.cause === 'unauthorized')
}

/** Asks for the server that was picked of a pool. */
export function askServer(
  tables: Tables,
  live: Live,
  { packet }: Front,
  pool: { readonly key: string; readonly group: string },
  backend: Backend,
  decision: Decision = newDecision(),
): Arrived {
  const picked = { key: pool.key, group: pool.group, backend }
  return arrivedAs(tables, live, { ...packet, picked }, decision)
}

/** Asks for the way as a whole. */
export function arrivedAs(tables: Tables, live: Live, packet: Packet, decision: Decision): Arrived {
  if (decide(tables, live, packet, decision)) return THROUGH
  const { stage, reason } = decision
  const { code } = reasons[reason]!
  const details = detailsOf(tables, live, packet, decision, stage, reason)
  return { reach: isRefusal(code, decision) ? 'refused' : 'silent', code, details }
}

export const THROUGH: Arrived = { reach: 'through', code: '', details: {} }

function frontReach(tables: Tables, live: Live, packet: Packet, decision: Decision): Arrived {
  if (decision.reached) return THROUGH
  const { stage, reason } = decision
  const { code } = reasons[reason]!
  const details = detailsOf(tables, live, packet, decision, stage, reason)
  const isAtServer = decision.isThroughBalancer && !decision.isAtConsumer
  // A listener or a service name that has chosen, or answered, has got the request.
  const hasArrived = decision.routed !== undefined || decision.choice !== undefined
  if (hasArrived && (isAtServer || !stage.startsWith('return-'))) return { reach: 'through', code, details }
  return { reach: isRefusal(code, decision) ? 'refused' : 'silent', code, details }
}

/** Somebody is there, and nobody listens: RST (facts/load-balancing 1.11; facts/vpc, a closed port). */
const REFUSALS: ReadonlySet<string> = new Set([
  'LISTENER_ABSENT',
  'LISTENER_PROTOCOL_MISMATCH',
  'INSTANCE_NOT_ANSWERING',
  'BACKEND_PORT_MISMATCH',
  'PORT_NOT_SERVED',
  'BACKENDS_NONE',
  'BACKEND_REGISTERING',
  'K8S_SERVICE_OUTSIDE_VPC',
  // Facts/deployment B.3 (assumed).
  'GW_PUBLIC_ENTRY_OFF',
  // The client breaks the handshake off at once.
  'CERT_ABSENT',
  'CERT_NAME_MISMATCH',
  'CERT_EXPIRED',
])

function isRefusal(code: string, { target }: Decision): boolean {
  // Of a stale server the host may be there still, or the address may be nobody's.
  return REFUSALS.has(code) || (code === 'BACKEND_STALE' && target === 'instance')
}

function queryOf(routed: Routed | undefined): Front['query'] {
  const query = routed?.outcome.kind === 'forward' ? routed.outcome.request.query : ''
  const pairs = new Map<string, string>()
  for (const [name, value] of pairsOfQuery(query)) if (!pairs.has(name)) pairs.set(name, value)
  return (name) => pairs.get(name)
}
