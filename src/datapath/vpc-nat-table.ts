/** What the data path knows of a VPC NAT gateway: the same as of an Internet one, with NAT IPs in the place of EIPs (facts/vpc 4.6). */
import type { VpcNatGateway } from '../cloud/vpc-nat-gateway.ts'
import { compileEntries, type SnatTable } from './nat-table.ts'
import type { Numbering } from './numbering.ts'
import type { Readings } from './readings.ts'

export interface VpcNatTable extends SnatTable {
  readonly gateway: VpcNatGateway
  /** Numbers of its VPC, and of the vSwitch that it lives in and whose table it routes by. */
  readonly vpc: number
  readonly vswitch: number
}

export function compileVpcNat(
  gateway: VpcNatGateway,
  vpcs: Numbering,
  vswitches: Numbering,
  { asksEachEip }: Readings,
): VpcNatTable {
  return {
    gateway,
    vpc: vpcs.numberOf(gateway.vpc),
    vswitch: vswitches.numberOf(gateway.vswitch),
    ...compileEntries(gateway.snat, gateway.natIps, asksEachEip),
  }
}
