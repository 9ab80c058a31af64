/**
 * Opens many connections at once, alike but for their source ports: who gets through, with which source address, and who
 * is refused. A new connection over an Internet NAT gateway needs a port of the EIP that it is hashed onto. Where that EIP
 * has none left, another of the entry's EIPs is taken unless the entry has EIP affinity: N EIPs carry N times 55,000
 * (facts/vpc section 4.3, R4.16; which one is tried is assumed).
 */
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import { type Connection, connectionOf } from './connection.ts'
import { decide } from './decide.ts'
import { type Decision, newDecision } from './decision.ts'
import { type Details, detailsOf } from './details.ts'
import { type Live, NONE } from './live.ts'
import { hashedEips } from './nat-table.ts'
import type { Packet } from './packet.ts'
import { reasons } from './reasons.ts'
import { serverShares } from './server-shares.ts'
import { FRESH } from './session.ts'
import type { SnatPorts } from './snat-ports.ts'
import type { Tables } from './tables.ts'
import { walk } from './walk.ts'
import { BY_HASH } from './ways.ts'

/** `count` connections with one fate. */
export interface OpenGroup {
  readonly connection: Connection
  readonly count: number
  /** The pool that their ports are of, or `NONE`. */
  readonly pool: number
}

export interface Refusal {
  readonly code: string
  readonly count: number
  readonly details: Details
}

export interface Opening {
  readonly opened: readonly OpenGroup[]
  readonly refused: readonly Refusal[]
}

/** `packet` is the first one of the first of them; the others have the source ports behind it. */
export function openConnections(
  tables: Tables,
  live: Live,
  ports: SnatPorts,
  packet: Packet,
  count: number,
): Opening {
  return new Opener(tables, live, ports).open(packet, count)
}

interface Tally {
  readonly packet: Packet
  readonly connection: Connection
  readonly pool: number
  count: number
}

class Opener {
  readonly #tables: Tables
  readonly #live: Live
  readonly #ports: SnatPorts
  readonly #decision = newDecision()
  /** By what the far side sees. */
  readonly #tallies = new Map<string, Tally>()
  readonly #refused = new Map<string, { count: number; details: Details }>()

  constructor(tables: Tables, live: Live, ports: SnatPorts) {
    this.#tables = tables
    this.#live = live
    this.#ports = ports
  }

  open(packet: Packet, count: number): Opening {
    decide(this.#tables, this.#live, packet, this.#decision)
    const shares = serverShares(this.#tables, this.#decision, packet, count)
    if (shares === undefined) this.#openAlike(packet, count)
    let begun = 0
    for (const { server, count: share } of shares ?? []) {
      if (share === 0) continue
      const first = { ...nextPacket(packet, begun), picked: server }
      decide(this.#tables, this.#live, first, this.#decision)
      this.#openAlike(first, share)
      begun += share
    }
    const opened: OpenGroup[] = []
    for (const tally of [...this.#tallies.values()]) {
      const granted = this.#take(tally, tally.count, opened)
      this.#elsewhere(tally.packet, tally.count - granted, opened)
    }
    const refused = [...this.#refused].map(([code, each]) => ({ code, ...each }))
    return { opened: merged(opened), refused }
  }

  /** The decision is that on `packet`. */
  #openAlike(packet: Packet, count: number): void {
    if (!this.#isHashed()) this.#count(packet, count)
    else for (let each = 0; each < count; each++) this.#openOne(nextPacket(packet, each))
  }

  /** Does it depend on the source port which way a connection takes? */
  #isHashed(): boolean {
    const { ways, gateway, entry, vpcGateway, vpcEntry } = this.#decision
    const row = this.#tables.natGateways[gateway]?.entries[entry]
    const vpcRow = this.#tables.vpcNatGateways[vpcGateway]?.entries[vpcEntry]
    const several = [row, vpcRow].some((each) => each !== undefined && hashedEips(each).length > 0)
    return ways > 1 || several
  }

  #openOne(packet: Packet): void {
    decide(this.#tables, this.#live, packet, this.#decision)
    this.#count(packet, 1)
  }

  /** Takes the decision on `packet` for `count` connections. */
  #count(packet: Packet, count: number): void {
    const decision = this.#decision
    if (!decision.reached) {
      const { stage, reason } = decision
      const details = () => detailsOf(this.#tables, this.#live, packet, decision, stage, reason)
      this.#refuse(reasons[reason]!.code, count, details)
      return
    }
    const { source, destination } = decision.tuple
    const key = `${source} ${destination}`
    const tally = this.#tallies.get(key)
    if (tally !== undefined) tally.count += count
    else {
      const pool = this.#poolFor(packet, decision)
      this.#tallies.set(key, { packet, connection: connectionOf(packet, decision), pool, count })
    }
  }

  /** The limit is one of EIPs, so a VPC NAT gateway has none that we know. */
  #poolFor({ protocol, destination, destinationPort }: Packet, { gateway, tuple }: Decision): number {
    if (gateway === NONE) return NONE
    return this.#ports.poolOf(tuple.source, protocol, destination, destinationPort)
  }

  #take({ connection, pool }: Tally, count: number, opened: OpenGroup[]): number {
    const granted = pool === NONE ? count : this.#ports.take(pool, count)
    if (granted > 0) opened.push({ connection, count: granted, pool })
    return granted
  }

  /** The EIP that these were hashed onto has no port left. */
  #elsewhere(packet: Packet, count: number, opened: OpenGroup[]): void {
    let left = count
    for (const eip of left > 0 ? this.#eipsFor(packet) : []) {
      const decision = this.#decision
      walk(this.#tables, this.#live, packet, decision, BY_HASH, undefined, FRESH, eip)
      if (!decision.reached || decision.tuple.source !== eip) continue
      const connection = connectionOf(packet, decision)
      left -= this.#take(
        { packet, connection, pool: this.#poolFor(packet, decision), count: left },
        left,
        opened,
      )
    }
    if (left > 0) this.#refuse('SNAT_PORTS_EXHAUSTED', left, () => this.#exhausted(packet))
  }

  #eipsFor(packet: Packet): readonly Ipv4[] {
    decide(this.#tables, this.#live, packet, this.#decision)
    const { gateway, entry } = this.#decision
    const row = this.#tables.natGateways[gateway]?.entries[entry]
    return row === undefined ? [] : hashedEips(row)
  }

  #exhausted(packet: Packet): Details {
    decide(this.#tables, this.#live, packet, this.#decision)
    const { gateway, entry } = this.#decision
    const nat = this.#tables.natGateways[gateway]!
    const row = nat.entries[entry]!
    const { protocol, destination, destinationPort } = packet
    const capacity = (eip: Ipv4) =>
      this.#ports.capacity(this.#ports.poolOf(eip, protocol, destination, destinationPort))
    return {
      gateway: nat.gateway.name,
      eips: row.eips.map(formatIpv4).join(', '),
      capacity: String(row.eips.reduce((sum, eip) => sum + capacity(eip), 0)),
      destination: hasPorts(protocol)
        ? `${formatIpv4(destination)}:${destinationPort}`
        : formatIpv4(destination),
      path: row.entry.origin.path,
      line: String(row.entry.origin.line),
    }
  }

  #refuse(code: string, count: number, details: () => Details): void {
    const known = this.#refused.get(code)
    if (known !== undefined) known.count += count
    else this.#refused.set(code, { count, details: details() })
  }
}

/** Source ports go round at the end of those above 1023. */
function nextPacket(packet: Packet, step: number): Packet {
  if (!hasPorts(packet.protocol)) return packet
  return { ...packet, sourcePort: 1024 + ((packet.sourcePort - 1024 + step) % 64_512) }
}

/** Those that took ports of one pool on two occasions share a fate all the same. */
function merged(opened: readonly OpenGroup[]): OpenGroup[] {
  const groups = new Map<string, OpenGroup>()
  for (const group of opened) {
    const key = `${group.connection.source} ${group.connection.destination}`
    const known = groups.get(key)
    groups.set(key, known === undefined ? group : { ...known, count: known.count + group.count })
  }
  return [...groups.values()]
}
