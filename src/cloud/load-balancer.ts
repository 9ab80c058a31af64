/**
 * A load balancer as the data path knows it: addresses, and listeners at their ports (facts/load-balancing 1.1, 2.1). What
 * SAE rents in somebody's name – an Ingress, a Service – is turned into one before anybody asks it.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Listener } from './listener.ts'
import type { Origin } from './origin.ts'

export type LoadBalancer = Alb | Clb | Nlb | EasEntry

export interface Alb extends BalancerCommon {
  readonly kind: 'alb'
  readonly edition: AlbEdition
  /** At least two where the region has as many; one vSwitch a zone (1.1). */
  readonly zones: readonly BalancerZone[]
  /** Guard the listeners; none: everybody is admitted (1.1). */
  readonly securityGroups: readonly string[]
}

export type AlbEdition = 'basic' | 'standard' | 'waf'

export interface Clb extends BalancerCommon {
  readonly kind: 'clb'
  /** An `internet` CLB has a public address and none in a VPC; an `intranet` one the other way round, plus perhaps an EIP (2.1). */
  readonly address?: { readonly vswitch: string; readonly ip: Ipv4 }
  readonly publicAddress?: Ipv4
  /** Hash schedulers are for high-performance instances only (2.2). */
  readonly isHighPerformance: boolean
}

/**
 * A way into a shared or fully managed gateway of EAS: its public one, or that of a linked VPC (facts/deployment B.1, B.3). Its
 * listeners speak the rule language of ALB, in which `gateway-front.ts` says what leads to which service.
 */
export interface EasEntry extends BalancerCommon {
  readonly kind: 'eas'
  /** Its `vpc` is the network of EAS; its address may be in another. */
  readonly gateway: string
  /** Absent on the public side, and of a shared gateway. */
  readonly address?: { readonly vswitch: string; readonly ip: Ipv4 }
  /** Of a shared gateway for callers in a VPC, in 100.64.0.0/10. */
  readonly serviceAddress?: Ipv4
  readonly publicAddress?: Ipv4
}

/** Of layer 4, with a node in each of its zones as an ALB has (2a.1). */
export interface Nlb extends BalancerCommon {
  readonly kind: 'nlb'
  /** At least two where the region has as many; one vSwitch a zone (2a.1). */
  readonly zones: readonly BalancerZone[]
  /** Guard the listeners; none: everybody is admitted (2a.1). It has no access lists. */
  readonly securityGroups: readonly string[]
  /** False: a node knows only the servers of its zone. */
  readonly crossZone: boolean
}

/** With a node, hence addresses, in each of its zones. */
export type ZonedBalancer = Alb | Nlb

export function isZoned(balancer: LoadBalancer): balancer is ZonedBalancer {
  return balancer.kind === 'alb' || balancer.kind === 'nlb'
}

interface BalancerCommon {
  readonly name: string
  /** Where its servers are. */
  readonly vpc: string
  readonly network: 'internet' | 'intranet'
  /** By name, in the order of the file; ports are unique, but for QUIC beside HTTPS (1.2). */
  readonly listeners: ReadonlyMap<string, Listener>
  /** Its domain name: of an ALB or NLB, which are called by it (1.1, 2a.1), `NAME.alb.example`, a form of ours. */
  readonly hostname: string
  readonly origin: Origin
}

/** The node of an ALB or NLB in a zone. */
export interface BalancerZone {
  readonly zone: string
  readonly vswitch: string
  /** The address that is called inside the VPC. */
  readonly address: Ipv4
  /** The EIP of an `internet` one in this zone. */
  readonly publicAddress?: Ipv4
  /** What servers see as the source of requests and probes (1.1); of an NLB that keeps clients, of probes alone (2a.3). */
  readonly localAddresses: readonly Ipv4[]
}

/** Every private address that a balancer takes of a vSwitch: those that are called, and Local IPs (1.1). */
export function privateAddressesOf(
  balancer: LoadBalancer,
): { readonly vswitch: string; readonly address: Ipv4 }[] {
  if (isZoned(balancer))
    return balancer.zones.flatMap(({ vswitch, address, localAddresses }) =>
      [address, ...localAddresses].map((each) => ({ vswitch, address: each })),
    )
  const { address } = balancer
  return address === undefined ? [] : [{ vswitch: address.vswitch, address: address.ip }]
}
