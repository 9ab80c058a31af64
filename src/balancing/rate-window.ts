/**
 * A limit of so many requests in any second, as a machine of pure steps: the instant is handed in. Nothing is saved up in
 * quiet times (facts/load-balancing 1.7: no burst credit), and no second, wherever it begins, has more than the limit;
 * that the second slides is assumed.
 *
 * Memory: 8 bytes for each request of the last second, at most 8 times the limit.
 */
export class RateWindow {
  readonly #limit: number
  /** Instants of the last ones that passed, as a ring once it is as long as the limit. */
  #passedUs: Float64Array
  #count = 0
  #oldest = 0

  /** `limit` is a whole number of at least 1. */
  constructor(limit: number) {
    this.#limit = limit
    this.#passedUs = new Float64Array(Math.min(limit, 16))
  }

  /** Would one more pass at this instant? Instants never run back. */
  hasRoom(nowUs: number): boolean {
    return this.#count < this.#limit || nowUs - this.#passedUs[this.#oldest]! >= SECOND_US
  }

  /** One more passes; `hasRoom` has said so. */
  take(nowUs: number): void {
    if (this.#count < this.#limit) {
      if (this.#count === this.#passedUs.length) this.#grow()
      this.#passedUs[this.#count++] = nowUs
      return
    }
    this.#passedUs[this.#oldest] = nowUs
    this.#oldest = (this.#oldest + 1) % this.#limit
  }

  #grow(): void {
    const larger = new Float64Array(Math.min(this.#limit, this.#passedUs.length * 2))
    larger.set(this.#passedUs)
    this.#passedUs = larger
  }
}

const SECOND_US = 1_000_000
