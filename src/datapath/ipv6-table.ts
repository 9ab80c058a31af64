/**
 * What the data path knows of IPv6: who has which address, the local routes of a VPC, which route tables lead to the IPv6
 * gateway, and what that gateway lets in and out (facts/vpc R8.1 to R8.4). Only servers and Internet hosts have IPv6
 * addresses here. A file without IPv6 costs nothing.
 */
import type { Ipv6Bandwidth, Ipv6EgressOnly, Ipv6Gateway, Ipv6Route } from '../cloud/ipv6.ts'
import { SYSTEM_TABLE } from '../cloud/route-table.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Vpc } from '../cloud/vpc.ts'
import { type Prefix6, prefix6Of } from '../net/cidr6.ts'
import { type Ipv6, ipv6ToBigInt } from '../net/ipv6.ts'
import { PrefixTable6 } from '../net/prefix-table6.ts'
import { RuleTable6 } from './ipv6-rule-table.ts'
import type { Numbers } from './tables.ts'

export interface Ipv6Tables {
  /** Who has an address: a server, whose number is its slot, or somebody on the Internet. */
  readonly holders: PrefixTable6<Holder6>
  /** By number; absent where the VPC has IPv4 alone. */
  readonly vpcs: ReadonlyMap<number, VpcTable6>
  /** By number of the owner; absent for whoever has no IPv6 address. */
  readonly rules: ReadonlyMap<number, Rules6>
}

export interface Holder6 {
  readonly kind: 'server' | 'host'
  readonly number: number
}

export interface Rules6 {
  readonly ingress: RuleTable6
  readonly egress: RuleTable6
}

export interface VpcTable6 {
  readonly vpc: Vpc
  /** Numbers of vSwitches by their blocks: the local routes of every table, which nothing overrides (R2.9). */
  readonly local: PrefixTable6<number>
  readonly systemTable: RoutingTable6
  /** By the number of the vSwitch; those on the system table are not in it. */
  readonly customTableOf: ReadonlyMap<number, RoutingTable6>
  readonly gateway: GatewayTable6 | undefined
}

/** The only custom route leads everywhere (R8.4), so a table has it or not. */
export interface RoutingTable6 {
  readonly name: string
  readonly toGateway: Ipv6Route | undefined
}

export interface GatewayTable6 {
  readonly gateway: Ipv6Gateway
  /** By number of the server, those with more than nothing. */
  readonly bandwidths: ReadonlyMap<number, Ipv6Bandwidth>
  readonly egressOnly: ReadonlyMap<number, Ipv6EgressOnly>
}

const NOTHING: Ipv6Tables = { holders: PrefixTable6.of([]), vpcs: new Map(), rules: new Map() }

export function compileIpv6(topology: Topology, numbers: Numbers): Ipv6Tables {
  const vpcs = [...topology.vpcs.values()].filter(({ ipv6 }) => ipv6 !== undefined)
  const servers = [...topology.servers.values()].filter(({ ipv6 }) => ipv6 !== undefined)
  if (vpcs.length === 0 && servers.length === 0) return NOTHING
  const rules = servers.map(({ name, securityGroups }): [number, Rules6] => {
    const groups = securityGroups.map((group) => topology.securityGroups.get(group)!)
    const table = (direction: 'ingress' | 'egress') =>
      RuleTable6.of(
        groups.flatMap((group) => group[direction]),
        numbers.securityGroups,
      )
    return [numbers.owners.numberOf(`server/${name}`), { ingress: table('ingress'), egress: table('egress') }]
  })
  return {
    holders: holdersOf(topology, numbers),
    vpcs: new Map(vpcs.map((vpc) => [numbers.vpcs.numberOf(vpc.name), compileVpc6(vpc, topology, numbers)])),
    rules: new Map(rules),
  }
}

function holdersOf({ servers, internet }: Topology, numbers: Numbers): PrefixTable6<Holder6> {
  const known = new Map<bigint, { prefix: Prefix6; value: Holder6 }>()
  const add = (address: Ipv6 | undefined, value: Holder6) => {
    if (address === undefined || known.has(ipv6ToBigInt(address))) return
    known.set(ipv6ToBigInt(address), { prefix: prefix6Of(address, 128), value })
  }
  for (const { name, ipv6 } of servers.values())
    add(ipv6, { kind: 'server', number: numbers.servers.numberOf(name) })
  for (const { name, ipv6 } of internet.values())
    add(ipv6, { kind: 'host', number: numbers.hosts.numberOf(name) })
  return PrefixTable6.of(known.values())
}

function compileVpc6(vpc: Vpc, { vswitches }: Topology, numbers: Numbers): VpcTable6 {
  const local = [...vswitches.values()].flatMap(({ name, vpc: of, ipv6Cidr }) =>
    of !== vpc.name || ipv6Cidr === undefined
      ? []
      : [{ prefix: ipv6Cidr, value: numbers.vswitches.numberOf(name) }],
  )
  const tables = vpc.routeTables.map(({ name, ipv6Routes = [] }): RoutingTable6 => {
    return { name, toGateway: ipv6Routes[0] }
  })
  const customTableOf = vpc.routeTables.flatMap(({ name, vswitches: names }, at) =>
    name === SYSTEM_TABLE
      ? []
      : names.map((vswitch): [number, RoutingTable6] => [numbers.vswitches.numberOf(vswitch), tables[at]!]),
  )
  return {
    vpc,
    local: PrefixTable6.of(local),
    systemTable: tables.find(({ name }) => name === SYSTEM_TABLE) ?? {
      name: SYSTEM_TABLE,
      toGateway: undefined,
    },
    customTableOf: new Map(customTableOf),
    gateway: vpc.ipv6?.gateway && compileGateway6(vpc.ipv6.gateway, numbers),
  }
}

function compileGateway6(gateway: Ipv6Gateway, { servers }: Numbers): GatewayTable6 {
  return {
    gateway,
    bandwidths: new Map(
      gateway.bandwidths.filter(({ mbps }) => mbps > 0).map((one) => [servers.numberOf(one.server), one]),
    ),
    egressOnly: new Map(gateway.egressOnly.map((one) => [servers.numberOf(one.server), one])),
  }
}

/** The table of a vSwitch, which decides about everything that its ENIs send (R2.4). */
export function routing6Of(vpc: VpcTable6, vswitch: number): RoutingTable6 {
  return vpc.customTableOf.get(vswitch) ?? vpc.systemTable
}
