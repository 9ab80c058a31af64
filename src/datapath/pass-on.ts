/**
 * Through a server that passes packets on, a firewall or a self-managed NAT (facts/vpc section 11, step 7d): into its ENI
 * as a packet for itself would come, then out of the same ENI, by its security groups, the border and the route table of
 * its vSwitch. The source stays unless the guest puts its own in its place. A server that is stopped or does not forward
 * is a next hop that is not there (R2.16).
 */
import { crossBorderIn } from './border.ts'
import type { Decision } from './decision.ts'
import { leaveInterface } from './egress.ts'
import { holderOf } from './holder.ts'
import { endLeg } from './leg.ts'
import { type Live, NONE } from './live.ts'
import { isUp } from './owner-table.ts'
import { MOST_SERVERS, newPassed } from './passed.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import type { Route } from './routing-table.ts'
import { judgeIngress } from './security.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const FORWARDING_LOOP = reasonIndex('FORWARDING_LOOP')

/** Is the next hop an ENI? */
export function leadsToEni({ nextHop }: Route): boolean {
  return nextHop === 'server' || nextHop === 'ha-vip'
}

/** The ENI that a route leads to, if its server passes packets on now; else `NONE`. */
export function passingEni(tables: Tables, live: Live, { nextHop, number }: Route): number {
  const slot = nextHop === 'ha-vip' ? holderOf(tables, live, number) : number
  const owner = slot === NONE ? undefined : tables.owners[live.owner(slot)]
  return owner?.server?.forwarding && isUp(owner, live, slot) ? slot : NONE
}

/** `sender` is the ENI of the same VPC that the packet comes from, or `NONE`. */
export function passOn(
  tables: Tables,
  live: Live,
  decision: Decision,
  sender: number,
  slot: number,
  observer: Observer | undefined,
): void {
  const owner = tables.owners[live.owner(slot)]!
  const { tuple } = decision
  if (slot === sender || hasPassed(decision, slot)) {
    decision.targetNumber = slot
    settle(decision, 'pass-on', FORWARDING_LOOP, observer)
    return
  }
  decision.passed[decision.passes] ??= newPassed()
  const passed = decision.passed[decision.passes++]!
  passed.slot = slot
  passed.address = live.address(slot)
  passed.masks = owner.server!.snat
  passed.crossedIn = false
  passed.crossedOut = false
  passed.source = tuple.source
  passed.sourceKnown = decision.sourceKnown
  passed.destination = tuple.destination
  passed.destinationPort = tuple.destinationPort
  decision.isPassing = true
  decision.targetNumber = slot
  if (sender === NONE) decision.sourceSlot = NONE
  const peer = decision.sourceSlot
  if (crossBorderIn(tables, live, decision, slot, sender, observer)) return
  if (settle(decision, 'sg-in', judgeIngress(tables, live, decision, owner, peer), observer)) return
  if (passed.masks) {
    endLeg(decision, live.vswitch(slot))
    tuple.source = passed.address
    decision.sourceKnown = true
    decision.sourceSlot = slot
  }
  if (settle(decision, 'pass-on', PASSED, observer)) return
  leaveInterface(tables, live, decision, slot, observer)
}

/** Since it came into this VPC: behind a translation the same server may pass it on once more. */
function hasPassed({ passed, passes, passesBefore }: Decision, slot: number): boolean {
  if (passes === MOST_SERVERS) return true
  for (let at = passesBefore; at < passes; at++) if (passed[at]!.slot === slot) return true
  return false
}

/** The server that the packet has met last. */
export function lastPassed({ passed, passes }: Decision): Decision['passed'][number] | undefined {
  return passes === 0 ? undefined : passed[passes - 1]
}
