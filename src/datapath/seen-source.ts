/** Which source servers behind a load balancer see: the client itself, or an address of the balancer (facts/load-balancing 1.1, 2.2, 2.3, 2a.3). */
import type { Listener } from '../cloud/listener.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import type { Choice } from './balancer-choice.ts'
import type { BalancerNode } from './balancer-table.ts'
import type { Decision } from './decision.ts'
import type { Tables } from './tables.ts'
import { chooseWay } from './ways.ts'

/** Told for all of 100.64.0.0/10, from where CLB calls its servers at layer 7 (2.3). */
export const CLB_SOURCE: Ipv4 = ipv4(100, 64, 0, 1)

/** Servers behind layer 4 see the client itself, unless their group of NLB says otherwise (2.2, 2a.3). */
export function isClientKept({ balancers }: Tables, listener: Listener, { key }: Choice): boolean {
  if (listener.kind === 'nlb') return balancers.pools.get(key)?.nlb?.preservesClient === true
  return listener.kind === 'clbStream'
}

/** Any of the node's Local IPs, or an address of CLB. */
export function sourceOf(decision: Decision, { zone }: BalancerNode): Ipv4 {
  if (zone === undefined) return CLB_SOURCE
  const { localAddresses, address } = zone
  return localAddresses.length === 0
    ? address
    : localAddresses[chooseWay(decision, localAddresses.length, 0)]!
}
