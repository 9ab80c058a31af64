/**
 * Packet by packet, with what security groups and NAT gateways remember between them: the first packet of a connection is
 * judged by all rules and gets a port where SNAT translates it, later ones belong to its session (facts/vpc R5.14, R4.9,
 * section 4.3). Time is what the caller says, and does not run back.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { ConnectionCode } from './connection-reasons.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { FlowTable } from './flow-table.ts'
import { type Live, NONE } from './live.ts'
import { hashedEips } from './nat-table.ts'
import type { Packet } from './packet.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import { FRESH, LAPSED, type SessionState, TRACKED } from './session.ts'
import { SnatPorts } from './snat-ports.ts'
import type { Tables } from './tables.ts'
import { walk } from './walk.ts'
import { BY_HASH } from './ways.ts'

/** Why a packet is dropped. */
export type DropCode = ReasonCode | ConnectionCode

export class Conntrack {
  readonly flows = new FlowTable()
  readonly ports = new SnatPorts()

  /** Undefined: the packet arrives, as `decision` tells. A session that its packets do not fit any more ends. */
  send(tables: Tables, live: Live, packet: Packet, nowUs: number, decision: Decision): DropCode | undefined {
    let row = this.flows.find(packet)
    // Only NAT drops a session for its age; security groups ask their rules again.
    if (row !== NONE && this.flows.isTranslated(row) && this.flows.isExpired(row, nowUs)) {
      this.forget(row)
      row = NONE
    }
    return row === NONE
      ? this.#open(tables, live, packet, nowUs, decision)
      : this.#goOn(tables, live, packet, row, nowUs, decision)
  }

  /** FIN both ways, or RST: NAT keeps the session and its port a moment longer. */
  close(packet: Packet, nowUs: number): void {
    const row = this.flows.find(packet)
    if (row !== NONE) this.flows.close(row, nowUs)
  }

  /** Forgets every session that is too old, and frees its port. */
  sweep(nowUs: number): void {
    this.flows.forEach((row) => {
      if (this.flows.isExpired(row, nowUs)) this.forget(row)
    })
  }

  forget(row: number): void {
    const pool = this.flows.pool(row)
    if (pool !== NONE) this.ports.release(pool, this.flows.translatedPort(row))
    this.flows.remove(row)
  }

  #open(tables: Tables, live: Live, packet: Packet, nowUs: number, decision: Decision): DropCode | undefined {
    if (!decide(tables, live, packet, decision)) return reasons[decision.reason]!.code
    if (decision.gateway === NONE) {
      this.flows.open(packet, nowUs, { ...seenAs(decision), pool: NONE })
      return undefined
    }
    const own = decision.tuple.source
    const row = tables.natGateways[decision.gateway]!.entries[decision.entry]!
    for (const source of [own, ...hashedEips(row)]) {
      const pool = this.ports.poolOf(source, packet.protocol, packet.destination, packet.destinationPort)
      if (this.ports.used(pool) >= this.ports.capacity(pool)) continue
      walk(tables, live, packet, decision, BY_HASH, undefined, FRESH, source)
      if (!decision.reached || decision.tuple.source !== source) continue
      const sourcePort = this.ports.allocate(pool)
      decision.tuple.sourcePort = sourcePort
      this.flows.open(packet, nowUs, { source, sourcePort, pool })
      return undefined
    }
    decision.reached = false
    return 'SNAT_PORTS_EXHAUSTED'
  }

  #goOn(
    tables: Tables,
    live: Live,
    packet: Packet,
    row: number,
    nowUs: number,
    decision: Decision,
  ): DropCode | undefined {
    const isLapsed = this.flows.isLapsed(row, nowUs)
    const session = isLapsed ? LAPSED : TRACKED
    if (!this.#walkAsBefore(tables, live, packet, row, session, decision)) {
      if (!decision.reached) return reasons[decision.reason]!.code
      this.forget(row)
      decision.reached = false
      return 'CONNECTION_SOURCE_GONE'
    }
    if (isLapsed) this.flows.judged(row, nowUs)
    this.flows.touch(row, nowUs)
    decision.tuple.sourcePort = this.flows.translatedPort(row)
    return undefined
  }

  /** True: the packet arrives with the source that the session has. */
  #walkAsBefore(
    tables: Tables,
    live: Live,
    packet: Packet,
    row: number,
    session: SessionState,
    decision: Decision,
  ): boolean {
    for (let way = BY_HASH; ; way++) {
      const source = this.flows.translatedSource(row)
      walk(tables, live, packet, decision, way, undefined, session, source)
      if (decision.reached && decision.tuple.source === source) return true
      if (way + 1 >= decision.ways) return false
    }
  }
}

function seenAs({ tuple: { source, sourcePort } }: Decision): { source: Ipv4; sourcePort: number } {
  return { source, sourcePort }
}
