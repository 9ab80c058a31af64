/**
 * IPv6 of a VPC: its blocks, and the IPv6 gateway between its addresses and the Internet (facts/vpc R8.1 to R8.4). The
 * addresses are globally unique and yet private until Internet bandwidth is bought for each; nobody translates them.
 */

import { type Cidr6, contains6, type Prefix6, prefix6Of } from '../net/cidr6.ts'
import type { Ipv6 } from '../net/ipv6.ts'
import type { Origin } from './origin.ts'

export interface VpcIpv6 {
  /** The first block, then the secondary ones. */
  readonly cidrs: readonly Prefix6[]
  /** At most one (R8.1). */
  readonly gateway?: Ipv6Gateway
}

/** How many egress-only rules a gateway may have goes by its edition (R8.3). */
export type Ipv6Edition = 'free' | 'medium' | 'large'

export interface Ipv6Gateway {
  readonly edition: Ipv6Edition
  /** Whose address has Internet bandwidth; all others are private (R8.1). */
  readonly bandwidths: readonly Ipv6Bandwidth[]
  /** Whose address takes only the replies to what it has opened itself (R8.2). */
  readonly egressOnly: readonly Ipv6EgressOnly[]
  readonly origin: Origin
}

export interface Ipv6Bandwidth {
  readonly server: string
  /** Megabits per second; 0 is as good as none. */
  readonly mbps: number
  readonly origin: Origin
}

export interface Ipv6EgressOnly {
  readonly server: string
  readonly origin: Origin
}

/** The next hop `ipv6Gateway`. */
export interface Ipv6Hop {
  readonly kind: 'ipv6Gateway'
}

/** A custom route of IPv6: its only next hop is the IPv6 gateway (R2.2, R8.4). */
export interface Ipv6Route {
  readonly destination: Prefix6
  /** Where it stands among all routes of the table. */
  readonly index: number
  readonly origin: Origin
}

/** The only custom destination (R8.4). */
export const ANYWHERE6: Prefix6 = prefix6Of([0, 0, 0, 0], 0)

/** Global unicast, as IANA gives it out: what is elsewhere nobody on the Internet has. */
export const GLOBAL_UNICAST: Prefix6 = prefix6Of([0x2000_0000, 0, 0, 0], 3)

export function isInternetAddress6(address: Ipv6): boolean {
  return contains6(GLOBAL_UNICAST, address)
}

/** How many addresses at the end of a vSwitch's block are the cloud's; the first is as well (R1.15). */
export const RESERVED_AT_END = 9

/** Can the cloud give this address to somebody in the block (R1.15)? */
export function isAllocatable6(address: Ipv6, { first, last }: Cidr6): boolean {
  if (!contains6({ first, last }, address)) return false
  const [a, b, c, d] = address
  const atFirst = a === first[0] && b === first[1] && c === first[2] && d === first[3]
  const isNearEnd = a === last[0] && b === last[1] && c === last[2]
  return !atFirst && !(isNearEnd && d > last[3] - RESERVED_AT_END)
}
