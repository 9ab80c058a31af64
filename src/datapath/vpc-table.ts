/**
 * What the data path knows of a VPC: which destinations it treats as private (facts/vpc R1.21 to R1.23), the route table
 * and the network ACL of each vSwitch, and whether an IPv4 gateway stands between it and the Internet (R2.21).
 */
import type { LearnedRoute } from '../cloud/transit-routes.ts'
import type { Vpc, VSwitch } from '../cloud/vpc.ts'
import type { VpcNatGateway } from '../cloud/vpc-nat-gateway.ts'
import { CidrSet } from '../net/cidr-set.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { PRIVATE_BY_DEFAULT } from '../net/special-ranges.ts'
import { type CompiledAcl, compileAcl } from './acl-table.ts'
import { compileInbound, compileRouting, type RoutingInputs, type RoutingTable } from './routing-table.ts'

export interface VpcTable {
  readonly vpc: Vpc
  readonly vswitches: readonly VSwitch[]
  /** Numbers of its NAT gateways, in the order in which they were made. */
  readonly gateways: readonly number[]
  readonly peerings: readonly number[]
  /** Numbers of the ENIs of its servers, and of its HaVips. */
  readonly servers: readonly number[]
  readonly haVips: readonly number[]
  readonly vpcNatGateways: readonly VpcNatGateway[]
  /** NAT IPs of these, and the number of the gateway of each. */
  readonly natIps: ReadonlyMap<Ipv4, number>
  readonly routerInterfaces: readonly number[]
  /** Numbers of the CENs that it is attached to, and what it learns from them. */
  readonly cens: readonly number[]
  readonly learned: readonly LearnedRoute[]
  /** The VPC's primary and secondary CIDRs. */
  readonly ownRanges: CidrSet
  readonly privateRanges: CidrSet
  readonly systemTable: RoutingTable
  /** By the number of the vSwitch; undefined for those on the system table (R2.1, R2.2). */
  readonly customTableOf: readonly (RoutingTable | undefined)[]
  /** By the number of the vSwitch; undefined for those without an ACL (R6.1). */
  readonly aclOf: readonly (CompiledAcl | undefined)[]
  /** The gateway route table, where the IPv4 gateway has routes of its own (R2.3). */
  readonly inboundTable: RoutingTable | undefined
  /** An EIP needs a route to the IPv4 gateway (R2.21). */
  readonly isCentralised: boolean
  /** No public address works, in either direction (R2.24). */
  readonly isLeftPrivate: boolean
}

export function compileVpc(inputs: RoutingInputs): VpcTable {
  const { vpc, vswitches, gateways, peerings, vpcNatGateways, routerInterfaces, vswitchNumbers } = inputs
  const own = [vpc.cidr, ...vpc.secondaryCidrs]
  const [systemTable, ...customTables] = compileRouting(inputs)
  // Arrays, because both are asked for every packet.
  const byVSwitch = <T>(
    attached: readonly { readonly vswitches: readonly string[] }[],
    parts: readonly T[],
  ) => {
    const found = vswitchNumbers.names.map((): T | undefined => undefined)
    attached.forEach(({ vswitches: names }, at) => {
      for (const name of names) found[vswitchNumbers.numberOf(name)] = parts[at]
    })
    return found
  }
  return {
    vpc,
    vswitches,
    gateways,
    peerings,
    servers: inputs.servers,
    haVips: inputs.haVips,
    inboundTable: compileInbound(inputs),
    vpcNatGateways,
    natIps: new Map(
      vpcNatGateways.flatMap(({ name, natIps }) =>
        natIps.map((natIp) => [natIp, inputs.vpcNatNumbers.numberOf(name)] as const),
      ),
    ),
    routerInterfaces,
    cens: inputs.cens,
    learned: inputs.learned,
    ownRanges: CidrSet.of(own),
    privateRanges: CidrSet.of([...PRIVATE_BY_DEFAULT, ...own, ...vpc.userCidrs]),
    systemTable: systemTable!,
    customTableOf: byVSwitch(
      customTables.map(({ name }) => vpc.routeTables.find((table) => table.name === name)!),
      customTables,
    ),
    aclOf: byVSwitch(vpc.networkAcls, vpc.networkAcls.map(compileAcl)),
    isCentralised: vpc.ipv4Gateway !== undefined,
    isLeftPrivate: vpc.leftPrivate !== undefined,
  }
}

/** The table of a vSwitch, which decides about everything that its ENIs send (R2.4). */
export function routingOf(vpc: VpcTable, vswitch: number): RoutingTable {
  return vpc.customTableOf[vswitch] ?? vpc.systemTable
}
