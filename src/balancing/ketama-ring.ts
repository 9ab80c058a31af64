/**
 * Consistent hashing on a ketama ring, as NGINX does it (facts/load-balancing 6.6): each server stands at 160 points for each
 * unit of its weight, a key goes to the next point. Without a server only its own keys move.
 *
 * Memory: 8 bytes a point; 160 points for each unit of weight after division by the common divisor.
 */
import { extendCrc32, finishCrc32, START_CRC32 } from './crc32.ts'
import { commonDivisor, type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'

const POINTS_PER_WEIGHT = 160

const encoder = new TextEncoder()

export class KetamaRing implements Scheduler {
  /** Points, ascending, and the server that stands at each. */
  #points = new Uint32Array(0)
  #servers = new Uint32Array(0)

  constructor(members: Members) {
    this.reshape(members)
  }

  /** From the key's point on, the first server that may be picked. */
  pick({ usable }: Standing, key: number): number {
    const size = this.#points.length
    const start = this.#firstAtOrAfter(key)
    for (let step = 0; step < size; step++) {
      const server = this.#servers[(start + step) % size]!
      if (usable[server] === 1) return server
    }
    return NOBODY
  }

  reshape({ names, weights }: Members): void {
    const divisor = commonDivisor(weights)
    const pairs: [point: number, server: number][] = []
    for (const [server, weight] of weights.entries()) {
      const base = baseOf(names[server]!)
      const count = weight <= 0 ? 0 : (POINTS_PER_WEIGHT * weight) / divisor
      let previous = 0
      for (let index = 0; index < count; index++) {
        previous = finishCrc32(extendCrc32(base, littleEndian(previous)))
        pairs.push([previous, server])
      }
    }
    pairs.sort(([a, first], [b, second]) => a - b || first - second)
    const unique = pairs.filter(([point], at) => at === 0 || pairs[at - 1]![0] !== point)
    this.#points = Uint32Array.from(unique, ([point]) => point)
    this.#servers = Uint32Array.from(unique, ([, server]) => server)
  }

  #firstAtOrAfter(key: number): number {
    let low = 0
    let high = this.#points.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#points[middle]! < key) low = middle + 1
      else high = middle
    }
    return low === this.#points.length ? 0 : low
  }
}

/** Host, a zero byte, port: `10.0.0.1:8080`. */
function baseOf(name: string): number {
  const colon = name.lastIndexOf(':')
  const host = extendCrc32(START_CRC32, encoder.encode(name.slice(0, colon)))
  return extendCrc32(extendCrc32(host, Uint8Array.of(0)), encoder.encode(name.slice(colon + 1)))
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24)
}
