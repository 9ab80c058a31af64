/** Round robin without weights: the next server in the order of the group (facts/load-balancing section 6, CLB `rr`, IPVS `rr`). */
import { type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'

export class RoundRobin implements Scheduler {
  #weights: readonly number[]
  /** The server that was picked last. */
  #last = NOBODY

  constructor({ weights }: Members) {
    this.#weights = weights
  }

  pick({ usable }: Standing): number {
    const size = this.#weights.length
    for (let step = 1; step <= size; step++) {
      const server = (this.#last + step) % size
      if (usable[server] === 1 && this.#weights[server]! > 0) {
        this.#last = server
        return server
      }
    }
    return NOBODY
  }

  reshape({ weights }: Members, before: readonly number[]): void {
    this.#weights = weights
    this.#last = this.#last === NOBODY ? NOBODY : before.indexOf(this.#last)
  }
}
