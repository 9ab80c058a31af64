/**
 * Weighted least connections as the Linux virtual server does it (facts/load-balancing 6.5): the smallest overhead for its
 * weight, where a working connection counts as much as 256 that are closing; the first of equals.
 */
import { type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'

const ACTIVE_COUNTS = 256

export class LvsWlc implements Scheduler {
  #weights: readonly number[]

  constructor({ weights }: Members) {
    this.#weights = weights
  }

  pick({ usable, active, inactive }: Standing): number {
    let best = NOBODY
    let bestOverhead = 0
    for (let server = 0; server < this.#weights.length; server++) {
      const weight = this.#weights[server]!
      if (weight <= 0 || usable[server] !== 1) continue
      const overhead = active[server]! * ACTIVE_COUNTS + inactive[server]!
      // overhead / weight < bestOverhead / bestWeight, without dividing
      if (best === NOBODY || overhead * this.#weights[best]! < bestOverhead * weight) {
        best = server
        bestOverhead = overhead
      }
    }
    return best
  }

  reshape({ weights }: Members): void {
    this.#weights = weights
  }
}
