/** From where balancers call their servers: what a rule or list must let in as a whole, for any of it may be used. */
import type { Cidr } from '../net/cidr.ts'
import { prefixOf } from '../net/cidr.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import { CLB_SOURCE } from './seen-source.ts'
import type { Tables } from './tables.ts'

/** CLB calls from all of it (facts/load-balancing 2.3). */
const CLB_SOURCES = prefixOf(ipv4(100, 64, 0, 0), 10)

/** The block around an address that a balancer calls from: the vSwitch of a node of ALB or NLB (1.1, 2a.3), or that of CLB. */
export function sourcesAround({ balancers, vswitches }: Tables, address: Ipv4): Cidr | undefined {
  if (address === CLB_SOURCE) return CLB_SOURCES
  for (const { zone, vswitch } of balancers.nodes)
    if (zone?.localAddresses.includes(address)) return vswitches[vswitch]!.cidr
  return undefined
}
