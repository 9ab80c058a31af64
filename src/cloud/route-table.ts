/** Route tables as they are written, and the IPv4 gateway: facts/vpc sections 2.1 to 2.5. */
import type { Cidr } from '../net/cidr.ts'
import type { Origin } from './origin.ts'

/** The table of every vSwitch that no custom table has (R2.1, R2.2). */
export const SYSTEM_TABLE = 'system'

/** What was added to a table; local routes and the one to cloud services are in each by themselves (R2.5). */
export interface RouteTable {
  /** `SYSTEM_TABLE`, or the name of a custom table. */
  readonly name: string
  /** The vSwitches of a custom table. */
  readonly vswitches: readonly string[]
  readonly routes: readonly CustomRoute[]
  readonly origin: Origin
}

export interface CustomRoute {
  readonly destination: Cidr
  readonly nextHop: NextHop
  readonly origin: Origin
}

/** Next hops live in the VPC of the table (R2.4); a peering is in both of its VPCs (R7.2). */
export type NextHop =
  | { readonly kind: 'natGateway'; readonly name: string }
  | { readonly kind: 'peering'; readonly name: string }
  | { readonly kind: 'ipv4Gateway' }

/** An active IPv4 gateway: its VPC is in centralised mode (R2.21). */
export interface Ipv4Gateway {
  /** Tables that got 0.0.0.0/0 to the gateway when it was activated (R2.22). */
  readonly routeTables: readonly string[]
  readonly origin: Origin
}

/** `natGateway/exit`, `peering/office`, `ipv4Gateway`: a next hop as people write it. */
export function formatNextHop(nextHop: NextHop): string {
  return nextHop.kind === 'ipv4Gateway' ? nextHop.kind : `${nextHop.kind}/${nextHop.name}`
}
