/** Steps over IPv6 addresses, asked by binary search: four 32-bit words and an answer per step. */
import type { AddressSteps } from './address-steps.ts'
import { type Ipv6, ipv6FromBigInt } from './ipv6.ts'

export class WordSteps {
  /** The starts of the steps, four words each, the most significant first. */
  readonly #words: Uint32Array
  readonly #answers: Int32Array

  private constructor(words: Uint32Array, answers: Int32Array) {
    this.#words = words
    this.#answers = answers
  }

  static of({ starts, answers }: AddressSteps<bigint>): WordSteps {
    return new WordSteps(Uint32Array.from(starts.flatMap(ipv6FromBigInt)), Int32Array.from(answers))
  }

  /** The answer for `address`: an index of the caller's, or -1. Allocates nothing. */
  at(address: Ipv6): number {
    let low = 1 // The first step starts at the lowest address, so it is never behind.
    let high = this.#answers.length
    while (low < high) {
      // Invariant: steps before `low` start at or before `address`, those from `high` on behind it.
      const middle = (low + high) >>> 1
      if (this.#startsAtOrBefore(middle, address)) low = middle + 1
      else high = middle
    }
    return this.#answers[low - 1]!
  }

  #startsAtOrBefore(step: number, address: Ipv6): boolean {
    const words = this.#words
    const at = 4 * step
    if (words[at] !== address[0]) return words[at]! < address[0]
    if (words[at + 1] !== address[1]) return words[at + 1]! < address[1]
    if (words[at + 2] !== address[2]) return words[at + 2]! < address[2]
    return words[at + 3]! <= address[3]
  }
}
