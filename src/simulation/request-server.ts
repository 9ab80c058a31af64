/**
 * A server that works on so many requests at a time; the others wait in the order in which they came, and when too many
 * wait the next one is refused. Whoever comes is told at once when it will be done: a server works on everything to its
 * end, whether or not anybody still waits for it (assumed), so nothing that comes later changes that. No clock: the
 * instant is handed in, and never runs back.
 */
export const REFUSED = -1

export class RequestServer {
  readonly name: string
  /** A service of EAS answers with 408 what takes longer, its waiting included, and with 450 what it cannot queue (facts/deployment B.4). */
  keepaliveUs: number | undefined
  /** When each of those who work is free; empty where everything is worked on at once. */
  readonly #freeUs: Float64Array
  readonly #backlog: number
  /** When those who wait will begin, as a ring: the first `#waiting` from `#first` on. */
  #startsUs = new Float64Array(16)
  #first = 0
  #waiting = 0
  /** The first of its requests in flight, as `RequestSlots` chain them. */
  head = -1
  /** The last event that told of it. */
  since = -1

  constructor(name: string, concurrency: number | undefined, backlog: number, keepaliveUs?: number) {
    this.name = name
    this.keepaliveUs = keepaliveUs
    this.#freeUs = new Float64Array(concurrency ?? 0)
    this.#backlog = backlog
  }

  /** When a request that comes now and takes so long is done, or `REFUSED`. */
  admit(nowUs: number, serviceUs: number): number {
    const free = this.#freeUs
    if (free.length === 0) return nowUs + serviceUs
    let worker = 0
    for (let at = 1; at < free.length; at++) if (free[at]! < free[worker]!) worker = at
    const startUs = Math.max(nowUs, free[worker]!)
    if (startUs > nowUs && !this.#queue(nowUs, startUs)) return REFUSED
    free[worker] = startUs + serviceUs
    return startUs + serviceUs
  }

  /** Its process has ended: nobody works on anything, and nobody waits. */
  reset(): void {
    this.#freeUs.fill(0)
    this.#waiting = 0
  }

  /** How much of it works, in percent; undefined where everything is worked on at once. */
  busyPercent(nowUs: number): number | undefined {
    const free = this.#freeUs
    if (free.length === 0) return undefined
    let busy = 0
    for (const untilUs of free) if (untilUs > nowUs) busy++
    return (100 * busy) / free.length
  }

  /** How many have not begun yet. */
  waiting(nowUs: number): number {
    this.#forgetBegun(nowUs)
    return this.#waiting
  }

  /** Those who come later begin later, so those who have begun are the first of the ring. */
  #forgetBegun(nowUs: number): void {
    while (this.#waiting > 0 && this.#startsUs[this.#first]! <= nowUs) {
      this.#first = (this.#first + 1) % this.#startsUs.length
      this.#waiting--
    }
  }

  #queue(nowUs: number, startUs: number): boolean {
    this.#forgetBegun(nowUs)
    if (this.#waiting >= this.#backlog) return false
    if (this.#waiting === this.#startsUs.length) this.#grow()
    this.#startsUs[(this.#first + this.#waiting) % this.#startsUs.length] = startUs
    this.#waiting++
    return true
  }

  #grow(): void {
    const larger = new Float64Array(this.#startsUs.length * 2)
    for (let at = 0; at < this.#waiting; at++)
      larger[at] = this.#startsUs[(this.#first + at) % this.#startsUs.length]!
    this.#startsUs = larger
    this.#first = 0
  }
}
