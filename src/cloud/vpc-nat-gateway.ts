/**
 * A VPC NAT gateway translates between private addresses: for VPCs that overlap, and for a fixed private source towards a
 * partner (facts/vpc R4.1, section 4.6). Its entries have the shape of those of an Internet NAT gateway, with NAT IPs in the
 * place of EIPs.
 */
import type { Cidr } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { DnatEntry, SnatEntry } from './nat-gateway.ts'
import type { Origin } from './origin.ts'

export interface VpcNatGateway {
  readonly name: string
  readonly vpc: string
  readonly vswitch: string
  /** Blocks outside of the VPC that NAT IPs may come from, besides the vSwitch. */
  readonly natCidrs: readonly Cidr[]
  /** The first is the default one, from its vSwitch. */
  readonly natIps: readonly Ipv4[]
  readonly snat: readonly SnatEntry[]
  readonly dnat: readonly DnatEntry[]
  /** Its NAT IPs answer ping (R4.6, assumed for NAT IPs). */
  readonly icmpReply: boolean
  readonly origin: Origin
}
