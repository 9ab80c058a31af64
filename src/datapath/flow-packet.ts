/** The packet that opens a connection of a flow, for one instance. */
import type { Database } from '../cloud/database.ts'
import type { Server } from '../cloud/server.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import { type Entrance, entranceOf } from './entrance.ts'
import type { Endpoint, Flow } from './flow.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'

/** The port a client opens its connection from: the first of the range that NIS advises (facts/vpc R10.3). */
export const EPHEMERAL_PORT = 49_152

/**
 * `slot` is the ENI that sends, or in a flow from the Internet the one that is called; a flow from the Internet to a
 * database has none. Undefined where the flow has no address to call: `obstacleOf` says why.
 */
export function packetOf(tables: Tables, live: Live, flow: Flow, slot: number): Packet | undefined {
  if (obstacleOf(tables, live, flow, slot) !== undefined) return undefined
  if (flow.from.kind === 'internet') {
    const { address, port } = fromOutside(tables, live, flow, slot)!
    return firstPacket({ ...flow, port }, NONE, hostAddress(tables, flow.from.name), address)
  }
  return firstPacket(flow, slot, live.address(slot), addressFromInside(tables, flow))
}

/** Why a flow has no packet. */
export type Obstacle =
  /** Nobody may rely on the address of an instance of an application (facts/vpc R3.17). */
  | 'app-address'
  /** The Internet has no address for it. */
  | 'no-eip'
  /** The private address belongs to another VPC, and to the caller's own as well: it can only mean the own one. */
  | 'other-vpc'

export function obstacleOf(tables: Tables, live: Live, flow: Flow, slot: number): Obstacle | undefined {
  const { from, to } = flow
  if (from.kind === 'internet')
    return fromOutside(tables, live, flow, slot) === undefined ? 'no-eip' : undefined
  if (to.kind === 'app') return 'app-address'
  const target = privateTarget(tables, to)
  if (target === undefined) return undefined
  const own = tables.vpcs[tables.owners[live.owner(slot)]?.vpc ?? NONE]
  const isForeign = own !== undefined && own.vpc.name !== target.vpc && own.ownRanges.has(target.address)
  return isForeign ? 'other-vpc' : undefined
}

function privateTarget(tables: Tables, { kind, name }: Endpoint): { vpc: string; address: Ipv4 } | undefined {
  if (kind === 'server') return tables.topology.servers.get(name)
  return kind === 'db' ? databaseOf(tables, name) : undefined
}

function addressFromInside(tables: Tables, { to, via }: Flow): Ipv4 {
  switch (to.kind) {
    case 'server':
      return serverOf(tables, to.name).address
    case 'db':
      return databaseAddress(databaseOf(tables, to.name), via)
    default:
      return hostAddress(tables, to.name)
  }
}

/** What the Internet calls; undefined where it has no address for it. */
function fromOutside(tables: Tables, live: Live, flow: Flow, slot: number): Entrance | undefined {
  const { to, via, protocol, port } = flow
  switch (to.kind) {
    case 'app': {
      const eip = live.eip(slot)
      return eip === NONE ? undefined : { address: eip, port }
    }
    case 'server':
      return entranceOf(tables, serverOf(tables, to.name), protocol, port)
    case 'db':
      return { address: databaseAddress(databaseOf(tables, to.name), via), port }
    case 'internet':
      return { address: hostAddress(tables, to.name), port }
  }
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

function serverOf(tables: Tables, name: string): Server {
  const server = tables.topology.servers.get(name)
  if (server === undefined) throw new RangeError(`no server is named ${name}`)
  return server
}

function databaseOf(tables: Tables, name: string): Database {
  const database = tables.topology.databases.get(name)
  if (database === undefined) throw new RangeError(`no database is named ${name}`)
  return database
}
