/**
 * Smooth weighted round robin for pools that stay as they are for long: the same picks as `SmoothWrr`, but a cycle that has come round to
 * where it began is played back instead of being computed again. The caller says when something changes: `settle` before, `begin` after it.
 *
 * Memory: 2 bytes a pick of the cycle, which is as long as the sum of the weights over their common divisor.
 */
import { commonDivisor, type Members, NOBODY, type Scheduler, type Standing } from './scheduler.ts'
import { SmoothWrr } from './smooth-wrr.ts'

const LONGEST_CYCLE = 65_536

export class SteadyWrr implements Scheduler {
  readonly #rounds: SmoothWrr
  #weights: readonly number[]
  /** Being written, up to `#written`; empty: nothing is. */
  #cycle = new Uint16Array(0)
  #written = 0
  /** How the rounds stood before the first pick of the cycle. */
  #beginning = new Float64Array(0)
  /** The cycle is whole and played back: the place of the next pick. The rounds stand still at its beginning. */
  #next = NOBODY

  constructor(members: Members) {
    this.#rounds = new SmoothWrr(members)
    this.#weights = members.weights
  }

  pick({ usable }: Standing): number {
    if (this.#next !== NOBODY) {
      const server = this.#cycle[this.#next]!
      this.#next = this.#next + 1 === this.#cycle.length ? 0 : this.#next + 1
      return server
    }
    const server = this.#rounds.pickAmong(usable)
    if (this.#cycle.length > 0 && server !== NOBODY) this.#write(server)
    return server
  }

  /** Weights or servers are about to change: the rounds catch up with what was played back. `usable` is as it was. */
  settle(usable: Uint8Array): void {
    for (let pick = 0; pick < this.#next; pick++) this.#rounds.pickAmong(usable)
    this.#next = NOBODY
    this.#written = 0
    this.#cycle = new Uint16Array(0)
  }

  /** From now on everything stays as it is. */
  begin(usable: Uint8Array): void {
    const weights = this.#weights.filter((_, server) => usable[server] === 1)
    const length = weights.reduce((sum, weight) => sum + weight, 0) / commonDivisor(weights)
    if (!(length <= LONGEST_CYCLE)) return
    this.#cycle = new Uint16Array(length)
    this.#beginning = this.#rounds.standing()
  }

  reshape(members: Members, before: readonly number[]): void {
    this.#weights = members.weights
    this.#rounds.reshape(members, before)
  }

  /** For slow start; between `settle` and `begin`. */
  setWeight(server: number, weight: number): void {
    this.#rounds.setWeight(server, weight)
  }

  #write(server: number): void {
    this.#cycle[this.#written++] = server
    if (this.#written < this.#cycle.length) return
    this.#written = 0
    const standing = this.#rounds.standing()
    if (standing.every((current, at) => current === this.#beginning[at])) this.#next = 0
    else this.#beginning = standing
  }
}
