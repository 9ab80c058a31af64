/**
 * An endpoint of PrivateLink: ENIs in a consumer's VPC, one per chosen zone and all guarded by a security group of that
 * VPC, behind which is the service of somebody else (facts/vpc R8.9). Connections are opened towards the service only.
 */
import type { NetworkInterface } from './network-interface.ts'
import type { Origin } from './origin.ts'

export interface PrivateLinkEndpoint {
  readonly name: string
  readonly vpc: string
  readonly service: string
  readonly enis: readonly EndpointEni[]
  /** Its domain name, which leads to its ENI in the zone of the caller, else to the first (assumed). */
  readonly hostname: string
  readonly origin: Origin
}

/** `endpoint billing/shop-h` is the one of endpoint billing in vSwitch shop-h. */
export interface EndpointEni extends NetworkInterface {
  readonly zone: string
}

/** The name of the ENI of an endpoint in a vSwitch. No server can be called so. */
export function eniName(endpoint: string, vswitch: string): string {
  return `endpoint ${endpoint}/${vswitch}`
}

/** The ENI that a caller uses: the one in its own zone, else the first (assumed). */
export function eniFor({ enis }: PrivateLinkEndpoint, zone: string | undefined): EndpointEni {
  return enis.find((eni) => eni.zone === zone) ?? enis[0]!
}
