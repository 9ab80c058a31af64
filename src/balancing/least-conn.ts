/**
 * Least connections as NGINX does it (facts/load-balancing 6.3): the fewest for its weight; among equals smooth weighted round
 * robin, which looks at nobody else.
 */
import { type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'
import { SmoothWrr } from './smooth-wrr.ts'

export class LeastConn implements Scheduler {
  #weights: readonly number[]
  readonly #ties: SmoothWrr
  #equals: Uint8Array

  constructor(members: Members) {
    this.#weights = members.weights
    this.#ties = new SmoothWrr(members)
    this.#equals = new Uint8Array(members.weights.length)
  }

  pick({ usable, active }: Standing): number {
    const equals = this.#equals
    let best = NOBODY
    let count = 0
    for (let server = 0; server < this.#weights.length; server++) {
      const weight = this.#weights[server]!
      equals[server] = 0
      if (weight <= 0 || usable[server] !== 1) continue
      const difference =
        best === NOBODY ? -1 : active[server]! * this.#weights[best]! - active[best]! * weight
      if (difference > 0) continue
      if (difference < 0) {
        if (best !== NOBODY) equals.fill(0, best, server)
        count = 0
        best = server
      }
      equals[server] = 1
      count++
    }
    return count > 1 ? this.#ties.pickAmong(equals) : best
  }

  reshape(members: Members, before: readonly number[]): void {
    this.#weights = members.weights
    this.#ties.reshape(members, before)
    this.#equals = new Uint8Array(members.weights.length)
  }
}
