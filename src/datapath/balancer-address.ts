/**
 * By which addresses a load balancer is called: one for each zone of an ALB, among which DNS spreads its clients, or the one
 * of a CLB (facts/load-balancing 1.1, 2.1).
 */
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import type { Ipv4 } from '../net/ipv4.ts'

export function publicAddressesOf(balancer: LoadBalancer): readonly Ipv4[] {
  const all =
    balancer.kind === 'alb'
      ? balancer.zones.map(({ publicAddress }) => publicAddress)
      : [balancer.publicAddress]
  return all.filter((address) => address !== undefined)
}

export function privateAddressesOf(balancer: LoadBalancer): readonly Ipv4[] {
  if (balancer.kind === 'alb') return balancer.zones.map(({ address }) => address)
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
