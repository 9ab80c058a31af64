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
import { leadsToEni } from './pass-on.ts'
import { reasonIndex } from './reasons.ts'
import type { RoutingTable } from './routing-table.ts'
import { judgeEgress } from './security.ts'
import { blocksMail } from './smtp.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { routingOf, type VpcTable } from './vpc-table.ts'

const SERVER_NOT_RUNNING = reasonIndex('SERVER_NOT_RUNNING')
const CUT_THROUGH_ONLY_PUBLIC = reasonIndex('CUT_THROUGH_ONLY_PUBLIC')

export function leaveInstance(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  observer: Observer | undefined,
): void {
  const owner = tables.owners[live.owner(slot)]
  if (owner === undefined) throw new RangeError(`no ENI in slot ${slot}`)
  if (owner.kind === 'server' && !isUp(owner, live, slot)) {
    if (settle(decision, 'originate', SERVER_NOT_RUNNING, observer)) return
  }
  leaveInterface(tables, live, decision, slot, observer)
}

/** Out of an ENI, whoever has made the packet. */
export function leaveInterface(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  observer: Observer | undefined,
): void {
  const owner = tables.owners[live.owner(slot)]!
  const vpc = tables.vpcs[owner.vpc]!
  const { tuple } = decision
  const table = routingOf(vpc, live.vswitch(slot))
  const route = table.longestMatch.lookupIndex(tuple.destination)
  const neighbour = localTarget(tables, table, live, route, tuple)
  decision.at = slot
  if (settle(decision, 'sg-out', judgeEgress(tables, live, decision, owner, neighbour), observer)) return
  const isInside = isLocalTo(table, route, live.vswitch(slot))
  if (crossBorderOut(tables, live, decision, slot, isInside, observer)) return
  decision.isPassing = false

  const isPrivate = vpc.privateRanges.has(tuple.destination)
  if (!isPrivate && blocksMail(tables, decision, owner, observer)) return
  if (owner.isCutThrough && isPrivate && decision.sourceSlot === slot) {
    if (settle(decision, 'choose-source', CUT_THROUGH_ONLY_PUBLIC, observer)) return
  }
  // What a server passes on has another source, which its public address does not stand for (section 3.5).
  const eip = decision.sourceSlot === slot ? publicAddressOf(tables, live, slot) : NONE
  const isLedOn = vpc.isCentralised && route !== NONE && leadsToEni(table.routes[route]!)
  if (eip !== NONE && !isPrivate && !isLedOn && !fallsBackToSnat(tables, vpc, table, route)) {
    if (chooseSource(tables, live, decision, eip, observer)) return
    if (passIpv4Gateway(decision, vpc, live.vswitch(slot), tuple.destination, observer)) return
    crossInternet(tables, live, decision, observer)
    return
  }

  forward(tables, live, decision, vpc, table, route, slot, observer)
}

/** In centralised mode, and only under that reading: the default route to a NAT gateway beats the EIP (facts/vpc section 15). */
function fallsBackToSnat({ readings }: Tables, vpc: VpcTable, table: RoutingTable, route: number): boolean {
  return (
    readings.eipFallsBackToSnat &&
    vpc.isCentralised &&
    route !== NONE &&
    table.routes[route]!.nextHop === 'nat-gateway'
  )
}

/** Does the route stay within this vSwitch? */
function isLocalTo(table: RoutingTable, route: number, vswitch: number): boolean {
  if (route === NONE) return false
  const { nextHop, number } = table.routes[route]!
  return nextHop === 'local' && number === vswitch
}
