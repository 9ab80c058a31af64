/**
 * Out of an instance: its security groups, the border of its vSwitch, then its own public address or else the route table
 * (facts/vpc sections 3.5 and 11, steps 1 to 5; the way goes on in `forward.ts`).
 */

import { crossBorderOut } from './border.ts'
import type { Decision } from './decision.ts'
import { forward, localTarget } from './forward.ts'
import { crossInternet } from './internet.ts'
import { passIpv4Gateway } from './ipv4-gateway.ts'
import { type Live, NONE } from './live.ts'
import { chooseSource, publicAddressOf } from './own-address.ts'
import { isUp } from './owner-table.ts'
import { reasonIndex } from './reasons.ts'
import type { RoutingTable } from './routing-table.ts'
import { judgeEgress } from './security.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { routingOf } from './vpc-table.ts'

const SERVER_NOT_RUNNING = reasonIndex('SERVER_NOT_RUNNING')

export function leaveInstance(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  observer: Observer | undefined,
): void {
  const app = tables.owners[live.owner(slot)]
  if (app === undefined) throw new RangeError(`no ENI in slot ${slot}`)
  const vpc = tables.vpcs[app.vpc]!
  const { tuple } = decision
  const table = routingOf(vpc, live.vswitch(slot))
  const route = table.longestMatch.lookupIndex(tuple.destination)
  const neighbour = localTarget(table, live, route, tuple.destination)
  if (app.kind === 'server' && !isUp(app, live, slot)) {
    if (settle(decision, 'originate', SERVER_NOT_RUNNING, observer)) return
  }
  if (settle(decision, 'sg-out', judgeEgress(tables, live, decision, app, neighbour), observer)) return
  const isInside = isLocalTo(table, route, live.vswitch(slot))
  if (crossBorderOut(tables, live, decision, slot, isInside, observer)) return

  const eip = publicAddressOf(tables, live, slot)
  if (eip !== NONE && !vpc.privateRanges.has(tuple.destination)) {
    if (chooseSource(decision, eip, observer)) return
    if (passIpv4Gateway(decision, vpc, live.vswitch(slot), tuple.destination, observer)) return
    crossInternet(tables, live, decision, observer)
    return
  }

  forward(tables, live, decision, vpc, table, route, slot, observer)
}

/** Does the route stay within this vSwitch? */
function isLocalTo(table: RoutingTable, route: number, vswitch: number): boolean {
  if (route === NONE) return false
  const { nextHop, number } = table.routes[route]!
  return nextHop === 'local' && number === vswitch
}
