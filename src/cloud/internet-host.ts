/** Somebody on the Internet: a client, or with a port a service, maybe behind a whitelist of source addresses. */

import type { Cidr } from '../net/cidr.ts'
import type { CidrSet } from '../net/cidr-set.ts'
import type { CidrSet6 } from '../net/cidr-set6.ts'
import type { Cidr6 } from '../net/cidr6.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Ipv6 } from '../net/ipv6.ts'
import type { Origin } from './origin.ts'

export interface InternetHost {
  readonly name: string
  readonly address: Ipv4
  readonly ipv6?: Ipv6
  /** The port it serves; without one it is only a client. */
  readonly port?: number
  /** Who may call it; without one everybody may. It compares the translated source (facts/vpc R9.3). */
  readonly whitelist?: Whitelist
  readonly origin: Origin
}

export interface Whitelist {
  readonly entries: readonly WhitelistEntry[]
  readonly set: CidrSet
  /** Its IPv6 entries; absent where there are none, and then it lets no IPv6 source in. */
  readonly ipv6?: { readonly entries: readonly WhitelistEntry6[]; readonly set: CidrSet6 }
  readonly origin: Origin
}

export interface WhitelistEntry {
  readonly cidr: Cidr
  /** As the user wrote it. */
  readonly text: string
  readonly origin: Origin
}

export interface WhitelistEntry6 {
  readonly cidr: Cidr6
  readonly text: string
  readonly origin: Origin
}
