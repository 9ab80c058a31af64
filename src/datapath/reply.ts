/**
 * The way of the reply, where nobody keeps a session of it: the borders of vSwitches (facts/vpc R6.2), and the route of an
 * instance behind a DNAT entry, whose reply must come back through the same NAT gateway (R4.25), and of whoever was
 * reached through a peering, who needs a route back through it (R7.2). An IP mapping is the instance's own public
 * address, which asks no route (R1.22).
 */
import { isIpMapping } from '../cloud/nat-gateway.ts'
import { replyIntoSender, replyOutOfTarget } from './border.ts'
import type { Decision } from './decision.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { type Route, type RoutingTable, routeFor } from './routing-table.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { routingOf, type VpcTable } from './vpc-table.ts'

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
  if (replyThroughPeering(tables, live, decision, observer)) return
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

function replyThroughPeering(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  if (decision.peering === NONE) return false
  const route = returnRoute(tables, live, decision)
  const isBack = route?.nextHop === 'peering' && route.number === decision.peering
  return settle(decision, 'return-route', isBack ? PASSED : NO_RETURN_ROUTE, observer)
}

/** Where the instance or the database that was reached sends its reply. */
export function returnRoute(tables: Tables, live: Live, decision: Decision): Route | undefined {
  return routeFor(routingOfReceiver(tables, live, decision), decision.tuple.source)
}

/** The table that decides about what the receiver sends. */
export function routingOfReceiver(tables: Tables, live: Live, decision: Decision): RoutingTable {
  const vpc = vpcOfReceiver(tables, live, decision)
  if (decision.target === 'instance') return routingOf(vpc, live.vswitch(decision.targetNumber))
  const { vswitch } = tables.databases[decision.targetNumber]!.database
  return routingOf(vpc, tables.numbers.vswitches.numberOf(vswitch))
}

/** The VPC of the instance or the database that was reached. */
export function vpcOfReceiver(tables: Tables, live: Live, { target, targetNumber }: Decision): VpcTable {
  const { vpc } =
    target === 'instance' ? tables.owners[live.owner(targetNumber)]! : tables.databases[targetNumber]!
  return tables.vpcs[vpc]!
}
