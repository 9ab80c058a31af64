import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../src/trace/latency-histogram.ts'

const aTime = fc.oneof(
  fc.nat(600),
  fc.nat(100_000_000),
  fc
    .integer({ min: 0, max: 44 })
    .chain((power) => fc.constantFrom(2 ** power - 1, 2 ** power, 2 ** power + 1)),
)
const times = fc.array(aTime, { minLength: 1, maxLength: 200 })

const of = (all: readonly number[]) => {
  const histogram = new LatencyHistogram()
  for (const us of all) histogram.record(us)
  return histogram
}

describe('LatencyHistogram', () => {
  it('should tell percentiles that are exact up to 256 µs, and at most 1/128 too high beyond', () =>
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const sorted = all.toSorted((a, b) => a - b)
        const exact = sorted[Math.max(1, Math.ceil(share * all.length - 1e-9)) - 1]!
        const told = of(all).percentileUs(share)
        expect(told).toBeGreaterThanOrEqual(exact)
        expect(told).toBeLessThanOrEqual(exact < 256 ? exact : exact * (1 + 1 / 128))
      }),
    ))

  it('should be the same in any order, and put together from parts', () =>
    fc.assert(
      fc.property(times, times, (some, others) => {
        const together = of(some)
        together.add(of(others).latencies)
        expect(together.latencies).toEqual(of([...others, ...some]).latencies)
        expect(together.total).toBe(some.length + others.length)
        expect(together.percentileUs(1)).toBe(Math.max(...some, ...others))
      }),
    ))

  it('should know nothing of nothing', () => {
    expect(new LatencyHistogram().percentileUs(0.5)).toBe(0)
    expect(new LatencyHistogram().latencies).toEqual({ buckets: [], maxUs: 0 })
  })
})
