/**
 * Into a NAT gateway by one of its EIPs: the DNAT entry for the port, else the IP mapping, else nobody (facts/vpc section 11,
 * R4.20 to R4.25). The client's address is kept. The gateway itself answers ping (R4.6).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { ICMP } from '../net/protocol.ts'
import { enterInstance } from './arrival.ts'
import type { Decision } from './decision.ts'
import { eniAt, whyNobodyIn } from './holder.ts'
import { enterByIpv4Gateway } from './ipv4-gateway.ts'
import { type Live, NONE } from './live.ts'
import { mappingFor, type NatTable } from './nat-table.ts'
import { translateDestination } from './nat-translation.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { routeFor } from './routing-table.ts'
import { deliver, isTranslated, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import type { VpcTable } from './vpc-table.ts'

const NAT_NO_SESSION = reasonIndex('NAT_NO_SESSION')
const NAT_PROTOCOL_UNSUPPORTED = reasonIndex('NAT_PROTOCOL_UNSUPPORTED')
const NAT_ICMP_REPLY_OFF = reasonIndex('NAT_ICMP_REPLY_OFF')
const DNAT_HAIRPIN = reasonIndex('DNAT_HAIRPIN')
const DNAT_TARGET_HAS_EIP = reasonIndex('DNAT_TARGET_HAS_EIP')

export function enterNatGateway(
  tables: Tables,
  live: Live,
  decision: Decision,
  gateway: number,
  observer: Observer | undefined,
): void {
  const nat = tables.natGateways[gateway]!
  const vpc = tables.vpcs[nat.vpc]!
  const { tuple } = decision
  decision.mappingGateway = gateway
  decision.mapping = mappingFor(nat, tuple)
  if (decision.mapping === NONE) {
    if (tuple.protocol !== ICMP) {
      settle(decision, 'dnat', NAT_NO_SESSION, observer)
      return
    }
    if (enterByIpv4Gateway(decision, vpc, nat.vswitch, observer)) return
    const reason = nat.gateway.icmpReply ? PASSED : NAT_ICMP_REPLY_OFF
    if (settle(decision, 'dnat', reason, observer)) return
    decision.target = 'nat-gateway'
    decision.targetNumber = gateway
    deliver(decision, PASSED, observer)
    return
  }
  const entry = nat.gateway.dnat[decision.mapping]!
  const slot = slotIn(tables, vpc, live, entry.to)
  const reason = judgeMapping(live, decision, nat, gateway, slot)
  translateDestination(decision, entry)
  if (settle(decision, 'dnat', reason, observer)) return
  if (enterByIpv4Gateway(decision, vpc, nat.vswitch, observer)) return
  if (slot === NONE) deliver(decision, whyNobodyIn(tables, vpc, entry.to), observer)
  else enterInstance(tables, live, decision, slot, NONE, observer)
}

function judgeMapping(live: Live, decision: Decision, nat: NatTable, gateway: number, slot: number): number {
  if (!isTranslated(decision)) return NAT_PROTOCOL_UNSUPPORTED
  // R4.30: out by SNAT and in by DNAT of one gateway.
  if (decision.gateway === gateway && nat.gateway.eipMode !== 'nat') return DNAT_HAIRPIN
  // R4.23
  return slot !== NONE && live.eip(slot) !== NONE ? DNAT_TARGET_HAS_EIP : PASSED
}

/** The slot that has a private address of the VPC, or `NONE`. */
export function slotIn(tables: Tables, vpc: VpcTable, live: Live, address: Ipv4): number {
  const route = routeFor(vpc.systemTable, address)
  return route?.nextHop === 'local' ? eniAt(tables, live, route.number, address) : NONE
}
