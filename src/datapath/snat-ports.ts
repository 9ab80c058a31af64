/**
 * The ports of SNAT: an EIP has 55,000 of them towards each (destination, destination port, protocol), and uses them again
 * towards another (facts/vpc section 4.3). Which numbers they are is not published; we take 10240 to 65239 (assumed). A
 * DNAT entry with `PortBreak` takes its ports out of all pools of its EIP and protocol (R4.29).
 *
 * A pool is named by a small integer that `poolOf` hands out. Ports are taken by number, or counted only, where many
 * connections share one fate; both kinds fill the same pool.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { PortRange } from '../net/port-range.ts'
import type { PacketProtocol } from '../net/protocol.ts'
import { TupleIndex } from '../net/tuple-index.ts'
import { NONE } from './live.ts'

export const SNAT_PORTS_PER_EIP = 55_000
export const FIRST_SNAT_PORT = 10_240
export const LAST_SNAT_PORT = FIRST_SNAT_PORT + SNAT_PORTS_PER_EIP - 1

const WORDS = Math.ceil(SNAT_PORTS_PER_EIP / 32)

/** What the ports of a pool are for. */
export interface PoolKey {
  readonly eip: Ipv4
  readonly protocol: PacketProtocol
  readonly destination: Ipv4
  readonly destinationPort: number
}

interface Pool extends PoolKey {
  readonly broken: Broken
  /** A bit for each port that is taken by number; made when the first one is. */
  taken: Int32Array | undefined
  /** Where the search for a free port begins. */
  next: number
  used: number
}

/** The ports of an EIP and protocol that SNAT may not use. */
interface Broken {
  readonly bits: Int32Array
  count: number
}

export class SnatPorts {
  readonly #pools: Pool[] = []
  /** By EIP, destination, its port, and protocol. */
  readonly #index = new TupleIndex()
  readonly #broken = new Map<number, Broken>()

  /** The number of the pool, a new one where nobody has asked for it before. */
  poolOf(eip: Ipv4, protocol: PacketProtocol, destination: Ipv4, destinationPort: number): number {
    const known = this.#index.find(eip | 0, destination | 0, destinationPort, protocol)
    if (known !== NONE) return known
    const pool = this.#pools.length
    this.#index.add(pool, eip | 0, destination | 0, destinationPort, protocol)
    const broken = this.#brokenOf(eip * 256 + protocol)
    this.#pools.push({
      eip,
      protocol,
      destination,
      destinationPort,
      broken,
      taken: undefined,
      next: 0,
      used: 0,
    })
    return pool
  }

  /** From now on exactly these ranges of the EIP and protocol are not for SNAT. A port in use stays so until its end. */
  reserve(eip: Ipv4, protocol: PacketProtocol, ranges: readonly PortRange[]): void {
    const broken = this.#brokenOf(eip * 256 + protocol)
    broken.bits.fill(0)
    broken.count = 0
    for (const { first, last } of ranges)
      for (let port = Math.max(first, FIRST_SNAT_PORT); port <= Math.min(last, LAST_SNAT_PORT); port++)
        if (setBit(broken.bits, port - FIRST_SNAT_PORT)) broken.count++
  }

  /** A free port, the same for equal histories; `NONE` where there is none: the new connection is dropped in silence. */
  allocate(pool: number): number {
    const at = this.#pools[pool]!
    if (at.used >= this.capacity(pool)) return NONE
    at.taken ??= new Int32Array(WORDS)
    const offset = firstFree(at.taken, at.broken.bits, at.next)
    if (offset === NONE) return NONE
    setBit(at.taken, offset)
    at.next = offset + 1 === SNAT_PORTS_PER_EIP ? 0 : offset + 1
    at.used++
    return FIRST_SNAT_PORT + offset
  }

  /** Throws a RangeError for a port that nobody has. */
  release(pool: number, port: number): void {
    const at = this.#pools[pool]!
    const offset = port - FIRST_SNAT_PORT
    if (at.taken === undefined || !clearBit(at.taken, offset))
      throw new RangeError(`port ${port} is not in use`)
    at.used--
  }

  /** Takes as many of `count` ports as there are, without their numbers, and says how many that were. */
  take(pool: number, count: number): number {
    const at = this.#pools[pool]!
    const granted = Math.max(0, Math.min(count, this.capacity(pool) - at.used))
    at.used += granted
    return granted
  }

  /** Gives back `count` of the ports that were taken without numbers. */
  give(pool: number, count: number): void {
    const at = this.#pools[pool]!
    if (count > at.used) throw new RangeError(`${count} ports given back, but ${at.used} are in use`)
    at.used -= count
  }

  used(pool: number): number {
    return this.#pools[pool]!.used
  }

  capacity(pool: number): number {
    return SNAT_PORTS_PER_EIP - this.#pools[pool]!.broken.count
  }

  keyOf(pool: number): PoolKey {
    return this.#pools[pool]!
  }

  #brokenOf(side: number): Broken {
    let broken = this.#broken.get(side)
    if (broken === undefined) {
      broken = { bits: new Int32Array(WORDS), count: 0 }
      this.#broken.set(side, broken)
    }
    return broken
  }
}

/** The first offset that neither has, from `from` on and round the end; or `NONE`. */
function firstFree(taken: Int32Array, broken: Int32Array, from: number): number {
  for (let step = 0, word = from >>> 5, mask = -1 << (from & 31); step <= WORDS; step++) {
    const free = ~(taken[word]! | broken[word]!) & mask
    if (free !== 0) {
      const offset = word * 32 + (31 - Math.clz32(free & -free))
      if (offset < SNAT_PORTS_PER_EIP) return offset
    }
    mask = -1
    word = word + 1 === WORDS ? 0 : word + 1
  }
  return NONE
}

/** False where it was set before. */
function setBit(bits: Int32Array, at: number): boolean {
  const before = bits[at >>> 5]!
  bits[at >>> 5] = before | (1 << (at & 31))
  return bits[at >>> 5] !== before
}

/** False where it was not set. */
function clearBit(bits: Int32Array, at: number): boolean {
  const before = bits[at >>> 5] ?? 0
  if (at < 0 || at >= SNAT_PORTS_PER_EIP) return false
  bits[at >>> 5] = before & ~(1 << (at & 31))
  return bits[at >>> 5] !== before
}
