/**
 * Through a VPC NAT gateway (facts/vpc section 4.6). A route leads to it: the source becomes a NAT IP by the entry with the
 * longest mask (R4.11), then the packet is routed on by the table of the gateway's own vSwitch. A NAT IP is called: the
 * DNAT entry for the port, else the mapping of the whole address, takes it to an instance, which sees the caller's
 * address. A NAT IP answers ping, and an EIP of the instance does not matter here (both assumed).
 */
import { isIpMapping } from '../cloud/nat-gateway.ts'
import { hasPorts, ICMP } from '../net/protocol.ts'
import { enterInstance } from './arrival.ts'
import type { Decision } from './decision.ts'
import { forward } from './forward.ts'
import { endLeg } from './leg.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import { mappingFor, pickEip } from './nat-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { deliver, isTranslated, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import type { VpcNatTable } from './vpc-nat-table.ts'
import { routingOf } from './vpc-table.ts'

const SNAT_NO_ENTRY = reasonIndex('SNAT_NO_ENTRY')
const SNAT_ENTRY_WITHOUT_EIP = reasonIndex('SNAT_ENTRY_WITHOUT_EIP')
const NAT_PROTOCOL_UNSUPPORTED = reasonIndex('NAT_PROTOCOL_UNSUPPORTED')
const NAT_NO_SESSION = reasonIndex('NAT_NO_SESSION')
const NAT_ICMP_REPLY_OFF = reasonIndex('NAT_ICMP_REPLY_OFF')
const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')
const FORWARDING_LOOP = reasonIndex('FORWARDING_LOOP')

/** A route has led to the gateway. */
export function crossVpcNat(
  tables: Tables,
  live: Live,
  decision: Decision,
  gateway: number,
  observer: Observer | undefined,
): void {
  const nat = tables.vpcNatGateways[gateway]!
  const vpc = tables.vpcs[nat.vpc]!
  const { destination } = decision.tuple
  if (vpc.natIps.get(destination) === gateway) {
    enterVpcNat(tables, live, decision, gateway, observer)
    return
  }
  decision.vpcGateway = gateway
  decision.sourceSlot = NONE
  const isLoop = decision.vpcGateways.has(gateway)
  decision.vpcGateways.add(gateway)
  const reason = isLoop ? FORWARDING_LOOP : translateSource(decision, nat)
  if (settle(decision, 'vpc-snat', reason, observer) || isLoop) return
  endLeg(decision, nat.vswitch)
  const table = routingOf(vpc, nat.vswitch)
  const route = table.longestMatch.lookupIndex(destination)
  forward(tables, live, decision, vpc, table, route, NONE, observer)
}

/** A NAT IP of the gateway is called. */
export function enterVpcNat(
  tables: Tables,
  live: Live,
  decision: Decision,
  gateway: number,
  observer: Observer | undefined,
): void {
  const nat = tables.vpcNatGateways[gateway]!
  const { tuple } = decision
  decision.vpcMappingGateway = gateway
  decision.vpcMapping = mappingFor(nat, tuple)
  if (decision.vpcMapping === NONE) {
    if (tuple.protocol !== ICMP) {
      settle(decision, 'vpc-dnat', NAT_NO_SESSION, observer)
      return
    }
    const reason = nat.gateway.icmpReply ? PASSED : NAT_ICMP_REPLY_OFF
    if (settle(decision, 'vpc-dnat', reason, observer)) return
    decision.target = 'vpc-nat-gateway'
    decision.targetNumber = gateway
    deliver(decision, PASSED, observer)
    return
  }
  const entry = nat.gateway.dnat[decision.vpcMapping]!
  tuple.destination = entry.to
  if (hasPorts(tuple.protocol) && !isIpMapping(entry))
    tuple.destinationPort += entry.toPorts.first - entry.ports.first
  if (settle(decision, 'vpc-dnat', isTranslated(decision) ? PASSED : NAT_PROTOCOL_UNSUPPORTED, observer))
    return
  const slot = slotIn(tables, tables.vpcs[nat.vpc]!, live, entry.to)
  if (slot === NONE) deliver(decision, ADDRESS_UNKNOWN, observer)
  else enterInstance(tables, live, decision, slot, NONE, observer)
}

/** The entry with the longest mask, then one of its NAT IPs. Behind a failed translation nobody can tell the source. */
function translateSource(decision: Decision, nat: VpcNatTable): number {
  const { tuple } = decision
  decision.vpcEntry = NONE
  if (!decision.sourceKnown) return PASSED
  decision.vpcEntry = nat.longestMatch.lookupIndex(tuple.source)
  const row = decision.vpcEntry === NONE ? undefined : nat.entries[decision.vpcEntry]
  if (row === undefined || row.eips.length === 0) {
    decision.sourceKnown = false
    return row === undefined ? SNAT_NO_ENTRY : SNAT_ENTRY_WITHOUT_EIP
  }
  const chosen = pickEip(row, decision)
  tuple.source = row.eips[chosen]!
  return isTranslated(decision) ? PASSED : NAT_PROTOCOL_UNSUPPORTED
}
