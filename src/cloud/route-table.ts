/** Route tables as they are written, and the IPv4 gateway: facts/vpc sections 2.1 to 2.5. */
import type { Cidr } from '../net/cidr.ts'
import type { Ipv6Route } from './ipv6.ts'
import type { Origin } from './origin.ts'
import type { WeightedHop } from './router-interface.ts'

/** The table of every vSwitch that no custom table has (R2.1, R2.2). */
export const SYSTEM_TABLE = 'system'

/** What was added to a table; local routes and the one to cloud services are in each by themselves (R2.5). */
export interface RouteTable {
  /** `SYSTEM_TABLE`, or the name of a custom table. */
  readonly name: string
  /** The vSwitches of a custom table. */
  readonly vswitches: readonly string[]
  readonly routes: readonly CustomRoute[]
  /** Those of IPv6, which lead to the IPv6 gateway; absent where there are none. */
  readonly ipv6Routes?: readonly Ipv6Route[]
  /** Those to prefix lists; absent where there are none. `custom-routes.ts` writes them out. */
  readonly listRoutes?: readonly PrefixListRoute[]
  readonly origin: Origin
}

export interface CustomRoute {
  readonly destination: Cidr
  readonly nextHop: NextHop
  /** The prefix list that it is of; absent for a static route. */
  readonly list?: string
  readonly origin: Origin
}

/** A route to a prefix list: one for each of its blocks (R2.18). */
export interface PrefixListRoute {
  readonly list: string
  readonly cidrs: readonly Cidr[]
  /** The maximum size of the list. */
  readonly maxEntries: number
  readonly nextHop: NextHop
  /** Place among the routes of the file. */
  readonly index: number
  readonly origin: Origin
}

/** Where the static route at `index` stands in the file, among those of IPv6 and those to prefix lists. */
export function placeAmongRoutes({ ipv6Routes = [], listRoutes = [] }: RouteTable, index: number): number {
  const others = [...ipv6Routes, ...listRoutes].map((other) => other.index).sort((a, b) => a - b)
  let place = index
  for (const taken of others) if (taken <= place) place++
  return place
}

/** Next hops live in the VPC of the table (R2.4); a peering is in both of its VPCs (R7.2). */
export type NextHop =
  | { readonly kind: 'natGateway'; readonly name: string }
  | { readonly kind: 'peering'; readonly name: string }
  | { readonly kind: 'ipv4Gateway' }
  /** `hops` are one, or for ECMP two to four (R2.17); `name` is the first. */
  | { readonly kind: 'routerInterface'; readonly name: string; readonly hops: readonly WeightedHop[] }
  /** An ENI of a server: `fw` is the primary one, `fw/eth1` a secondary one. */
  | { readonly kind: 'server'; readonly name: string }
  | { readonly kind: 'haVip'; readonly name: string }
  /** The transit router of a CEN, through the attachment of the table's VPC (R7.7). */
  | { readonly kind: 'cen'; readonly name: string }

/** An active IPv4 gateway: its VPC is in centralised mode (R2.21). */
export interface Ipv4Gateway {
  /** Tables that got 0.0.0.0/0 to the gateway when it was activated (R2.22). */
  readonly routeTables: readonly string[]
  /** The gateway route table: where packets from the Internet go for these private addresses (R2.3). */
  readonly inboundRoutes: readonly CustomRoute[]
  readonly origin: Origin
}

/** `natGateway/exit`, `peering/office`, `ipv4Gateway`: a next hop as people write it. */
export function formatNextHop(nextHop: NextHop): string {
  if (nextHop.kind === 'ipv4Gateway') return nextHop.kind
  if (nextHop.kind === 'routerInterface')
    return nextHop.hops.map(({ name }) => `routerInterface/${name}`).join(' or ')
  return `${nextHop.kind}/${nextHop.name}`
}
