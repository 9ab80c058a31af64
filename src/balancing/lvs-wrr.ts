/**
 * Weighted round robin as the Linux virtual server does it (facts/load-balancing 6.4): rounds with a falling threshold. Heavy
 * servers come first and in a row, which smooth round robin avoids.
 */
import { commonDivisor, type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'

export class LvsWrr implements Scheduler {
  #weights: readonly number[]
  #divisor = 0
  /** The threshold of a first round. */
  #highest = 0
  #threshold = 0
  /** The server that was picked last, or `NOBODY` at the head of the list. */
  #last = NOBODY

  constructor({ weights }: Members) {
    this.#weights = weights
    this.#measure()
    this.#threshold = this.#highest
  }

  pick({ usable }: Standing): number {
    if (this.#highest <= 0) return NOBODY
    // Every threshold once, from where we stand, sees every server that could be picked.
    const rounds = Math.ceil(this.#highest / this.#divisor) + 1
    for (let round = 0; round <= rounds; round++) {
      for (let server = this.#last + 1; server < this.#weights.length; server++)
        if (usable[server] === 1 && this.#weights[server]! >= this.#threshold) {
          this.#last = server
          return server
        }
      this.#last = NOBODY
      this.#threshold -= this.#divisor
      if (this.#threshold <= 0) this.#threshold = this.#highest
    }
    return NOBODY
  }

  reshape({ weights }: Members): void {
    this.#weights = weights
    this.#last = NOBODY
    this.#measure()
    if (this.#threshold > this.#highest || this.#threshold === 0) this.#threshold = this.#highest
    else if (this.#divisor > 1)
      this.#threshold = Math.floor(this.#threshold / this.#divisor) * this.#divisor + 1
  }

  #measure(): void {
    this.#divisor = commonDivisor(this.#weights)
    this.#highest = this.#divisor === 0 ? 0 : Math.max(...this.#weights) - (this.#divisor - 1)
  }
}
