/**
 * An endpoint service of PrivateLink (facts/vpc R8.9): what a provider offers to other VPCs. Its resource is an internal
 * load balancer, of which only this is modelled: it has an address in a vSwitch per zone, hears on one port, and hands a
 * connection to the first of its servers that runs. Servers see that address and not the consumer's (R8.10, assumed).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Protocol } from '../net/protocol.ts'
import type { Origin } from './origin.ts'

export interface EndpointService {
  readonly name: string
  readonly vpc: string
  /** One per zone that it serves. */
  readonly fronts: readonly ZoneAddress[]
  /** Names of servers of its VPC. */
  readonly servers: readonly string[]
  readonly protocol: Protocol
  readonly port: number
  /** The port of the servers. */
  readonly serverPort: number
  readonly origin: Origin
}

/** An address of a resource that has one in each zone. */
export interface ZoneAddress {
  readonly vswitch: string
  readonly zone: string
  readonly address: Ipv4
}
