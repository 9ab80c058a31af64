/**
 * A number for each of some IPv4 addresses: built once, then only asked. Open addressing in one typed array, because a
 * `Map` hashes addresses from 128.0.0.0 on as boxed doubles, which costs ten times as much and allocates.
 */
import { NONE } from './address-steps.ts'
import type { Ipv4 } from './ipv4.ts'

export class AddressIndex {
  readonly size: number
  /** Pairs of address and number; `NONE` as the number where a place is free. */
  readonly #places: Int32Array
  /** How far a hash is shifted to give a place. */
  readonly #shift: number

  /** `numbers` are from 0 on; of equal addresses the first counts. */
  static of(numbers: Iterable<readonly [address: Ipv4, number: number]>): AddressIndex {
    return new AddressIndex([...numbers])
  }

  private constructor(numbers: readonly (readonly [Ipv4, number])[]) {
    // At most half full, so that searches end soon.
    const bits = Math.max(1, 32 - Math.clz32(2 * numbers.length))
    this.#shift = 32 - bits
    this.#places = new Int32Array(2 << bits).fill(NONE)
    let size = 0
    for (const [address, number] of numbers) {
      const place = this.#placeOf(address)
      if (this.#places[place + 1] !== NONE) continue
      this.#places[place] = address
      this.#places[place + 1] = number
      size++
    }
    this.size = size
  }

  /** The number of `address`, or `NONE`. Allocates nothing. */
  at(address: Ipv4): number {
    return this.#places[this.#placeOf(address) + 1]!
  }

  /** Where the address is, or the free place where the search for it ends. */
  #placeOf(address: Ipv4): number {
    const places = this.#places
    const key = address | 0
    // Fibonacci hashing: neighbouring addresses land far from each other.
    let place = (Math.imul(key, 0x9e37_79b9) >>> this.#shift) << 1
    while (places[place] !== key && places[place + 1] !== NONE) place = (place + 2) & (places.length - 1)
    return place
  }
}
