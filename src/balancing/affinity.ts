/**
 * Clients that stay with a server by their address: persistence of CLB layer 4 (facts/load-balancing 2.2), and `ClientIP` of
 * Kubernetes services (section 5). Every new connection renews the time, which is documented by nobody.
 *
 * Memory: one entry a client whose time is not over; ended ones go when the table has doubled.
 */
import type { Ipv4 } from '../net/ipv4.ts'

const FIRST_SWEEP = 1024

export class Affinity {
  readonly #timeoutUs: number
  readonly #places = new Map<Ipv4, { key: string; untilUs: number }>()
  #sweepAt = FIRST_SWEEP

  /** 0 is off. */
  constructor(timeoutUs: number) {
    this.#timeoutUs = timeoutUs
  }

  /** The key of the server that this client had last, as long as its time is not over. */
  recall(source: Ipv4, nowUs: number): string | undefined {
    const place = this.#places.get(source)
    return place !== undefined && nowUs < place.untilUs ? place.key : undefined
  }

  remember(source: Ipv4, key: string, nowUs: number): void {
    if (this.#timeoutUs <= 0) return
    this.#places.set(source, { key, untilUs: nowUs + this.#timeoutUs })
    if (this.#places.size >= this.#sweepAt) this.#sweep(nowUs)
  }

  get size(): number {
    return this.#places.size
  }

  #sweep(nowUs: number): void {
    for (const [source, { untilUs }] of this.#places) if (untilUs <= nowUs) this.#places.delete(source)
    this.#sweepAt = Math.max(FIRST_SWEEP, 2 * this.#places.size)
  }
}
