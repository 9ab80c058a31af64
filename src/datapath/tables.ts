/**
 * Where does a packet go? A topology, compiled so that a decision is a few look-ups on numbers. A changed topology is
 * compiled again with the previous tables at hand: numbers stay, and parts whose inputs are the same objects are shared.
 *
 * Limits of the model: no VPN, no Express Connect Router, no gateway endpoint; of the guest of a server only whether it runs,
 * listens and passes packets on. An ENI has one private address, hence one EIP.
 */
import type { App } from '../cloud/app.ts'
import { attachmentOf } from '../cloud/cen.ts'
import type { InternetHost } from '../cloud/internet-host.ts'
import { isIpMapping } from '../cloud/nat-gateway.ts'
import type { NetworkInterface } from '../cloud/network-interface.ts'
import { interfacesOf, type Server, serverOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { type LearnedRoute, learnedRoutes } from '../cloud/transit-routes.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { VpcNatGateway } from '../cloud/vpc-nat-gateway.ts'
import { AddressIndex } from '../net/address-index.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { type BalancerTables, compileBalancers } from './balancer-table.ts'
import { type CenTable, compileCen } from './cen-table.ts'
import { compileDatabase, type DatabaseTable } from './database-table.ts'
import { compileEndpoints, type EndpointEntry, serviceOf } from './endpoint-table.ts'
import { compileHaVip, type HaVipTable } from './ha-vip-table.ts'
import { compileIpv6, type Ipv6Tables } from './ipv6-table.ts'
import { addressKey } from './live.ts'
import { mergingRules } from './merged-rules.ts'
import { compileNames, type NameTable } from './name-table.ts'
import { compileNat, type NatTable } from './nat-table.ts'
import { Numbering } from './numbering.ts'
import { compileOwner, isCutThrough, isEndpointEni, type OwnerTable, serverKey } from './owner-table.ts'
import { compilePeering, type PeeringTable } from './peering-table.ts'
import { compileReadings, type Readings } from './readings.ts'
import { compileRouterInterface, type RouterInterfaceTable } from './router-interface-table.ts'
import { compileVpcNat, type VpcNatTable } from './vpc-nat-table.ts'
import { compileVpc, type VpcTable } from './vpc-table.ts'

export interface Tables {
  readonly topology: Topology
  readonly readings: Readings
  /** `numbers.owners.numberOf('shop')` is the index of an owner for `Live.attach`; the arrays below use it too. */
  readonly numbers: Numbers
  /** Everybody who has ENIs: applications, and under `server/NAME` servers. */
  readonly owners: readonly OwnerTable[]
  readonly haVips: readonly HaVipTable[]
  /** By vSwitch and private address, as `addressKey` puts them together. */
  readonly haVipOfAddress: ReadonlyMap<number, number>
  readonly haVipOfEip: AddressIndex
  /** Private addresses that do not work, because a cut-through EIP has taken their place (facts/vpc R3.2). */
  readonly hiddenAddresses: ReadonlySet<number>
  readonly databases: readonly DatabaseTable[]
  /** By vSwitch and internal address, as `addressKey` puts them together. */
  readonly databaseOfAddress: ReadonlyMap<number, number>
  readonly databaseOfPublicAddress: AddressIndex
  readonly names: NameTable
  /** By the slot of an endpoint's ENI. */
  readonly endpointOfSlot: ReadonlyMap<number, EndpointEntry>
  readonly balancers: BalancerTables
  readonly vswitches: readonly VSwitch[]
  readonly vpcs: readonly VpcTable[]
  readonly natGateways: readonly NatTable[]
  readonly vpcNatGateways: readonly VpcNatTable[]
  readonly peerings: readonly PeeringTable[]
  readonly cens: readonly CenTable[]
  readonly routerInterfaces: readonly RouterInterfaceTable[]
  readonly hosts: readonly InternetHost[]
  readonly hostOfAddress: AddressIndex
  readonly gatewayOfEip: AddressIndex
  /** By VPC and private address, as `addressKey` puts them together: the EIP of an IP mapping (facts/vpc R4.22). */
  readonly mappedEip: ReadonlyMap<number, Ipv4>
  /** Name of the pool that an EIP belongs to. */
  readonly poolOfEip: ReadonlyMap<Ipv4, string>
  readonly ipv6: Ipv6Tables
}

export interface Numbers {
  readonly owners: Numbering
  /** ENIs of servers and of endpoints: `fw`, `fw/eth1`, `endpoint billing/shop-h`. The number is the slot as well (`server-slots.ts`). */
  readonly servers: Numbering
  readonly haVips: Numbering
  readonly databases: Numbering
  readonly vswitches: Numbering
  readonly vpcs: Numbering
  readonly natGateways: Numbering
  readonly vpcNatGateways: Numbering
  readonly peerings: Numbering
  readonly cens: Numbering
  readonly routerInterfaces: Numbering
  readonly securityGroups: Numbering
  readonly hosts: Numbering
}

export function compileTables(topology: Topology, previous?: Tables): Tables {
  const readings = compileReadings(topology.assumptions)
  const numbers = numberNames(topology, previous?.numbers)
  const hosts = arrange(numbers.hosts, topology.internet, previous?.hosts, (host) => host)
  return {
    topology,
    readings,
    numbers,
    owners: compileOwners(topology, numbers, previous?.owners),
    haVips: arrange(numbers.haVips, topology.haVips, previous?.haVips, (haVip, before) =>
      before?.haVip === haVip ? before : compileHaVip(haVip, numbers.vpcs, numbers.servers),
    ),
    haVipOfAddress: firstOf(
      [...topology.haVips.values()].map(({ name, vswitch, address }) => [
        addressKey(numbers.vswitches.numberOf(vswitch), address),
        numbers.haVips.numberOf(name),
      ]),
    ),
    haVipOfEip: AddressIndex.of(
      [...topology.haVips.values()].flatMap(({ name, eip }) =>
        eip === undefined ? [] : [[eip, numbers.haVips.numberOf(name)] as const],
      ),
    ),
    hiddenAddresses: new Set(
      [...enisOf(topology).values()]
        .filter(isCutThrough)
        .map(({ vswitch, address }) => addressKey(numbers.vswitches.numberOf(vswitch), address)),
    ),
    databases: compileDatabases(topology, numbers, previous?.databases),
    databaseOfAddress: firstOf(
      [...topology.databases.values()].map(({ name, vswitch, address }) => [
        addressKey(numbers.vswitches.numberOf(vswitch), address),
        numbers.databases.numberOf(name),
      ]),
    ),
    databaseOfPublicAddress: AddressIndex.of(
      [...topology.databases.values()].flatMap(({ name, publicAddress }) =>
        publicAddress === undefined ? [] : [[publicAddress, numbers.databases.numberOf(name)] as const],
      ),
    ),
    names: compileNames(topology, previous?.names),
    endpointOfSlot: compileEndpoints(topology, numbers.servers),
    balancers: compileBalancers(topology, numbers, previous?.balancers),
    vswitches: arrange(numbers.vswitches, topology.vswitches, previous?.vswitches, (vswitch) => vswitch),
    vpcs: compileVpcs(topology, numbers, previous?.vpcs),
    natGateways: arrange(
      numbers.natGateways,
      topology.natGateways,
      previous?.natGateways,
      (gateway, before) =>
        before?.gateway === gateway ? before : compileNat(gateway, numbers.vpcs, numbers.vswitches, readings),
    ),
    vpcNatGateways: arrange(
      numbers.vpcNatGateways,
      topology.vpcNatGateways,
      previous?.vpcNatGateways,
      (gateway, before) =>
        before?.gateway === gateway
          ? before
          : compileVpcNat(gateway, numbers.vpcs, numbers.vswitches, readings),
    ),
    routerInterfaces: arrange(
      numbers.routerInterfaces,
      topology.routerInterfaces,
      previous?.routerInterfaces,
      (one, before) => (before?.routerInterface === one ? before : compileRouterInterface(one, numbers.vpcs)),
    ),
    cens: arrange(numbers.cens, topology.cens, previous?.cens, (cen) =>
      compileCen(topology, cen, numbers.vpcs, numbers.vswitches),
    ),
    peerings: arrange(numbers.peerings, topology.peerings, previous?.peerings, (peering, before) =>
      before?.peering === peering ? before : compilePeering(peering, numbers.vpcs),
    ),
    hosts,
    hostOfAddress: AddressIndex.of(
      [...topology.internet.values()].map(({ address, name }) => [address, numbers.hosts.numberOf(name)]),
    ),
    gatewayOfEip: AddressIndex.of(
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
    ipv6: compileIpv6(topology, numbers),
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
    servers: Numbering.of(enisOf(topology).keys(), previous?.servers),
    haVips: Numbering.of(topology.haVips.keys(), previous?.haVips),
    databases: Numbering.of(topology.databases.keys(), previous?.databases),
    vswitches: Numbering.of(topology.vswitches.keys(), previous?.vswitches),
    vpcs: Numbering.of(topology.vpcs.keys(), previous?.vpcs),
    natGateways: Numbering.of(topology.natGateways.keys(), previous?.natGateways),
    vpcNatGateways: Numbering.of(topology.vpcNatGateways.keys(), previous?.vpcNatGateways),
    peerings: Numbering.of(topology.peerings.keys(), previous?.peerings),
    cens: Numbering.of(topology.cens.keys(), previous?.cens),
    routerInterfaces: Numbering.of(topology.routerInterfaces.keys(), previous?.routerInterfaces),
    securityGroups: Numbering.of(topology.securityGroups.keys(), previous?.securityGroups),
    hosts: Numbering.of(topology.internet.keys(), previous?.hosts),
  }
}

function compileOwners(
  topology: Topology,
  numbers: Numbers,
  previous: readonly OwnerTable[] | undefined,
): OwnerTable[] {
  const mergeRules = mergingRules(numbers.securityGroups)
  return arrange(numbers.owners, ownersOf(topology), previous, (owner, before) => {
    const groups = owner.securityGroups.map((name) => topology.securityGroups.get(name)!)
    const server = 'port' in owner ? undefined : serverOf(topology.servers, owner.name)
    const isSame = before !== undefined && before.owner === owner && before.server === server
    if (isSame && sameItems(before.securityGroups, groups)) return before
    const service = isEndpointEni(owner) ? serviceOf(topology, owner) : undefined
    return compileOwner(owner, server, groups, numbers.vpcs, numbers.securityGroups, mergeRules, service)
  })
}

/** Everybody who has ENIs, applications first. */
function ownersOf(topology: Topology): Map<string, App | NetworkInterface> {
  const owners = new Map<string, App | NetworkInterface>(topology.apps)
  for (const [name, eni] of enisOf(topology)) owners.set(serverKey(name), eni)
  return owners
}

/** ENIs of servers by their names, each primary one before the secondary ones, then those of endpoints. */
export function enisOf({ servers, endpoints }: Topology): Map<string, NetworkInterface> {
  const ofServers = [...servers.values()].flatMap((server: Server) => interfacesOf(server))
  const all = [...ofServers, ...[...endpoints.values()].flatMap(({ enis }) => enis)]
  return new Map(all.map((eni) => [eni.name, eni]))
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
  const vpcNats = new Map<string, VpcNatGateway[]>([...topology.vpcs.keys()].map((name) => [name, []]))
  for (const gateway of topology.vpcNatGateways.values()) vpcNats.get(gateway.vpc)?.push(gateway)
  const interfaces = new Map<string, number[]>([...topology.vpcs.keys()].map((name) => [name, []]))
  for (const { name, vpcs } of topology.routerInterfaces.values())
    for (const vpc of vpcs) interfaces.get(vpc)?.push(numbers.routerInterfaces.numberOf(name))
  const servers = new Map<string, number[]>([...topology.vpcs.keys()].map((name) => [name, []]))
  for (const { name, vpc } of enisOf(topology).values())
    servers.get(vpc)?.push(numbers.servers.numberOf(name))
  const haVips = new Map<string, number[]>([...topology.vpcs.keys()].map((name) => [name, []]))
  for (const { name, vpc } of topology.haVips.values()) haVips.get(vpc)?.push(numbers.haVips.numberOf(name))
  return arrange(numbers.vpcs, topology.vpcs, previous, (vpc, before) => {
    const forwarders = { servers: servers.get(vpc.name) ?? [], haVips: haVips.get(vpc.name) ?? [] }
    const inside = vswitches.get(vpc.name) ?? []
    const own = gateways.get(vpc.name) ?? []
    const peered = peerings.get(vpc.name) ?? []
    const vpcNatGateways = vpcNats.get(vpc.name) ?? []
    const routerInterfaces = interfaces.get(vpc.name) ?? []
    const cens = censOf(topology, numbers, vpc.name)
    const learned = cens.length === 0 ? [] : learnedRoutes(topology, vpc)
    const same =
      before !== undefined &&
      before.vpc === vpc &&
      sameItems(before.gateways, own) &&
      sameItems(before.vpcNatGateways, vpcNatGateways) &&
      sameItems(before.routerInterfaces, routerInterfaces) &&
      sameItems(before.cens, cens) &&
      sameItems(before.learned.map(learnedKey), learned.map(learnedKey)) &&
      sameItems(before.servers, forwarders.servers) &&
      sameItems(before.haVips, forwarders.haVips)
    if (same && sameItems(before.peerings, peered) && sameItems(before.vswitches, inside)) return before
    return compileVpc({
      vpc,
      vswitches: inside,
      gateways: own,
      peerings: peered,
      vpcNatGateways,
      routerInterfaces,
      cens,
      learned,
      cenNumbers: numbers.cens,
      ...forwarders,
      serverNumbers: numbers.servers,
      haVipNumbers: numbers.haVips,
      vswitchNumbers: numbers.vswitches,
      gatewayNumbers: numbers.natGateways,
      peeringNumbers: numbers.peerings,
      vpcNatNumbers: numbers.vpcNatGateways,
      routerInterfaceNumbers: numbers.routerInterfaces,
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

/** Numbers of the CENs that a VPC is attached to. */
function censOf({ cens }: Topology, numbers: Numbers, vpc: string): number[] {
  return [...cens.values()]
    .filter((cen) => attachmentOf(cen, vpc) !== undefined)
    .map(({ name }) => numbers.cens.numberOf(name))
}

function learnedKey({ cen, vpc, destination, conflict }: LearnedRoute): string {
  return `${cen} ${vpc} ${destination.first} ${destination.last} ${conflict?.name}`
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at])
}

/** A map in which the first of several equal keys wins. */
function firstOf<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, V> {
  return new Map(pairs.toReversed())
}
