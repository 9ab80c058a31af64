/** Slow twins of `SnatPorts` and `FlowTable`, written from facts/vpc section 4.3 and R5.14: lists, and no cleverness. */

import type { FiveTuple } from '../../src/net/five-tuple.ts'
import type { Ipv4 } from '../../src/net/ipv4.ts'
import { ICMP, TCP, UDP } from '../../src/net/protocol.ts'

/** Ports as a plain set per pool; the pool of a number is its text. */
export class NaiveSnatPorts {
  readonly #taken = new Map<string, Set<number>>()
  readonly #counted = new Map<string, number>()
  readonly #broken = new Map<string, Set<number>>()

  reserve(eip: Ipv4, protocol: number, ranges: readonly { first: number; last: number }[]): void {
    const ports = new Set<number>()
    for (const { first, last } of ranges)
      for (let port = first; port <= last; port++) if (port >= 10_240 && port <= 65_239) ports.add(port)
    this.#broken.set(`${eip} ${protocol}`, ports)
  }

  capacity(pool: string): number {
    return 55_000 - (this.#broken.get(sideOf(pool))?.size ?? 0)
  }

  used(pool: string): number {
    return (this.#taken.get(pool)?.size ?? 0) + (this.#counted.get(pool) ?? 0)
  }

  take(pool: string, count: number): number {
    let granted = 0
    while (granted < count && this.used(pool) < this.capacity(pool)) {
      granted++
      this.#counted.set(pool, (this.#counted.get(pool) ?? 0) + 1)
    }
    return granted
  }

  give(pool: string, count: number): void {
    this.#counted.set(pool, (this.#counted.get(pool) ?? 0) - count)
  }

  /** May the pool give this port away now? */
  mayGive(pool: string, port: number): boolean {
    const isBroken = this.#broken.get(sideOf(pool))?.has(port) ?? false
    const isTaken = this.#taken.get(pool)?.has(port) ?? false
    return port >= 10_240 && port <= 65_239 && !isBroken && !isTaken
  }

  allocated(pool: string, port: number): void {
    this.#taken.set(pool, (this.#taken.get(pool) ?? new Set()).add(port))
  }

  release(pool: string, port: number): void {
    this.#taken.get(pool)?.delete(port)
  }
}

/** `EIP PROTOCOL DESTINATION PORT` → `EIP PROTOCOL` */
function sideOf(pool: string): string {
  return pool.split(' ').slice(0, 2).join(' ')
}

interface NaiveSession {
  readonly tuple: FiveTuple
  lastUs: number
  judgedUs: number
  closed: boolean
}

export class NaiveFlowTable {
  readonly sessions: NaiveSession[] = []

  find(tuple: FiveTuple): NaiveSession | undefined {
    return this.sessions.find(
      (each) =>
        each.tuple.protocol === tuple.protocol &&
        each.tuple.source === tuple.source &&
        each.tuple.sourcePort === tuple.sourcePort &&
        each.tuple.destination === tuple.destination &&
        each.tuple.destinationPort === tuple.destinationPort,
    )
  }

  open(tuple: FiveTuple, nowUs: number): void {
    this.sessions.push({ tuple, lastUs: nowUs, judgedUs: nowUs, closed: false })
  }

  remove(session: NaiveSession): void {
    this.sessions.splice(this.sessions.indexOf(session), 1)
  }

  isExpired({ tuple, lastUs, closed }: NaiveSession, nowUs: number): boolean {
    const idle = new Map<number, number>([
      [TCP, 900],
      [UDP, 60],
      [ICMP, 30],
    ])
    return nowUs - lastUs >= (closed ? 10 : idle.get(tuple.protocol)!) * 1_000_000
  }

  isLapsed({ judgedUs }: NaiveSession, nowUs: number): boolean {
    return nowUs - judgedUs >= 910 * 1_000_000
  }
}
