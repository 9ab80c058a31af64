import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Strategy } from '../../src/cloud/app.ts'
import {
  planBatches,
  resolveMaxSurge,
  resolveMinReady,
  rollsBackByItself,
} from '../../src/deployment/strategy.ts'
import { POLICY } from '../../src/testing/arbitraries/a-plan.ts'

const strategy = (batches: number, gray?: number): Strategy => ({
  batches,
  release: 'auto',
  batchWaitUs: 0,
  ...(gray !== undefined && { gray }),
})
const sizes = (instances: number, plan: Strategy) => planBatches(instances, plan).map(({ size }) => size)

describe('the split into batches (facts/deployment A.1)', () => {
  it('should put the remainder into the later batches: 10 in 3 is 3, 3, 4', () => {
    expect(sizes(10, strategy(3))).toEqual([3, 3, 4])
  })

  it('should split what a gray batch leaves: 10 with 2 gray in 3 is 2, then 2, 3, 3', () => {
    expect(sizes(10, strategy(3, 2))).toEqual([2, 2, 3, 3])
    expect(planBatches(10, strategy(3, 2)).map(({ gray }) => gray)).toEqual([true, false, false, false])
  })

  it('should make no empty batch', () => {
    expect(sizes(2, strategy(5))).toEqual([1, 1])
    expect(sizes(0, strategy(3))).toEqual([])
    expect(sizes(2, strategy(3, 2))).toEqual([2])
  })

  it('should replace every instance exactly once, in sizes that never differ by more than one and never fall', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 }), (instances, batches) => {
        const split = sizes(instances, strategy(batches))
        expect(split.reduce((a, b) => a + b, 0)).toBe(instances)
        expect(Math.max(...split) - Math.min(...split)).toBeLessThanOrEqual(1)
        expect([...split].sort((a, b) => a - b)).toEqual(split)
      }),
    ))
})

describe('floors and surge (facts/deployment A.2)', () => {
  it.each([
    ['-1 is 25 % rounded up: 5 instances keep 2', { minReady: -1 }, 5, 2],
    ['a ratio rounds up: 50 % of 5 is 3', { minReadyPercent: 50 }, 5, 3],
    ['a ratio wins over a number', { minReady: 1, minReadyPercent: 100 }, 4, 4],
    ['0 allows an interruption', { minReady: 0 }, 5, 0],
    ['one instance keeps itself by the system value', { minReady: -1 }, 1, 1],
    ['a ratio that binary fractions would round up wrongly: 7 % of 100 is 7', { minReadyPercent: 7 }, 100, 7],
  ])('min-ready: %s', (_, policy, current, expected) => {
    expect(resolveMinReady({ ...POLICY, ...policy }, current)).toBe(expected)
  })

  it.each([
    ['-1 is 30 %: 10 instances get 3 on top', { maxSurge: -1 }, 10, 3],
    ['30 % of 3 rounds up to 1 (assumed)', { maxSurge: -1 }, 3, 1],
    ['a ratio wins over a number (assumed)', { maxSurge: 1, maxSurgePercent: 50 }, 4, 2],
  ])('surge: %s', (_, policy, current, expected) => {
    expect(resolveMaxSurge({ ...POLICY, ...policy }, current)).toBe(expected)
  })

  it('only phased and gray releases roll back by themselves (A.3)', () => {
    expect([strategy(1), strategy(2), strategy(1, 1)].map(rollsBackByItself)).toEqual([false, true, true])
  })
})
