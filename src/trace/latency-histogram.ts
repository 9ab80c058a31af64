/**
 * How long requests took, counted so that percentiles can be told of millions of them. Up to 256 µs every microsecond is
 * a bucket of its own; beyond that each power of two has 128, so a percentile is told at most 1/128 too high. Equal
 * requests in any order give equal histograms.
 */

const PRECISION = 128
const EXACT = 2 * PRECISION
const TWO_31 = 2 ** 31

export class LatencyHistogram {
  /** By bucket; it grows with the longest. */
  #counts = new Uint32Array(EXACT)
  #total = 0
  #maxUs = 0

  record(us: number): void {
    const bucket = bucketOf(us)
    if (bucket >= this.#counts.length) this.#grow(bucket)
    this.#counts[bucket]!++
    this.#total++
    if (us > this.#maxUs) this.#maxUs = us
  }

  get total(): number {
    return this.#total
  }

  get maxUs(): number {
    return this.#maxUs
  }

  /** Another one's requests are counted here as well. */
  add({ buckets, maxUs }: Latencies): void {
    for (const [bucket, count] of buckets) {
      if (bucket >= this.#counts.length) this.#grow(bucket)
      this.#counts[bucket]! += count
      this.#total += count
    }
    this.#maxUs = Math.max(this.#maxUs, maxUs)
  }

  /** The shortest time that at least `share` (0 to 1) of them did not take longer than; 0 where there are none. */
  percentileUs(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#total - 1e-9))
    let seen = 0
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      seen += this.#counts[bucket]!
      if (seen >= wanted) return Math.min(endOf(bucket), this.#maxUs)
    }
    return 0
  }

  get latencies(): Latencies {
    const buckets: (readonly [bucket: number, count: number])[] = []
    for (const [bucket, count] of this.#counts.entries()) if (count > 0) buckets.push([bucket, count])
    return { buckets, maxUs: this.#maxUs }
  }

  #grow(bucket: number): void {
    const larger = new Uint32Array(Math.ceil((bucket + 1) / PRECISION) * PRECISION)
    larger.set(this.#counts)
    this.#counts = larger
  }
}

/** What a histogram has counted, as values. */
export interface Latencies {
  /** In their order; only those that have something in them. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[]
  readonly maxUs: number
}

/** Whole microseconds. */
function bucketOf(us: number): number {
  if (us < EXACT) return us
  const power = us < TWO_31 ? 24 - Math.clz32(us) : Math.floor(Math.log2(us)) - 7
  return power * PRECISION + Math.floor(us / 2 ** power)
}

/** The longest time of a bucket. */
function endOf(bucket: number): number {
  if (bucket < EXACT) return bucket
  const power = Math.floor(bucket / PRECISION) - 1
  const step = (bucket % PRECISION) + PRECISION
  return (step + 1) * 2 ** power - 1
}
