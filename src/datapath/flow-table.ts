/**
 * The sessions that security groups and NAT gateways remember, by the five-tuple of their first packet: numbers in typed
 * arrays, found by `tuple-index.ts`. Nothing is allocated for a packet; the arrays double when they are full. A session
 * is named by its row, which stays until it ends. There is no clock: the caller says what time it is, and asks whether a
 * session is too old.
 */
import type { FiveTuple } from '../net/five-tuple.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { PacketProtocol } from '../net/protocol.ts'
import { TupleIndex } from '../net/tuple-index.ts'
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

const FIRST_SIZE = 16

export class FlowTable {
  readonly #index = new TupleIndex()
  #size = FIRST_SIZE
  #count = 0
  /** The next row that was never used, and those that were given back. */
  #fresh = 0
  #freed: Int32Array = new Int32Array(FIRST_SIZE)
  #freedCount = 0

  #state = new Uint8Array(FIRST_SIZE)
  #protocol = new Uint8Array(FIRST_SIZE)
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
    return this.#index.find(tuple.source | 0, tuple.destination | 0, portsOf(tuple), tuple.protocol)
  }

  /** A new session, begun by a packet that the rules let through now. Its tuple must not have one. */
  open(tuple: FiveTuple, nowUs: number, translation?: Translation): number {
    if (this.#count === this.#size) this.#grow()
    const row = this.#freedCount > 0 ? this.#freed[--this.#freedCount]! : this.#fresh++
    this.#count++
    this.#state[row] = OPEN
    this.#protocol[row] = tuple.protocol
    this.#translatedSource[row] = translation?.source ?? tuple.source
    this.#translatedPort[row] = translation?.sourcePort ?? tuple.sourcePort
    this.#pool[row] = translation?.pool ?? NONE
    this.#lastUs[row] = nowUs
    this.#judgedUs[row] = nowUs
    this.#index.add(row, tuple.source | 0, tuple.destination | 0, portsOf(tuple), tuple.protocol)
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
    this.#index.remove(row)
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

  #grow(): void {
    this.#size *= 2
    this.#state = grown(this.#state, new Uint8Array(this.#size))
    this.#protocol = grown(this.#protocol, new Uint8Array(this.#size))
    this.#translatedSource = grown(this.#translatedSource, new Uint32Array(this.#size))
    this.#translatedPort = grown(this.#translatedPort, new Uint16Array(this.#size))
    this.#pool = grown(this.#pool, new Int32Array(this.#size))
    this.#lastUs = grown(this.#lastUs, new Float64Array(this.#size))
    this.#judgedUs = grown(this.#judgedUs, new Float64Array(this.#size))
    this.#freed = grown(this.#freed, new Int32Array(this.#size))
  }
}

function portsOf({ sourcePort, destinationPort }: FiveTuple): number {
  return (sourcePort << 16) | destinationPort
}

function grown<Items extends { set(items: Items): void }>(old: Items, longer: Items): Items {
  longer.set(old)
  return longer
}
