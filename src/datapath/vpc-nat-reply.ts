/**
 * The reply of an instance behind a DNAT entry of a VPC NAT gateway: the table of its vSwitch must lead it back to that
 * gateway (facts/vpc R4.25), which puts back the NAT IP and routes on by the table of its own vSwitch.
 */
import type { Decision } from './decision.ts'
import { type Live, NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { type Route, type RoutingTable, routeFor } from './routing-table.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { routingOf } from './vpc-table.ts'

const NO_RETURN_ROUTE = reasonIndex('NO_RETURN_ROUTE')
const ASYMMETRIC_NAT = reasonIndex('ASYMMETRIC_NAT')

export function replyThroughVpcNat(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  if (decision.vpcMapping === NONE || decision.target !== 'instance' || !decision.sourceKnown) return false
  const route = routeToVpcNat(tables, live, decision)
  const isSame = route?.nextHop === 'vpc-nat-gateway' && route.number === decision.vpcMappingGateway
  const reason = isSame ? PASSED : route === undefined ? NO_RETURN_ROUTE : ASYMMETRIC_NAT
  return settle(decision, 'return-vpc-nat', reason, observer)
}

/** Where the table of the instance's vSwitch leads the reply. */
export function routeToVpcNat(tables: Tables, live: Live, decision: Decision): Route | undefined {
  return routeFor(routingOfMapped(tables, live, decision), decision.tuple.source)
}

export function routingOfMapped(tables: Tables, live: Live, decision: Decision): RoutingTable {
  const { vpc } = tables.vpcNatGateways[decision.vpcMappingGateway]!
  return routingOf(tables.vpcs[vpc]!, live.vswitch(decision.targetNumber))
}
