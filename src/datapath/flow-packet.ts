/** The packet that opens a connection of a flow, for one instance. */
import type { Database } from '../cloud/database.ts'
import { eniFor } from '../cloud/endpoint.ts'
import type { HaVip } from '../cloud/ha-vip.ts'
import { isZoned, type LoadBalancer } from '../cloud/load-balancer.ts'
import type { NetworkInterface } from '../cloud/network-interface.ts'
import { interfaceNamed } from '../cloud/server.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import { addressesCalled, namedAddressesOf, privateAddressesOf, vpcCalledIn } from './balancer-address.ts'
import type { ServiceTable } from './balancer-table.ts'
import {
  addressCalled,
  addressesNamed,
  callerAt,
  type KeptAnswer,
  type NameObstacle,
  nameObstacle,
} from './called-name.ts'
import { hasAddress } from './cen-switches.ts'
import { type Entrance, entranceOf } from './entrance.ts'
import type { Endpoint, Flow } from './flow.ts'
import { type GatewayCall, type GatewayObstacle, gatewayCallOf, isCall } from './gateway-call.ts'
import { type Live, NONE } from './live.ts'
import { natAddressOf } from './nat-address.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'

/** The port a client opens its connection from: the first of the range that NIS advises (facts/vpc R10.3). */
export const EPHEMERAL_PORT = 49_152

/**
 * `slot` is the ENI that sends, or in a flow from the Internet the one that is called; a flow from the Internet to a
 * database has none. Undefined where the flow has no address to call: `obstacleOf` says why. Of several packets it is the first.
 */
export function packetOf(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept?: KeptAnswer,
): Packet | undefined {
  if (obstacleOf(tables, live, flow, slot, kept) !== undefined) return undefined
  const { service, request } = requestOf(tables, live, flow, slot)
  const packet = plainPacket(tables, live, flow, slot, kept)
  return service === undefined && request === undefined
    ? packet
    : { ...packet, ...(service !== undefined && { service }), ...(request !== undefined && { request }) }
}

/** One for each address that DNS may give the caller of a load balancer; none where there is no packet. */
export function packetsOf(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept?: KeptAnswer,
): readonly Packet[] {
  const packet = packetOf(tables, live, flow, slot, kept)
  if (packet === undefined) return []
  const { from, to, via } = flow
  const balancer = to.kind === 'loadBalancer' ? tables.topology.loadBalancers.get(to.name) : undefined
  const addresses =
    balancer !== undefined
      ? addressesCalled(balancer, from.kind === 'internet', via)
      : to.kind === 'gateway'
        ? gatewayCalled(tables, live, flow, slot).addresses
        : to.kind === 'name' && kept === undefined
          ? addressesNamed(tables, live, flow, slot)
          : []
  return addresses.length < 2 ? [packet] : addresses.map((destination) => ({ ...packet, destination }))
}

/** What is asked at layer 7, by the name that is called, and the service name. */
function requestOf(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
): Pick<Packet, 'request' | 'service'> {
  const { to, request } = flow
  if (to.kind === 'service') return { service: to.name }
  if (tables.balancers.nodes.length === 0 || (request === undefined && !NAMING.has(to.kind))) return {}
  const host = to.kind === 'gateway' ? gatewayCalled(tables, live, flow, slot).host : hostCalled(tables, to)
  return { request: { host, ...request } }
}

const NAMING: ReadonlySet<Endpoint['kind']> = new Set(['loadBalancer', 'gateway', 'name'])

/** An ALB or NLB is called by its name, a CLB by its address (1.1, 2.1, 2a.1). */
function hostCalled({ topology }: Tables, { kind, name }: Endpoint): string {
  const balancer = kind === 'loadBalancer' ? topology.loadBalancers.get(name) : undefined
  if (balancer === undefined) return kind === 'name' ? name : ''
  const [address] = namedAddressesOf(balancer)
  return isZoned(balancer) || address === undefined ? balancer.hostname : formatIpv4(address)
}

function plainPacket(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept: KeptAnswer | undefined,
): Packet {
  if (flow.from.kind === 'internet') {
    const { address, port } = fromOutside(tables, live, flow, slot, kept)!
    return firstPacket({ ...flow, port }, NONE, hostAddress(tables, flow.from.name), address)
  }
  const destination = addressFromInside(tables, live, flow, slot, kept)
  return firstPacket(flow, slot, live.address(slot), destination)
}

/** Why a flow has no packet. */
export type Obstacle =
  /** Nobody may rely on the address of an instance of an application (facts/vpc R3.17). */
  | 'app-address'
  /** The Internet has no address for it. */
  | 'no-eip'
  /** The private address belongs to another VPC, and to the caller's own as well: it can only mean the own one. */
  | 'other-vpc'
  /** A load balancer has no address on that side. */
  | 'no-public-side'
  | 'no-private-side'
  | NameObstacle
  | GatewayObstacle

export function obstacleOf(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept?: KeptAnswer,
): Obstacle | undefined {
  const { from, to } = flow
  if (to.kind === 'name') return nameObstacle(tables, live, flow, slot, kept)
  if (to.kind === 'service') return undefined
  const side = to.kind === 'loadBalancer' ? missingSide(tables, flow) : undefined
  if (side !== undefined) return side
  const call = to.kind === 'gateway' ? gatewayCall(tables, live, flow, slot) : undefined
  if (call !== undefined && !isCall(call)) return call
  if (from.kind === 'internet')
    return fromOutside(tables, live, flow, slot, kept) === undefined ? 'no-eip' : undefined
  if (to.kind === 'app') return 'app-address'
  const target = privateTarget(tables, live, flow, slot)
  if (target === undefined) return undefined
  const own = tables.vpcs[tables.owners[live.owner(slot)]?.vpc ?? NONE]
  // Through a CEN the blocks of VPCs may overlap, as long as those of vSwitches do not (facts/vpc R7.11).
  const isOwn =
    own?.cens.length === 0
      ? own.ownRanges.has(target.address)
      : own !== undefined && hasAddress(own, target.address)
  const isForeign = own !== undefined && own.vpc.name !== target.vpc && isOwn
  return isForeign ? 'other-vpc' : undefined
}

function privateTarget(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
): { vpc: string; address: Ipv4 } | undefined {
  const {
    from,
    to: { kind, name },
    via,
  } = flow
  if (kind === 'gateway') {
    const { entry, addresses } = gatewayCalled(tables, live, flow, slot)
    const [address] = addresses
    const isPrivate = address !== undefined && privateAddressesOf(entry).includes(address)
    return isPrivate ? { vpc: vpcCalledIn(tables.topology, entry), address } : undefined
  }
  if (kind === 'loadBalancer') {
    const balancer = balancerOf(tables, name)
    const [address] = addressesCalled(balancer, from.kind === 'internet', via)
    const isPrivate = address !== undefined && privateAddressesOf(balancer).includes(address)
    return isPrivate ? { vpc: balancer.vpc, address } : undefined
  }
  if (kind === 'server') return interfaceNamed(tables.topology.servers, name)
  if (kind === 'haVip') return tables.topology.haVips.get(name)
  if (kind === 'endpoint') return endpointTarget(tables, live, name, slot)
  if (kind === 'natGateway') {
    const nat = tables.topology.vpcNatGateways.get(name)
    const address = nat?.natIps[0]
    return nat === undefined || address === undefined ? undefined : { vpc: nat.vpc, address }
  }
  return kind === 'db' ? databaseOf(tables, name) : undefined
}

function addressFromInside(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept: KeptAnswer | undefined,
): Ipv4 {
  const { to, via } = flow
  switch (to.kind) {
    case 'name':
      return addressCalled(tables, live, flow, slot, kept)!
    case 'endpoint':
      return endpointTarget(tables, live, to.name, slot).address
    case 'server':
      return interfaceOf(tables, to.name).address
    case 'haVip':
      return haVipOf(tables, to.name).address
    case 'natGateway':
      return natAddress(tables, flow)
    case 'loadBalancer':
      return addressesCalled(balancerOf(tables, to.name), false, via)[0]!
    case 'gateway':
      return gatewayCalled(tables, live, flow, slot).addresses[0]!
    case 'service':
      return serviceOf(tables, to.name).address
    case 'db':
      return databaseAddress(databaseOf(tables, to.name), via)
    default:
      return hostAddress(tables, to.name)
  }
}

/** What the Internet calls; undefined where it has no address for it. */
function fromOutside(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept: KeptAnswer | undefined,
): Entrance | undefined {
  const { to, via, protocol, port } = flow
  switch (to.kind) {
    case 'app': {
      const eip = live.eip(slot)
      return eip === NONE ? undefined : { address: eip, port }
    }
    case 'server':
      return entranceOf(tables, interfaceOf(tables, to.name), protocol, port)
    case 'haVip':
      return entranceOf(tables, haVipOf(tables, to.name), protocol, port)
    case 'db':
      return { address: databaseAddress(databaseOf(tables, to.name), via), port }
    case 'internet':
      return { address: hostAddress(tables, to.name), port }
    case 'name': {
      const address = addressCalled(tables, live, flow, slot, kept)
      return address === undefined ? undefined : { address, port }
    }
    case 'natGateway':
      return { address: natAddress(tables, flow), port }
    case 'endpoint':
      return undefined // It has private addresses alone.
    case 'loadBalancer':
      return { address: addressesCalled(balancerOf(tables, to.name), true, via)[0]!, port }
    case 'service':
      return { address: serviceOf(tables, to.name).address, port }
    case 'gateway':
      return { address: gatewayCalled(tables, live, flow, slot).addresses[0]!, port }
  }
}

function missingSide(tables: Tables, { from, to, via }: Flow): Obstacle | undefined {
  const isOutside = from.kind === 'internet'
  const balancer = balancerOf(tables, to.name)
  if (addressesCalled(balancer, isOutside, via).length > 0) return undefined
  const isPublic = isOutside || via === 'public' || (via === undefined && balancer.network === 'internet')
  return isPublic ? 'no-public-side' : 'no-private-side'
}

/** By which entry the flow calls its gateway. */
export function gatewayCall(
  tables: Tables,
  live: Live,
  { from, to, via }: Flow,
  slot: number,
): GatewayCall | GatewayObstacle {
  const vpc = from.kind === 'internet' ? undefined : callerAt(tables, live, slot)?.vpc
  return gatewayCallOf(tables.topology, to.name, vpc, via)
}

/** Where there is a way: obstacles have been told. */
function gatewayCalled(tables: Tables, live: Live, flow: Flow, slot: number): GatewayCall {
  const call = gatewayCall(tables, live, flow, slot)
  if (!isCall(call)) throw new RangeError(`gateway ${flow.to.name} cannot be called: ${call}`)
  return call
}

function balancerOf({ topology }: Tables, name: string): LoadBalancer {
  const balancer = topology.loadBalancers.get(name)
  if (balancer === undefined) throw new RangeError(`no load balancer is named ${name}`)
  return balancer
}

function serviceOf({ balancers }: Tables, name: string): ServiceTable {
  const service = balancers.services.get(name)
  if (service === undefined) throw new RangeError(`no service name is ${name}`)
  return service
}

/** Without a public endpoint there is only the internal address (facts/vpc R9.4). */
function databaseAddress({ address, publicAddress }: Database, via: Flow['via']): Ipv4 {
  return via === 'public' ? (publicAddress ?? address) : address
}

function firstPacket(flow: Flow, slot: number, source: Ipv4, destination: Ipv4): Packet {
  return {
    slot,
    protocol: flow.protocol,
    source,
    sourcePort: hasPorts(flow.protocol) ? EPHEMERAL_PORT : 0,
    destination,
    destinationPort: flow.port,
  }
}

function hostAddress(tables: Tables, name: string): Ipv4 {
  const host = tables.hosts[tables.numbers.hosts.numberOf(name)]
  if (host === undefined) throw new RangeError(`nobody on the Internet is named ${name}`)
  return host.address
}

function interfaceOf(tables: Tables, name: string): NetworkInterface {
  const eni = interfaceNamed(tables.topology.servers, name)
  if (eni === undefined) throw new RangeError(`no server is named ${name}`)
  return eni
}

function natAddress({ topology }: Tables, { to, protocol, port }: Flow): Ipv4 {
  const address = natAddressOf(topology, to.name, protocol, port)
  if (address === undefined) throw new RangeError(`no NAT gateway is named ${to.name}`)
  return address
}

function haVipOf(tables: Tables, name: string): HaVip {
  const haVip = tables.topology.haVips.get(name)
  if (haVip === undefined) throw new RangeError(`no HaVip is named ${name}`)
  return haVip
}

function databaseOf(tables: Tables, name: string): Database {
  const database = tables.topology.databases.get(name)
  if (database === undefined) throw new RangeError(`no database is named ${name}`)
  return database
}

/** The ENI of an endpoint that a caller uses: the one in its own zone, else the first (assumed). */
function endpointTarget(
  tables: Tables,
  live: Live,
  name: string,
  slot: number,
): { vpc: string; address: Ipv4 } {
  const endpoint = tables.topology.endpoints.get(name)
  if (endpoint === undefined) throw new RangeError(`no endpoint is named ${name}`)
  return { vpc: endpoint.vpc, address: eniFor(endpoint, callerAt(tables, live, slot)?.zone).address }
}
