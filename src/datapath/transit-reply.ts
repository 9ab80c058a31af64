/**
 * The way of a reply back through transit routers (facts/vpc section 11, step 12): the table of whoever replies, the
 * transit router's own tables, and the ACLs where it comes into a VPC (R7.13). Any connection that leads to the sender's VPC
 * will do, and VPCs between may route on. Whoever translated the source on the way replies in the receiver's place (R7.9).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { missingSwitch } from './cen-switches.ts'
import type { Decision } from './decision.ts'
import { beginLeg, type Leg } from './leg.ts'
import { type Live, NONE } from './live.ts'
import { leadsToEni, passingEni } from './pass-on.ts'
import { MOST_SERVERS } from './passed.ts'
import { farVpcOf } from './peering.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { farVpcBehind } from './router-interface.ts'
import type { Route } from './routing-table.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { askTransit } from './transit.ts'
import { crossTransitBorders } from './transit-border.ts'
import { routingOf, type VpcTable } from './vpc-table.ts'

const NO_RETURN_ROUTE = reasonIndex('NO_RETURN_ROUTE')

/** True: the walk ends here. */
export function replyThroughTransit(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  for (let at = decision.legCount - 1; at >= 0; at--) {
    const leg = decision.legs[at]!
    const start = leg.end === NONE ? vswitchOfReceiver(tables, live, decision) : leg.end
    if (start !== NONE && leadBack(tables, live, decision, leg, start, observer)) return true
  }
  decision.replyingLeg = undefined
  return false
}

/** Reached through another connection from `near`, somebody replies through a transit router. */
export function replyByTransit(
  tables: Tables,
  live: Live,
  decision: Decision,
  near: VpcTable,
  observer: Observer | undefined,
): boolean {
  const leg = beginLeg(decision, near)
  decision.legCount--
  const stops = leadBack(tables, live, decision, leg, vswitchOfReceiver(tables, live, decision), observer)
  decision.replyingLeg = undefined
  return stops
}

/** The vSwitch whose table the receiver's reply asks; `NONE` where nobody can tell whom it would reply to. */
function vswitchOfReceiver(tables: Tables, live: Live, decision: Decision): number {
  const { target, targetNumber, vpcMappingGateway, sourceKnown } = decision
  if (!sourceKnown) return NONE
  if (vpcMappingGateway !== NONE) return tables.vpcNatGateways[vpcMappingGateway]!.vswitch
  if (target === 'instance') return live.vswitch(targetNumber)
  if (target === 'load-balancer') return tables.balancers.nodes[targetNumber]!.vswitch
  if (target !== 'database') return NONE
  return tables.numbers.vswitches.numberOf(tables.databases[targetNumber]!.database.vswitch)
}

function leadBack(
  tables: Tables,
  live: Live,
  decision: Decision,
  leg: Leg,
  start: number,
  observer: Observer | undefined,
): boolean {
  decision.replyingLeg = leg
  if (decision.transits.size > 0) decision.transits.clear()
  let servers = 0
  let vswitch = start
  for (;;) {
    const route = askTable(tables, decision, vswitch, leg.source)
    const eni = servers++ < MOST_SERVERS ? passingNext(tables, live, route) : NONE
    const isThrough = route?.nextHop === 'transit-router'
    const isHome = vswitch === start && leadsHome(tables, decision, route, leg.from!)
    const reason = isThrough || isHome || eni !== NONE ? PASSED : whyNoWay(tables, decision, leg.source)
    if (settle(decision, 'return-route', reason, observer)) return true
    if (isHome || reason !== PASSED) return false
    if (eni !== NONE) {
      vswitch = live.vswitch(eni)
      continue
    }
    const far = askTransit(
      tables,
      decision,
      decision.routeVpc!,
      route!.number,
      leg.source,
      'return-transit',
      observer,
    )
    if (far === undefined) return observer === undefined
    const { sourcePort } = decision.tuple
    if (crossTransitBorders(tables, decision, far, sourcePort, leg.source, 'return-acl-transit', observer))
      return true
    if (tables.vpcs[far.vpc] === leg.from) return false
    vswitch = far.vswitches[0]!
  }
}

function askTable(tables: Tables, decision: Decision, vswitch: number, address: Ipv4): Route | undefined {
  const vpc = tables.vpcs[tables.numbers.vpcs.numberOf(tables.vswitches[vswitch]!.vpc)]!
  const table = routingOf(vpc, vswitch)
  decision.routeVpc = vpc
  decision.routeTable = table
  decision.route = table.longestMatch.lookupIndex(address)
  return table.routes[decision.route]
}

/** A server that the reply is passed on by: it knows the session, or never sees it opened (assumed: it does not mind). */
function passingNext(tables: Tables, live: Live, route: Route | undefined): number {
  return route === undefined || !leadsToEni(route) ? NONE : passingEni(tables, live, route)
}

/** Neither peerings nor router interfaces are transitive, so only the VPC that replies may take one. */
function leadsHome(
  tables: Tables,
  { routeVpc }: Decision,
  route: Route | undefined,
  home: VpcTable,
): boolean {
  if (route?.nextHop === 'peering') return farVpcOf(tables, route.number, routeVpc!) === home
  if (route?.nextHop !== 'router-interface') return false
  return route.ways!.every(({ number }) => farVpcBehind(tables, number, routeVpc!) === home)
}

function whyNoWay(tables: Tables, decision: Decision, address: Ipv4): number {
  const missing = missingSwitch(tables, decision, decision.routeVpc!, decision.routeTable!, address)
  return missing === PASSED ? NO_RETURN_ROUTE : missing
}
