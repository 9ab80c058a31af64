/** A VPC and its vSwitches: facts/vpc sections 1.1 and 1.2. */
import type { Cidr } from '../net/cidr.ts'
import type { Prefix6 } from '../net/cidr6.ts'
import type { VpcIpv6 } from './ipv6.ts'
import type { NetworkAcl } from './network-acl.ts'
import type { Origin } from './origin.ts'
import type { Ipv4Gateway, RouteTable } from './route-table.ts'

export interface Vpc {
  readonly name: string
  readonly cidr: Cidr
  readonly secondaryCidrs: readonly Cidr[]
  /** Ranges to be treated as private although they are public (facts/vpc R1.20). */
  readonly userCidrs: readonly Cidr[]
  readonly networkAcls: readonly NetworkAcl[]
  /** The system table where something was added to it, and the custom ones. */
  readonly routeTables: readonly RouteTable[]
  /** Absent: the VPC is in direct mode, and an EIP asks no route (facts/vpc R2.20). */
  readonly ipv4Gateway?: Ipv4Gateway
  /** Where its IPv4 gateway was deleted in Internet mode `private`: nobody gets out or in by IPv4 any more (R2.24). */
  readonly leftPrivate?: Origin
  /** Absent: the VPC has IPv4 alone. */
  readonly ipv6?: VpcIpv6
  readonly origin: Origin
}

/** A vSwitch lies in one zone (R1.10); its name is unique in the scenario. */
export interface VSwitch {
  readonly name: string
  readonly vpc: string
  readonly zone: string
  readonly cidr: Cidr
  /** A /64 of the VPC's IPv6 blocks (R1.15). */
  readonly ipv6Cidr?: Prefix6
  readonly origin: Origin
}
