/**
 * A HaVip: a private address that several servers may hold, one at a time (facts/vpc 2.2, 3.1). Which one does is settled
 * between the guests; here it is the active member while it runs, else the next one in the order of the file that does.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Origin } from './origin.ts'

export interface HaVip {
  readonly name: string
  readonly vpc: string
  readonly vswitch: string
  readonly address: Ipv4
  /** Names of ENIs in its vSwitch: `fw`, `fw/eth1`. */
  readonly members: readonly string[]
  /** One of the members. */
  readonly active: string
  readonly eip?: Ipv4
  readonly origin: Origin
}
