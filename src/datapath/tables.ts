/**
 * Where does a packet go? A topology, compiled so that a decision is a few look-ups on numbers. A changed topology is
 * compiled again with the previous tables at hand: numbers stay, and parts whose inputs are the same objects are shared.
 *
 * Limits of the model: IPv4, VPCs connected by peerings alone, next hops that are gateways or peerings.
 */
import type { App } from '../cloud/app.ts'
import type { InternetHost } from '../cloud/internet-host.ts'
import { isIpMapping } from '../cloud/nat-gateway.ts'
import type { Server } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { compileDatabase, type DatabaseTable } from './database-table.ts'
import { addressKey } from './live.ts'
import { compileNat, type NatTable } from './nat-table.ts'
import { Numbering } from './numbering.ts'
import { compileOwner, type OwnerTable, serverKey } from './owner-table.ts'
import { compilePeering, type PeeringTable } from './peering-table.ts'
import { compileVpc, type VpcTable } from './vpc-table.ts'

export interface Tables {
  readonly topology: Topology
  /** `numbers.owners.numberOf('shop')` is the index of an owner for `Live.attach`; the arrays below use it too. */
  readonly numbers: Numbers
  /** Everybody who has ENIs: applications, and under `server/NAME` servers. */
  readonly owners: readonly OwnerTable[]
  readonly databases: readonly DatabaseTable[]
  /** By vSwitch and internal address, as `addressKey` puts them together. */
  readonly databaseOfAddress: ReadonlyMap<number, number>
  readonly databaseOfPublicAddress: ReadonlyMap<Ipv4, number>
  readonly vswitches: readonly VSwitch[]
  readonly vpcs: readonly VpcTable[]
  readonly natGateways: readonly NatTable[]
  readonly peerings: readonly PeeringTable[]
  readonly hosts: readonly InternetHost[]
  readonly hostOfAddress: ReadonlyMap<Ipv4, number>
  readonly gatewayOfEip: ReadonlyMap<Ipv4, number>
  /** By VPC and private address, as `addressKey` puts them together: the EIP of an IP mapping (facts/vpc R4.22). */
  readonly mappedEip: ReadonlyMap<number, Ipv4>
  /** Name of the pool that an EIP belongs to. */
  readonly poolOfEip: ReadonlyMap<Ipv4, string>
}

export interface Numbers {
  readonly owners: Numbering
  /** The number of a server is its slot as well (`server-slots.ts`). */
  readonly servers: Numbering
  readonly databases: Numbering
  readonly vswitches: Numbering
  readonly vpcs: Numbering
  readonly natGateways: Numbering
  readonly peerings: Numbering
  readonly securityGroups: Numbering
  readonly hosts: Numbering
}

export function compileTables(topology: Topology, previous?: Tables): Tables {
  const numbers = numberNames(topology, previous?.numbers)
  const hosts = arrange(numbers.hosts, topology.internet, previous?.hosts, (host) => host)
  return {
    topology,
    numbers,
    owners: compileOwners(topology, numbers, previous?.owners),
    databases: compileDatabases(topology, numbers, previous?.databases),
    databaseOfAddress: firstOf(
      [...topology.databases.values()].map(({ name, vswitch, address }) => [
        addressKey(numbers.vswitches.numberOf(vswitch), address),
        numbers.databases.numberOf(name),
      ]),
    ),
    databaseOfPublicAddress: firstOf(
      [...topology.databases.values()].flatMap(({ name, publicAddress }) =>
        publicAddress === undefined ? [] : [[publicAddress, numbers.databases.numberOf(name)] as const],
      ),
    ),
    vswitches: arrange(numbers.vswitches, topology.vswitches, previous?.vswitches, (vswitch) => vswitch),
    vpcs: compileVpcs(topology, numbers, previous?.vpcs),
    natGateways: arrange(
      numbers.natGateways,
      topology.natGateways,
      previous?.natGateways,
      (gateway, before) =>
        before?.gateway === gateway ? before : compileNat(gateway, numbers.vpcs, numbers.vswitches),
    ),
    peerings: arrange(numbers.peerings, topology.peerings, previous?.peerings, (peering, before) =>
      before?.peering === peering ? before : compilePeering(peering, numbers.vpcs),
    ),
    hosts,
    hostOfAddress: firstOf(
      [...topology.internet.values()].map(({ address, name }) => [address, numbers.hosts.numberOf(name)]),
    ),
    gatewayOfEip: firstOf(
      [...topology.natGateways.values()].flatMap(({ name, eips }) =>
        eips.map((eip) => [eip, numbers.natGateways.numberOf(name)] as const),
      ),
    ),
    mappedEip: firstOf(
      [...topology.natGateways.values()].flatMap(({ vpc, eips, dnat }) =>
        dnat
          .filter((entry) => isIpMapping(entry) && eips.includes(entry.eip))
          .map(({ to, eip }) => [addressKey(numbers.vpcs.numberOf(vpc), to), eip] as const),
      ),
    ),
    poolOfEip: firstOf(
      [...topology.eipPools.values()].flatMap(({ name, addresses }) =>
        addresses.map((address) => [address, name] as const),
      ),
    ),
  }
}

function numberNames(topology: Topology, previous: Numbers | undefined): Numbers {
  return {
    owners: Numbering.of(ownersOf(topology).keys(), previous?.owners),
    servers: Numbering.of(topology.servers.keys(), previous?.servers),
    databases: Numbering.of(topology.databases.keys(), previous?.databases),
    vswitches: Numbering.of(topology.vswitches.keys(), previous?.vswitches),
    vpcs: Numbering.of(topology.vpcs.keys(), previous?.vpcs),
    natGateways: Numbering.of(topology.natGateways.keys(), previous?.natGateways),
    peerings: Numbering.of(topology.peerings.keys(), previous?.peerings),
    securityGroups: Numbering.of(topology.securityGroups.keys(), previous?.securityGroups),
    hosts: Numbering.of(topology.internet.keys(), previous?.hosts),
  }
}

function compileOwners(
  topology: Topology,
  numbers: Numbers,
  previous: readonly OwnerTable[] | undefined,
): OwnerTable[] {
  return arrange(numbers.owners, ownersOf(topology), previous, (owner, before) => {
    const groups = owner.securityGroups.map((name) => topology.securityGroups.get(name)!)
    if (before !== undefined && before.owner === owner && sameItems(before.securityGroups, groups))
      return before
    return compileOwner(owner, groups, numbers.vpcs, numbers.securityGroups)
  })
}

/** Everybody who has ENIs, applications first. */
function ownersOf({ apps, servers }: Topology): Map<string, App | Server> {
  const owners = new Map<string, App | Server>(apps)
  for (const server of servers.values()) owners.set(serverKey(server.name), server)
  return owners
}

function compileDatabases(
  topology: Topology,
  numbers: Numbers,
  previous: readonly DatabaseTable[] | undefined,
): DatabaseTable[] {
  return arrange(numbers.databases, topology.databases, previous, (database, before) =>
    before?.database === database ? before : compileDatabase(database, numbers.vpcs, numbers.securityGroups),
  )
}

function compileVpcs(
  topology: Topology,
  numbers: Numbers,
  previous: readonly VpcTable[] | undefined,
): VpcTable[] {
  const vswitches = new Map<string, VSwitch[]>([...topology.vpcs.keys()].map((name) => [name, []]))
  for (const vswitch of topology.vswitches.values()) vswitches.get(vswitch.vpc)?.push(vswitch)
  const gateways = new Map<string, number[]>([...topology.vpcs.keys()].map((name) => [name, []]))
  for (const { name, vpc } of topology.natGateways.values())
    gateways.get(vpc)?.push(numbers.natGateways.numberOf(name))
  const peerings = new Map<string, number[]>([...topology.vpcs.keys()].map((name) => [name, []]))
  for (const { name, vpcs } of topology.peerings.values())
    for (const vpc of vpcs) peerings.get(vpc)?.push(numbers.peerings.numberOf(name))
  return arrange(numbers.vpcs, topology.vpcs, previous, (vpc, before) => {
    const inside = vswitches.get(vpc.name) ?? []
    const own = gateways.get(vpc.name) ?? []
    const peered = peerings.get(vpc.name) ?? []
    const same = before !== undefined && before.vpc === vpc && sameItems(before.gateways, own)
    if (same && sameItems(before.peerings, peered) && sameItems(before.vswitches, inside)) return before
    return compileVpc({
      vpc,
      vswitches: inside,
      gateways: own,
      peerings: peered,
      vswitchNumbers: numbers.vswitches,
      gatewayNumbers: numbers.natGateways,
      peeringNumbers: numbers.peerings,
    })
  })
}

/**
 * The parts of all numbered things, by number. What the topology has no longer keeps its previous part: an ENI that
 * outlives it for a moment still finds it, and nothing new leads there.
 */
function arrange<Thing, Part>(
  numbering: Numbering,
  things: ReadonlyMap<string, Thing>,
  previous: readonly Part[] | undefined,
  compile: (thing: Thing, before: Part | undefined) => Part,
): Part[] {
  return numbering.names.map((name, number) => {
    const thing = things.get(name)
    return thing === undefined ? previous![number]! : compile(thing, previous?.[number])
  })
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at])
}

/** A map in which the first of several equal keys wins. */
function firstOf<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, V> {
  return new Map(pairs.toReversed())
}
