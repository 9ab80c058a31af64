/**
 * What the data path knows of a VPC: which destinations it treats as private (facts/vpc R1.21 to R1.23), the route table
 * and the network ACL of each vSwitch, and whether an IPv4 gateway stands between it and the Internet (R2.21).
 */
import type { Vpc, VSwitch } from '../cloud/vpc.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { PRIVATE_BY_DEFAULT } from '../net/special-ranges.ts'
import { type CompiledAcl, compileAcl } from './acl-table.ts'
import { compileRouting, type RoutingInputs, type RoutingTable } from './routing-table.ts'

export interface VpcTable {
  readonly vpc: Vpc
  readonly vswitches: readonly VSwitch[]
  /** Numbers of its NAT gateways, in the order in which they were made. */
  readonly gateways: readonly number[]
  readonly peerings: readonly number[]
  /** The VPC's primary and secondary CIDRs. */
  readonly ownRanges: CidrSet
  readonly privateRanges: CidrSet
  readonly systemTable: RoutingTable
  /** By the number of the vSwitch; those on the system table are not in it (R2.1, R2.2). */
  readonly customTableOf: ReadonlyMap<number, RoutingTable>
  /** By the number of the vSwitch; those without an ACL are not in it (R6.1). */
  readonly aclOf: ReadonlyMap<number, CompiledAcl>
  /** An EIP needs a route to the IPv4 gateway (R2.21). */
  readonly isCentralised: boolean
}

export function compileVpc(inputs: RoutingInputs): VpcTable {
  const { vpc, vswitches, gateways, peerings, vswitchNumbers } = inputs
  const own = [vpc.cidr, ...vpc.secondaryCidrs]
  const [systemTable, ...customTables] = compileRouting(inputs)
  const byVSwitch = <T>(
    attached: readonly { readonly vswitches: readonly string[] }[],
    parts: readonly T[],
  ) =>
    new Map(
      attached.flatMap(({ vswitches: names }, at) =>
        names.map((name) => [vswitchNumbers.numberOf(name), parts[at]!] as const),
      ),
    )
  return {
    vpc,
    vswitches,
    gateways,
    peerings,
    ownRanges: CidrSet.of(own),
    privateRanges: CidrSet.of([...PRIVATE_BY_DEFAULT, ...own, ...vpc.userCidrs]),
    systemTable: systemTable!,
    customTableOf: byVSwitch(
      customTables.map(({ name }) => vpc.routeTables.find((table) => table.name === name)!),
      customTables,
    ),
    aclOf: byVSwitch(vpc.networkAcls, vpc.networkAcls.map(compileAcl)),
    isCentralised: vpc.ipv4Gateway !== undefined,
  }
}

/** The table of a vSwitch, which decides about everything that its ENIs send (R2.4). */
export function routingOf(vpc: VpcTable, vswitch: number): RoutingTable {
  return vpc.customTableOf.get(vswitch) ?? vpc.systemTable
}
