/**
 * An inference gateway of PAI-EAS as it was ordered: facts/deployment B.1 to B.3, B.5; seed 002. `gateway-front.ts` turns it into
 * load balancers, which is what the data path, pools and requests know of it.
 */
import type { CidrSet } from '../net/cidr-set.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { AlertRule } from './alert-rule.ts'
import type { BalancerZone } from './load-balancer.ts'
import type { Origin } from './origin.ts'

export type Gateway = SharedGateway | AlbGateway | ManagedGateway

interface GatewayCommon {
  readonly name: string
  /** Services that name no gateway take it (seed 002). At most one in a file. */
  readonly isDefault: boolean
  /** In a run: what was ordered and does not hold yet, `domains.api.example.com` or `vpcs.shop`; empty: all of it. */
  readonly underWay?: readonly { readonly part: string; readonly dueUs: number }[]
  /** In a run: VPCs whose link has been removed, until they are linked again. */
  readonly removedLinks?: readonly string[]
  readonly origin: Origin
}

/** Fixed policy and bandwidth shared with others; 1,000 qps for a service, 10,000 for a service group (B.1). */
export interface SharedGateway extends GatewayCommon {
  readonly kind: 'shared'
  readonly publicAddress: Ipv4
  /** In 100.64.0.0/10, called from every VPC of the region; the documents give a name only (assumed). */
  readonly internalAddress: Ipv4
}

/** A logical record that costs nothing; each side that is enabled has an ALB of its own in the user's account (seed 002). */
export interface AlbGateway extends GatewayCommon {
  readonly kind: 'alb'
  readonly internet?: AlbSide
  /** Where its vSwitches can be (seed 002); absent: in all zones of the region. */
  readonly supportedZones?: readonly string[]
  /** The `VPC` tab. Of the same VPC as the other side. */
  readonly intranet?: AlbSide
}

export interface AlbSide {
  readonly vpc: string
  /** One vSwitch a zone, at least two zones. */
  readonly zones: readonly BalancerZone[]
  /** An HTTPS listener at 443 beside HTTP at 80, where there are any. */
  readonly certificates: readonly string[]
  readonly origin: Origin
}

/** Nodes of one specification, bought for this gateway alone. */
export interface ManagedGateway extends GatewayCommon {
  readonly kind: 'managed'
  /** Where the vSwitches of its links can be (seed 002); absent: in all zones of the region. */
  readonly supportedZones?: readonly string[]
  readonly spec: GatewaySpec
  readonly nodes: number
  readonly internet: InternetEntry
  /** By VPC; any zone of a linked VPC may call. */
  readonly links: readonly VpcLink[]
  readonly domains: readonly GatewayDomain[]
  /** All off by default (seed 002). */
  readonly logs: boolean
  readonly metrics: boolean
  /** Absent: alerts are not enabled. */
  readonly alerts?: readonly AlertRule[]
}

export type GatewaySpec = '2c4g' | '4c8g' | '8c16g' | '16c32g'

/** Closed until it is switched on, and then for everybody who is not on the list (seed 002). */
export interface InternetEntry {
  readonly isOn: boolean
  readonly whitelist: GatewayWhitelist
  readonly publicAddress: Ipv4
}

/** At most 15 ranges; empty admits nobody (B.3). */
export interface GatewayWhitelist {
  readonly set: CidrSet
  /** As they were written. */
  readonly texts: readonly string[]
  readonly origin: Origin
}

export interface VpcLink {
  readonly vpc: string
  readonly vswitch: string
  /** What the gateway's name stands for inside this VPC. */
  readonly address: Ipv4
  /** `0.0.0.0/0` unless it was changed (seed 002). Asked for the private source. */
  readonly whitelist: GatewayWhitelist
  /** On at most one link (seed 002): who reaches this VPC over a CEN or a peering can resolve the name, too. */
  readonly hasAuthoritativeDns: boolean
  /** The VPC is of another account, same region: behind a feature that is enabled by ticket. */
  readonly account?: string
  /** Where the VPC is, if it is not the region of the file: refused (seed 002). */
  readonly region?: string
  readonly origin: Origin
}

export interface GatewayDomain {
  readonly domain: string
  readonly side: 'internet' | 'intranet'
  /** Absent: HTTP only. */
  readonly certificate?: string
  readonly origin: Origin
}

/** The name of the entry of a gateway among the load balancers; no name in a file can be like that. A shared gateway has one, `gateway/NAME/internet`, with both addresses. */
export function entryName(gateway: string, side: 'internet' | 'intranet', vpc?: string): string {
  return vpc === undefined ? `gateway/${gateway}/${side}` : `gateway/${gateway}/${side}/${vpc}`
}

/** Was this load balancer, group or rule made of a gateway? */
export function isOfGateway(name: string): boolean {
  return name.startsWith('gateway/')
}

/** `gateway/front` of the names that `entryName` makes. */
export function gatewayOfEntry(entry: string): string {
  return entry.split('/', 2).join('/')
}
