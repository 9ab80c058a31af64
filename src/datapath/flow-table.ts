/**
 * The sessions that security groups and NAT gateways remember, by the five-tuple of their first packet: numbers in typed
 * arrays, found by open addressing. Nothing is allocated for a packet; the arrays double when they are full. A session
 * is named by its row, which stays until it ends. There is no clock: the caller says what time it is, and asks whether a
 * session is too old.
 */
import { type FiveTuple, hashFiveTuple } from '../net/five-tuple.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { PacketProtocol } from '../net/protocol.ts'
import { NONE } from './live.ts'
import { CLOSED_SESSION_US, natIdleUs, SECURITY_SESSION_US } from './session.ts'

/** How the far side sees the sender. */
export interface Translation {
  readonly source: Ipv4
  readonly sourcePort: number
  /** The pool that its port is of; `NONE` where it needs none. */
  readonly pool: number
}

const FREE = 0
const OPEN = 1
const CLOSED = 2

const HASH_SEED = 0x9e37_79b9
const FIRST_SIZE = 16

export class FlowTable {
  /** Row by hash, or `NONE`; twice as long as there are rows. */
  #index = new Int32Array(2 * FIRST_SIZE).fill(NONE)
  #size = FIRST_SIZE
  #count = 0
  /** The next row that was never used, and those that were given back. */
  #fresh = 0
  #freed: Int32Array = new Int32Array(FIRST_SIZE)
  #freedCount = 0

  #state = new Uint8Array(FIRST_SIZE)
  #protocol = new Uint8Array(FIRST_SIZE)
  #source = new Uint32Array(FIRST_SIZE)
  #destination = new Uint32Array(FIRST_SIZE)
  #ports = new Uint32Array(FIRST_SIZE)
  #translatedSource = new Uint32Array(FIRST_SIZE)
  #translatedPort = new Uint16Array(FIRST_SIZE)
  #pool = new Int32Array(FIRST_SIZE)
  /** When the last packet passed, when rules let one through last, when the session was closed. */
  #lastUs = new Float64Array(FIRST_SIZE)
  #judgedUs = new Float64Array(FIRST_SIZE)

  get count(): number {
    return this.#count
  }

  /** The row of the session with exactly this tuple, or `NONE`. */
  find(tuple: FiveTuple): number {
    const { source, destination, protocol } = tuple
    const ports = portsOf(tuple)
    const mask = this.#index.length - 1
    for (let at = hashFiveTuple(tuple, HASH_SEED) & mask; ; at = (at + 1) & mask) {
      const row = this.#index[at]!
      if (row === NONE) return NONE
      if (
        this.#source[row] === source &&
        this.#destination[row] === destination &&
        this.#ports[row] === ports &&
        this.#protocol[row] === protocol
      )
        return row
    }
  }

  /** A new session, begun by a packet that the rules let through now. Its tuple must not have one. */
  open(tuple: FiveTuple, nowUs: number, translation?: Translation): number {
    if (this.#count === this.#size) this.#grow()
    const row = this.#freedCount > 0 ? this.#freed[--this.#freedCount]! : this.#fresh++
    this.#count++
    this.#state[row] = OPEN
    this.#protocol[row] = tuple.protocol
    this.#source[row] = tuple.source
    this.#destination[row] = tuple.destination
    this.#ports[row] = portsOf(tuple)
    this.#translatedSource[row] = translation?.source ?? tuple.source
    this.#translatedPort[row] = translation?.sourcePort ?? tuple.sourcePort
    this.#pool[row] = translation?.pool ?? NONE
    this.#lastUs[row] = nowUs
    this.#judgedUs[row] = nowUs
    this.#enter(row)
    return row
  }

  /** A packet of the session has passed. */
  touch(row: number, nowUs: number): void {
    this.#lastUs[row] = nowUs
  }

  /** The rules of the security groups have let a packet of the session through again. */
  judged(row: number, nowUs: number): void {
    this.#judgedUs[row] = nowUs
  }

  /** FIN both ways, or RST. */
  close(row: number, nowUs: number): void {
    this.#state[row] = CLOSED
    this.#lastUs[row] = nowUs
  }

  /** The session is forgotten at once, and its row may be used again. */
  remove(row: number): void {
    this.#leave(row)
    this.#state[row] = FREE
    this.#freed[this.#freedCount++] = row
    this.#count--
  }

  /** Has NAT forgotten the session: too long without a packet, or closed for long enough? */
  isExpired(row: number, nowUs: number): boolean {
    const keptUs =
      this.#state[row] === CLOSED ? CLOSED_SESSION_US : natIdleUs(this.#protocol[row] as PacketProtocol)
    return nowUs - this.#lastUs[row]! >= keptUs
  }

  /** Have the security groups forgotten it? Then they ask their rules anew (facts/vpc R5.14). */
  isLapsed(row: number, nowUs: number): boolean {
    return nowUs - this.#judgedUs[row]! >= SECURITY_SESSION_US
  }

  /** By a NAT gateway, which gave it a port. */
  isTranslated(row: number): boolean {
    return this.#pool[row] !== NONE
  }

  translatedSource(row: number): Ipv4 {
    return this.#translatedSource[row]!
  }

  translatedPort(row: number): number {
    return this.#translatedPort[row]!
  }

  pool(row: number): number {
    return this.#pool[row]!
  }

  /** Calls `visit` for each session, by row. It may remove the one that it is called for. */
  forEach(visit: (row: number) => void): void {
    for (let row = 0; row < this.#fresh; row++) if (this.#state[row] !== FREE) visit(row)
  }

  #hashOf(row: number): number {
    const ports = this.#ports[row]!
    return hashFiveTuple(
      {
        protocol: this.#protocol[row] as PacketProtocol,
        source: this.#source[row]!,
        sourcePort: ports >>> 16,
        destination: this.#destination[row]!,
        destinationPort: ports & 0xffff,
      },
      HASH_SEED,
    )
  }

  #enter(row: number): void {
    const mask = this.#index.length - 1
    let at = this.#hashOf(row) & mask
    while (this.#index[at] !== NONE) at = (at + 1) & mask
    this.#index[at] = row
  }

  /** Those behind it move up, so that no search stops too early. */
  #leave(row: number): void {
    const mask = this.#index.length - 1
    let hole = this.#hashOf(row) & mask
    while (this.#index[hole] !== row) hole = (hole + 1) & mask
    for (let at = (hole + 1) & mask; this.#index[at] !== NONE; at = (at + 1) & mask) {
      const home = this.#hashOf(this.#index[at]!) & mask
      // It may fill the hole unless its home lies behind the hole.
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      this.#index[hole] = this.#index[at]!
      hole = at
    }
    this.#index[hole] = NONE
  }

  #grow(): void {
    this.#size *= 2
    this.#state = grown(this.#state, new Uint8Array(this.#size))
    this.#protocol = grown(this.#protocol, new Uint8Array(this.#size))
    this.#source = grown(this.#source, new Uint32Array(this.#size))
    this.#destination = grown(this.#destination, new Uint32Array(this.#size))
    this.#ports = grown(this.#ports, new Uint32Array(this.#size))
    this.#translatedSource = grown(this.#translatedSource, new Uint32Array(this.#size))
    this.#translatedPort = grown(this.#translatedPort, new Uint16Array(this.#size))
    this.#pool = grown(this.#pool, new Int32Array(this.#size))
    this.#lastUs = grown(this.#lastUs, new Float64Array(this.#size))
    this.#judgedUs = grown(this.#judgedUs, new Float64Array(this.#size))
    this.#freed = grown(this.#freed, new Int32Array(this.#size))
    this.#index = new Int32Array(2 * this.#size).fill(NONE)
    this.forEach((row) => {
      this.#enter(row)
    })
  }
}

function portsOf({ sourcePort, destinationPort }: FiveTuple): number {
  return ((sourcePort << 16) | destinationPort) >>> 0
}

function grown<Items extends { set(items: Items): void }>(old: Items, longer: Items): Items {
  longer.set(old)
  return longer
}
