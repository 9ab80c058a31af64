/**
 * Smooth weighted round robin, as NGINX does it (facts/load-balancing 6.1): each server's `current` grows by its weight, the
 * largest is picked and pays the sum. Over one cycle of `sum / gcd` picks every server gets exactly its share, spread out.
 */
import { type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'

export class SmoothWrr implements Scheduler {
  #weights: Float64Array
  #current: Float64Array

  constructor({ weights }: Members) {
    this.#weights = Float64Array.from(weights)
    this.#current = new Float64Array(weights.length)
  }

  /** A server that may not be picked keeps its `current`; one of weight 0 is not in the list. */
  pick({ usable }: Standing): number {
    return this.pickAmong(usable)
  }

  /** The same among the servers of a mask: least connections asks it for a tie (6.3). */
  pickAmong(mask: Uint8Array): number {
    const weights = this.#weights
    const current = this.#current
    let best = NOBODY
    let total = 0
    for (let server = 0; server < weights.length; server++) {
      const weight = weights[server]!
      if (weight <= 0 || mask[server] !== 1) continue
      current[server]! += weight
      total += weight
      if (best === NOBODY || current[server]! > current[best]!) best = server
    }
    if (best !== NOBODY) current[best]! -= total
    return best
  }

  reshape({ weights }: Members, before: readonly number[]): void {
    const current = this.#current
    this.#current = Float64Array.from(before, (old) => (old === NOBODY ? 0 : current[old]!))
    this.#weights = Float64Array.from(weights)
  }

  /** `current` of every server: two rounds that stand alike go on alike. */
  standing(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#current)
  }

  /** Slow start gives a server another weight for a while, in parts of its own (facts/load-balancing 1.8). */
  setWeight(server: number, weight: number): void {
    this.#weights[server] = weight
  }
}
