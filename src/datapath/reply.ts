/**
 * The way of the reply, where nobody keeps a session of it: the borders of vSwitches (facts/vpc R6.2), and the route of an
 * instance behind a DNAT entry, whose reply must come back through the same NAT gateway (R4.25), and of whoever was
 * reached in another VPC, who needs a route back (R7.2, `transit-reply.ts`). An IP mapping is the instance's own public
 * address, which asks no route (R1.22).
 */
import { isIpMapping } from '../cloud/nat-gateway.ts'
import { replyIntoSender, replyOutOfTarget } from './border.ts'
import type { Decision } from './decision.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import { replyThroughServers } from './pass-on-reply.ts'
import { farVpcOf } from './peering.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { farVpcBehind, leadsBack } from './router-interface.ts'
import { type Route, type RoutingTable, routeFor } from './routing-table.ts'
import { replyOfSecondLeg } from './second-leg-reply.ts'
import { replyIntoGroups, replyOutOfGroups } from './security-reply.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { replyByTransit, replyThroughTransit } from './transit-reply.ts'
import { replyThroughVpcNat } from './vpc-nat-reply.ts'
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
  if (isRemembered(tables, decision)) return
  if (replyOfSecondLeg(tables, live, decision, observer)) return
  if (replyOutOfGroups(tables, live, decision, observer)) return
  if (replyOutOfTarget(tables, live, decision, observer)) return
  if (replyThroughNat(tables, live, decision, observer)) return
  if (replyThroughVpcNat(tables, live, decision, observer)) return
  if (replyThroughPeering(tables, live, decision, observer)) return
  if (replyThroughRouterInterface(tables, live, decision, observer)) return
  if (replyThroughTransit(tables, live, decision, observer)) return
  if (replyThroughServers(tables, live, decision, observer)) return
  if (replyIntoSender(tables, live, decision, packet, observer)) return
  replyIntoGroups(tables, live, decision, packet, observer)
}

/** Does everything on the packet's way keep a session of it? So it is with most, and they need not go through all of this. */
function isRemembered({ readings }: Tables, decision: Decision): boolean {
  return (
    !readings.advancedIsStateless &&
    !decision.crossedOut &&
    !decision.crossedIn &&
    decision.endpoint === NONE &&
    !decision.isThroughBalancer &&
    decision.mapping === NONE &&
    decision.vpcMapping === NONE &&
    decision.peering === NONE &&
    decision.routerInterface === NONE &&
    decision.legCount === 0 &&
    decision.passes === 0
  )
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
  if (decision.peering === NONE || !decision.sourceKnown) return false
  const route = returnRoute(tables, live, decision)
  if (route?.nextHop === 'transit-router') {
    const near = farVpcOf(tables, decision.peering, vpcOfReceiver(tables, live, decision))
    return replyByTransit(tables, live, decision, near, observer)
  }
  const isBack = route?.nextHop === 'peering' && route.number === decision.peering
  return settle(decision, 'return-route', isBack ? PASSED : NO_RETURN_ROUTE, observer)
}

function replyThroughRouterInterface(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  if (decision.routerInterface === NONE || !decision.sourceKnown) return false
  const route = returnRoute(tables, live, decision)
  if (route?.nextHop === 'transit-router') {
    const near = farVpcBehind(tables, decision.routerInterface, vpcOfReceiver(tables, live, decision))
    return replyByTransit(tables, live, decision, near, observer)
  }
  const isBack = leadsBack(tables, decision, route)
  return settle(decision, 'return-route', isBack ? PASSED : NO_RETURN_ROUTE, observer)
}

/** Where the instance or the database that was reached sends its reply. */
export function returnRoute(tables: Tables, live: Live, decision: Decision): Route | undefined {
  return routeFor(routingOfReceiver(tables, live, decision), decision.tuple.source)
}

/** The table that decides about what the receiver sends; behind a VPC NAT gateway that of the gateway. */
export function routingOfReceiver(tables: Tables, live: Live, decision: Decision): RoutingTable {
  const vpc = vpcOfReceiver(tables, live, decision)
  if (decision.vpcMappingGateway !== NONE)
    return routingOf(vpc, tables.vpcNatGateways[decision.vpcMappingGateway]!.vswitch)
  if (decision.target === 'instance') return routingOf(vpc, live.vswitch(decision.targetNumber))
  if (decision.target === 'load-balancer')
    return routingOf(vpc, tables.balancers.nodes[decision.targetNumber]!.vswitch)
  const { vswitch } = tables.databases[decision.targetNumber]!.database
  return routingOf(vpc, tables.numbers.vswitches.numberOf(vswitch))
}

/** The VPC of the instance or the database that was reached. */
export function vpcOfReceiver(tables: Tables, live: Live, decision: Decision): VpcTable {
  const { target, targetNumber, vpcMappingGateway } = decision
  if (vpcMappingGateway !== NONE) return tables.vpcs[tables.vpcNatGateways[vpcMappingGateway]!.vpc]!
  if (target === 'load-balancer') return tables.vpcs[tables.balancers.nodes[targetNumber]!.vpc]!
  const { vpc } =
    target === 'instance' ? tables.owners[live.owner(targetNumber)]! : tables.databases[targetNumber]!
  return tables.vpcs[vpc]!
}
