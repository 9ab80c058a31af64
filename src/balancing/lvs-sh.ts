/**
 * Source hashing as the Linux virtual server does it (facts/load-balancing 6.7): 256 buckets, and only the last octet of the
 * address matters. A server that is down takes its buckets with it: there is no other choice for them.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'

const BUCKETS = 256
const GOLDEN = 2_654_435_761

/** The bucket of an address. */
export function bucketOf(address: Ipv4): number {
  return Math.imul(address, GOLDEN) & (BUCKETS - 1)
}

export class LvsSh implements Scheduler {
  readonly #buckets = new Int32Array(BUCKETS)

  constructor(members: Members) {
    this.reshape(members)
  }

  /** `key` is the address itself. */
  pick({ usable }: Standing, key: number): number {
    const server = this.#buckets[bucketOf(key)]!
    return server !== NOBODY && usable[server] === 1 ? server : NOBODY
  }

  reshape({ weights }: Members): void {
    this.#buckets.fill(NOBODY)
    if (!weights.some((weight) => weight > 0)) return
    let bucket = 0
    while (bucket < BUCKETS)
      for (const [server, weight] of weights.entries())
        for (let share = 0; share < weight && bucket < BUCKETS; share++) this.#buckets[bucket++] = server
  }
}
