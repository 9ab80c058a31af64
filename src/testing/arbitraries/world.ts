/** A topology with those who are there: what a packet can be asked about. */
import type { Topology } from '../../cloud/topology.ts'
import type { Ipv4 } from '../../net/ipv4.ts'

export interface Eni {
  /** Absent: `app` is an application. ENIs of servers (`fw`, `fw/eth1`) come first, in the order of the topology, then those of endpoints. */
  readonly kind?: 'server' | 'endpoint'
  readonly app: string
  readonly vswitch: string
  /** As the guest sees it: with a cut-through EIP, that one (R3.2). */
  readonly address: Ipv4
  readonly eip: Ipv4 | undefined
  readonly answers: boolean
}

/** Slot numbers of packets are positions in `enis`. */
export interface World {
  readonly topology: Topology
  readonly enis: readonly Eni[]
}

/** Addresses of load balancers, the private and the public one of each node. */
export function balancerAddresses({ loadBalancers }: Topology): Ipv4[] {
  return [...loadBalancers.values()]
    .flatMap((balancer): readonly (Ipv4 | undefined)[] =>
      balancer.kind === 'alb' || balancer.kind === 'nlb'
        ? balancer.zones.flatMap(({ address, publicAddress }) => [address, publicAddress])
        : [balancer.address?.ip, balancer.publicAddress],
    )
    .filter((address) => address !== undefined)
}
