/**
 * Through a VPC NAT gateway (facts/vpc section 4.6). A route leads to it: the source becomes a NAT IP by the entry with the
 * longest mask (R4.11), then the packet is routed on by the table of the gateway's own vSwitch. A NAT IP is called: the
 * DNAT entry for the port, else the mapping of the whole address, takes it to an instance, which sees the caller's
 * address. A NAT IP answers ping, and an EIP of the instance does not matter here (both assumed).
 */
import { ICMP } from '../net/protocol.ts'
import { enterInstance } from './arrival.ts'
import type { Decision } from './decision.ts'
import { forward } from './forward.ts'
import { endLeg } from './leg.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import { mappingFor } from './nat-table.ts'
import { translateDestination, translateSource } from './nat-translation.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { deliver, isTranslated, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import type { VpcNatTable } from './vpc-nat-table.ts'
import { routingOf } from './vpc-table.ts'

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
  const reason = isLoop ? FORWARDING_LOOP : translateByEntry(decision, nat)
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
  translateDestination(decision, entry)
  if (settle(decision, 'vpc-dnat', isTranslated(decision) ? PASSED : NAT_PROTOCOL_UNSUPPORTED, observer))
    return
  const slot = slotIn(tables, tables.vpcs[nat.vpc]!, live, entry.to)
  if (slot === NONE) deliver(decision, ADDRESS_UNKNOWN, observer)
  else enterInstance(tables, live, decision, slot, NONE, observer)
}

/** The entry with the longest mask, then one of its NAT IPs. Behind a failed translation nobody can tell the source. */
function translateByEntry(decision: Decision, nat: VpcNatTable): number {
  decision.vpcEntry = NONE
  if (!decision.sourceKnown) return PASSED
  decision.vpcEntry = nat.longestMatch.lookupIndex(decision.tuple.source)
  return translateSource(decision, decision.vpcEntry === NONE ? undefined : nat.entries[decision.vpcEntry])
}
