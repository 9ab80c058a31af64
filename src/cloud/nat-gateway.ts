/** An Internet NAT gateway with its SNAT and DNAT entries: facts/vpc sections 4.1, 4.2 and 4.5. */
import type { Cidr } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { PortRange } from '../net/port-range.ts'
import { ALL_PROTOCOLS, type TCP, type UDP } from '../net/protocol.ts'
import type { Origin } from './origin.ts'

export interface NatGateway {
  readonly name: string
  readonly vpc: string
  /** The gateway takes one private address from this vSwitch (R4.2). */
  readonly vswitch: string
  readonly eips: readonly Ipv4[]
  readonly snat: readonly SnatEntry[]
  readonly dnat: readonly DnatEntry[]
  /** How its EIPs are bound; only `nat` lets it reach its own DNAT entries (R4.5, R4.30). */
  readonly eipMode: 'multi' | 'nat'
  /** Its EIPs answer ping (R4.6). */
  readonly icmpReply: boolean
  readonly origin: Origin
}

/** Longest source mask wins among the entries of a gateway (R4.11). */
export interface SnatEntry {
  /** How the source was written: it does not change the match, only how the entry is told. */
  readonly scope: 'vpc' | 'vswitch' | 'cidr'
  readonly source: Cidr
  /** Each connection is hashed onto one of these, in this order (R4.15, R4.17); of a VPC NAT gateway its NAT IPs. */
  readonly eips: readonly Ipv4[]
  /** True: one client keeps one EIP (R4.16). */
  readonly affinity: boolean
  readonly origin: Origin
}

/** What of an EIP of the gateway goes to which instance (R4.20 to R4.22). */
export interface DnatEntry {
  /** Of a VPC NAT gateway a NAT IP. */
  readonly eip: Ipv4
  /** `ALL_PROTOCOLS` stands in an IP mapping and nowhere else. */
  readonly protocol: typeof TCP | typeof UDP | typeof ALL_PROTOCOLS
  /** Ports that are called; a range is mapped to one of equal size. */
  readonly ports: PortRange
  /** Private address of the instance, which must have no EIP (R4.23). */
  readonly to: Ipv4
  readonly toPorts: PortRange
  /** Takes ports above 1024 out of those of SNAT, where the EIP serves both (R4.29). */
  readonly portBreak: boolean
  readonly origin: Origin
}

/** Any, Any, Any: the EIP is the instance's own in both directions (R4.22). */
export function isIpMapping({ protocol }: DnatEntry): boolean {
  return protocol === ALL_PROTOCOLS
}
