/**
 * In from the Internet to an EIP of an ENI: the IPv4 gateway, where the VPC has one, and its own route table, which may
 * lead the packet through a firewall first (facts/vpc R2.3, R2.21).
 */
import { enterInstance } from './arrival.ts'
import type { Decision } from './decision.ts'
import { isClosed, noteAsked } from './ipv4-gateway.ts'
import { type Live, NONE } from './live.ts'
import { leadsToEni, passingEni, passOn } from './pass-on.ts'
import { MOST_SERVERS } from './passed.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { routeFor } from './routing-table.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { routingOf, type VpcTable } from './vpc-table.ts'

const ROUTE_TARGET_DOWN = reasonIndex('ROUTE_TARGET_DOWN')
const IPV4GW_ROUTE_MISSING = reasonIndex('IPV4GW_ROUTE_MISSING')

/** `slot` is the ENI that has the EIP; the packet has its private destination already. */
export function enterByGateway(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  observer: Observer | undefined,
): void {
  const vpc = tables.vpcs[tables.owners[live.owner(slot)]!.vpc]!
  if (isClosed(decision, vpc, live.vswitch(slot), decision.tuple.source, observer)) return
  if (vpc.isCentralised && decision.sourceKnown) {
    const { source } = decision.tuple
    noteAsked(decision, live.vswitch(slot), source)
    const reason = leadsOut(tables, live, vpc, slot, source) ? PASSED : IPV4GW_ROUTE_MISSING
    if (settle(decision, 'ipv4-gateway', reason, observer)) return
  }
  const table = vpc.inboundTable
  const index = table === undefined ? NONE : table.longestMatch.lookupIndex(decision.tuple.destination)
  if (table === undefined || index === NONE) {
    enterInstance(tables, live, decision, slot, NONE, observer)
    return
  }
  const server = passingEni(tables, live, table.routes[index]!)
  decision.routeVpc = vpc
  decision.routeTable = table
  decision.route = index
  const reason = server === NONE ? ROUTE_TARGET_DOWN : PASSED
  if (settle(decision, 'inbound-route', reason, observer)) return
  if (server === NONE || server === slot) enterInstance(tables, live, decision, slot, NONE, observer)
  else passOn(tables, live, decision, NONE, server, observer)
}

/** Does the table of the ENI's vSwitch lead to the IPv4 gateway, by itself or through servers that pass on? */
function leadsOut(tables: Tables, live: Live, vpc: VpcTable, slot: number, far: number): boolean {
  for (let met = 0, at = slot; at !== NONE && met <= MOST_SERVERS; met++) {
    const route = routeFor(routingOf(vpc, live.vswitch(at)), far)
    if (route?.nextHop === 'ipv4-gateway') return true
    at = route !== undefined && leadsToEni(route) ? passingEni(tables, live, route) : NONE
  }
  return false
}
