/**
 * The way of the reply, where nobody keeps a session of it: the borders of vSwitches (facts/vpc R6.2), and the route of an
 * instance behind a DNAT entry, whose reply must come back through the same NAT gateway (R4.25). An IP mapping is the
 * instance's own public address, which asks no route (R1.22).
 */
import { isIpMapping } from '../cloud/nat-gateway.ts'
import { replyIntoSender, replyOutOfTarget } from './border.ts'
import type { Decision } from './decision.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { type Route, routeFor } from './routing-table.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { routingOf } from './vpc-table.ts'

const NO_RETURN_ROUTE = reasonIndex('NO_RETURN_ROUTE')
const ASYMMETRIC_NAT = reasonIndex('ASYMMETRIC_NAT')

export function walkReply(
  tables: Tables,
  live: Live,
  decision: Decision,
  packet: Packet,
  observer: Observer | undefined,
): void {
  if (replyOutOfTarget(tables, live, decision, observer)) return
  if (replyThroughNat(tables, live, decision, observer)) return
  replyIntoSender(tables, live, decision, packet, observer)
}

function replyThroughNat(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  if (decision.mapping === NONE || decision.target !== 'instance' || !decision.sourceKnown) return false
  if (isIpMapping(tables.natGateways[decision.mappingGateway]!.gateway.dnat[decision.mapping]!)) return false
  const route = returnRoute(tables, live, decision)
  const isSame = route?.nextHop === 'nat-gateway' && route.number === decision.mappingGateway
  const reason = isSame ? PASSED : route === undefined ? NO_RETURN_ROUTE : ASYMMETRIC_NAT
  return settle(decision, 'return-route', reason, observer)
}

/** Where the instance that was reached sends its reply. */
export function returnRoute(tables: Tables, live: Live, decision: Decision): Route | undefined {
  const slot = decision.targetNumber
  const vpc = tables.vpcs[tables.apps[live.app(slot)]!.vpc]!
  return routeFor(routingOf(vpc, live.vswitch(slot)), decision.tuple.source)
}
