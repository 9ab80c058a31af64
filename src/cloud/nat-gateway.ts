/** An Internet NAT gateway and its SNAT entries: facts/vpc sections 4.1 and 4.2. */
import type { Cidr } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Origin } from './origin.ts'

export interface NatGateway {
  readonly name: string
  readonly vpc: string
  /** The gateway takes one private address from this vSwitch (R4.2). */
  readonly vswitch: string
  readonly eips: readonly Ipv4[]
  readonly snat: readonly SnatEntry[]
  readonly origin: Origin
}

/** Longest source mask wins among the entries of a gateway (R4.11). */
export interface SnatEntry {
  /** How the source was written: it does not change the match, only how the entry is told. */
  readonly scope: 'vpc' | 'vswitch' | 'cidr'
  readonly source: Cidr
  /** Each connection is hashed onto one of these, in this order (R4.15, R4.17). */
  readonly eips: readonly Ipv4[]
  /** True: one client keeps one EIP (R4.16). */
  readonly affinity: boolean
  readonly origin: Origin
}
