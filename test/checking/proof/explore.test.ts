import { describe, expect, it } from 'vitest'
import { explore, type Machine } from '../../../src/checking/proof/explore.ts'

/** Numbers that count up by one of the steps; what is beyond `most` is never reached. */
function counting(
  steps: readonly number[],
  most: number,
  options: Partial<Pick<Machine<number, number>, 'violationIn' | 'isGoal'>> = {},
): Machine<number, number> {
  return {
    initial: 0,
    keyOf: String,
    stepsOf: (at) => steps.filter((step) => at + step <= most),
    after: (at, step) => at + step,
    violationIn: () => undefined,
    isGoal: (at) => at === most,
    ...options,
  }
}

const ENOUGH = { states: 1_000 }

describe('explore', () => {
  it('should find every state once, and count the orders that lead through them', () => {
    // Ways to write 5 as an ordered sum of 1 and 2: a Fibonacci number.
    const { states, steps, orders, isComplete, standstill } = explore(counting([1, 2], 5), ENOUGH)
    expect({ states, steps, orders, isComplete, standstill }).toEqual({
      states: 6,
      steps: 9,
      orders: 8,
      isComplete: true,
      standstill: undefined,
    })
  })

  it('should come back with a shortest way to the first state that must not be', () => {
    const machine = counting([1, 3], 20, { violationIn: (at) => (at >= 7 ? `${at} is too much` : undefined) })
    expect(explore(machine, ENOUGH).violation).toEqual({ state: 7, path: [1, 3, 3], what: '7 is too much' })
  })

  it('should find where everything rests short of a goal, though a goal can be reached elsewhere', () => {
    // From 4 on only steps of 2 are left: 5 is a dead end, 6 a goal.
    const machine: Machine<number, number> = {
      ...counting([1, 2], 6),
      stepsOf: (at) => (at < 4 ? [1, 2] : [2].filter((step) => at + step <= 6)),
    }
    expect(explore(machine, ENOUGH).standstill).toEqual({ state: 5, path: [1, 2, 2] })
  })

  it('should come back with the nearest rest, though what is doomed first rests later', () => {
    // By way of 1, nothing helps any more; the way over 2 ends sooner.
    const ways: Record<number, readonly number[]> = { 0: [1, 2], 1: [10], 2: [3, 4], 10: [11], 11: [12] }
    const machine: Machine<number, number> = {
      ...counting([], 0),
      stepsOf: (at) => ways[at] ?? [],
      after: (_, to) => to,
      isGoal: (at) => at === 4,
    }
    expect(explore(machine, ENOUGH).standstill).toEqual({ state: 3, path: [2, 3] })
  })

  it('should tell of a circle that no goal is reached from', () => {
    const machine: Machine<number, number> = {
      initial: 0,
      keyOf: String,
      stepsOf: () => [1],
      after: (at) => (at + 1) % 3,
      violationIn: () => undefined,
      isGoal: () => false,
    }
    const { standstill, orders, states } = explore(machine, ENOUGH)
    expect({ standstill, orders, states }).toEqual({
      standstill: { state: 0, path: [] },
      orders: Number.POSITIVE_INFINITY,
      states: 3,
    })
  })

  it('should say that it has not seen everything where the budget is spent', () => {
    const { isComplete, orders, states } = explore(counting([1], 1_000), { states: 100 })
    expect({ isComplete, orders, states }).toEqual({ isComplete: false, orders: Number.NaN, states: 100 })
  })
})
