/** The smallest number that is enough, and that nothing above it fails. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../src/checking/sizing/size-sheet.ts'
import { smallestFrom } from '../../src/searching/smallest.ts'

const FAILURE: Failure = { seed: 1, what: 'too small', crashes: [] }
const by = (holds: (value: number) => boolean) => (value: number) => (holds(value) ? undefined : FAILURE)

describe('smallestFrom', () => {
  it('should find the first of a row that holds from there on, however long the row is', () =>
    fc.assert(
      fc.property(fc.nat(400), fc.nat(500), fc.nat(20), (length, threshold, low) => {
        const high = low + length
        const found = smallestFrom(
          low,
          high,
          by((value) => value >= threshold),
        )
        expect(found.smallest).toBe(threshold > high ? undefined : Math.max(low, threshold))
        expect(found.isMonotone).toBe(true)
      }),
    ))

  it('should try small rows as a whole, and answer with the first above which none fails', () =>
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 24 }), (holds) => {
        const found = smallestFrom(
          0,
          holds.length - 1,
          by((value) => holds[value]!),
        )
        const lastFailed = holds.lastIndexOf(false)
        expect(found.tried).toHaveLength(holds.length)
        expect(found.smallest).toBe(lastFailed === holds.length - 1 ? undefined : lastFailed + 1)
        expect(found.isMonotone).toBe(!holds.slice(0, lastFailed + 1).includes(true))
      }),
    ))

  it('should always show the number below its answer as one that fails', () =>
    fc.assert(
      fc.property(fc.nat(300), fc.array(fc.nat(300), { maxLength: 6 }), (threshold, holes) => {
        const { smallest, tried } = smallestFrom(
          0,
          300,
          by((value) => value >= threshold && !holes.includes(value)),
        )
        if (smallest === undefined || smallest === 0) return
        expect(tried.find(({ value }) => value === smallest - 1)?.failure).toBe(FAILURE)
        for (const { value, failure } of tried) if (value >= smallest) expect(failure).toBeUndefined()
      }),
    ))

  it('should notice in a long row that a smaller number held as well', () => {
    const found = smallestFrom(
      0,
      300,
      by((value) => value === 0 || value >= 40),
    )
    // 0 is tried first and holds; what is looked at above it fails.
    expect(found).toMatchObject({ smallest: 40, isMonotone: false })
  })

  it('should ask for no number twice', () => {
    const asked: number[] = []
    smallestFrom(0, 1000, (value) => {
      asked.push(value)
      return value >= 77 ? undefined : FAILURE
    })
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked.length).toBeLessThan(40)
  })
})
