/**
 * The IPv4 gateway of a VPC in centralised mode: whatever has a public address works only if its vSwitch's table routes
 * the other side to the gateway, in both directions (facts/vpc R2.21). For a NAT gateway it is the table of the vSwitch
 * that it lives in (R2.25, derived). In direct mode nobody is asked (R2.20). A gateway that was deleted may have left a
 * VPC that nobody leaves or enters (R2.24).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Decision } from './decision.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { routeFor } from './routing-table.ts'
import { type Observer, settle } from './stage.ts'
import { routingOf, type VpcTable } from './vpc-table.ts'

const IPV4GW_ROUTE_MISSING = reasonIndex('IPV4GW_ROUTE_MISSING')
const VPC_LEFT_PRIVATE = reasonIndex('VPC_LEFT_PRIVATE')

/** `far` is the address on the Internet, `vswitch` the one whose table is asked. True: the walk ends here. */
export function passIpv4Gateway(
  decision: Decision,
  vpc: VpcTable,
  vswitch: number,
  far: Ipv4,
  observer: Observer | undefined,
): boolean {
  if (isClosed(decision, vpc, vswitch, far, observer)) return true
  if (!vpc.isCentralised) return false
  noteAsked(decision, vswitch, far)
  const leadsThere = routeFor(routingOf(vpc, vswitch), far)?.nextHop === 'ipv4-gateway'
  return settle(decision, 'ipv4-gateway', leadsThere ? PASSED : IPV4GW_ROUTE_MISSING, observer)
}

/** Is the VPC left without Internet? True: the walk ends here; an observer goes on. */
export function isClosed(
  decision: Decision,
  vpc: VpcTable,
  vswitch: number,
  far: Ipv4,
  observer: Observer | undefined,
): boolean {
  if (!vpc.isLeftPrivate) return false
  noteAsked(decision, vswitch, far)
  return settle(decision, 'ipv4-gateway', VPC_LEFT_PRIVATE, observer)
}

/** Whose table is asked, and for which address. */
export function noteAsked(decision: Decision, vswitch: number, far: Ipv4): void {
  decision.askedVSwitch = vswitch
  decision.askedFor = far
}

/** The same for a packet from the Internet, whose source is the far address, as far as anybody knows it. */
export function enterByIpv4Gateway(
  decision: Decision,
  vpc: VpcTable,
  vswitch: number,
  observer: Observer | undefined,
): boolean {
  const { source } = decision.tuple
  if (decision.sourceKnown) return passIpv4Gateway(decision, vpc, vswitch, source, observer)
  return isClosed(decision, vpc, vswitch, source, observer)
}
