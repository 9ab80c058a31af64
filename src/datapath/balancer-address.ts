/**
 * By which addresses a load balancer is called: one for each zone of an ALB or NLB, among which DNS spreads its clients, or the one
 * of a CLB (facts/load-balancing 1.1, 2.1).
 */
import { isZoned, type LoadBalancer } from '../cloud/load-balancer.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'

/** The VPC of its private addresses: the entry of a gateway of EAS has one in a VPC that is not that of its servers. */
export function vpcCalledIn({ vswitches }: Topology, balancer: LoadBalancer): string {
  const own = balancer.kind === 'eas' ? balancer.address?.vswitch : undefined
  return own === undefined ? balancer.vpc : vswitches.get(own)!.vpc
}

export function publicAddressesOf(balancer: LoadBalancer): readonly Ipv4[] {
  const all = isZoned(balancer)
    ? balancer.zones.map(({ publicAddress }) => publicAddress)
    : [balancer.publicAddress]
  return all.filter((address) => address !== undefined)
}

export function privateAddressesOf(balancer: LoadBalancer): readonly Ipv4[] {
  if (isZoned(balancer)) return balancer.zones.map(({ address }) => address)
  return balancer.address === undefined ? [] : [balancer.address.ip]
}

/** What its name stands for: public addresses of an `internet` one, also inside its VPC. */
export function namedAddressesOf(balancer: LoadBalancer): readonly Ipv4[] {
  return balancer.network === 'internet' ? publicAddressesOf(balancer) : privateAddressesOf(balancer)
}

/** What a caller calls; `via` chooses between the two sides. */
export function addressesCalled(
  balancer: LoadBalancer,
  isOutside: boolean,
  via: 'internal' | 'public' | undefined,
): readonly Ipv4[] {
  if (isOutside || via === 'public') return publicAddressesOf(balancer)
  return via === 'internal' ? privateAddressesOf(balancer) : namedAddressesOf(balancer)
}
