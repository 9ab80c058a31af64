/** The packet that opens a connection of a flow, for one instance. */
import type { Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import type { Flow } from './flow.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'

/** The port a client opens its connection from: the first of the range that NIS advises (facts/vpc R10.3). */
export const EPHEMERAL_PORT = 49_152

/**
 * `slot` is the instance: it sends in a flow from an application, and has the destination in a flow to one. Undefined
 * where the Internet has no address for it, because it has no EIP, and for flows between two applications.
 */
export function packetOf(tables: Tables, live: Live, flow: Flow, slot: number): Packet | undefined {
  if (flow.from.kind === 'app') {
    if (flow.to.kind === 'app') return undefined
    return firstPacket(flow, slot, live.address(slot), hostAddress(tables, flow.to.name))
  }
  const source = hostAddress(tables, flow.from.name)
  if (flow.to.kind === 'internet') return firstPacket(flow, NONE, source, hostAddress(tables, flow.to.name))
  const eip = live.eip(slot)
  return eip === NONE ? undefined : firstPacket(flow, NONE, source, eip)
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
