import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import { ALWAYS, aFault, aRollout, aScenario, FAULT_KINDS, faulted, someFaults } from '../../src/testing.ts'

const PLAN = aPlan({ apps: [{ instances: 2 }], pools: { pool: 3 } })

describe('faults', () => {
  it('should be of things that are there, at instants of the run', () =>
    fc.assert(
      fc.property(aFault(PLAN), (fault) => {
        if ('atUs' in fault) {
          expect(fault.atUs).toBeGreaterThanOrEqual(60e6)
          expect(fault.atUs).toBeLessThanOrEqual(PLAN.durationUs)
        }
        if ('instance' in fault) expect(fault.instance).toMatch(/^shop-[34]$/)
      }),
    ))

  it('should be none where nobody can have one', () => {
    const bare = aPlan({ apps: [{ pool: null }], pools: {}, timeline: [] })
    expect(() => aFault(bare, ['eipBindFails'])).toThrow(RangeError)
    expect(fc.sample(someFaults(bare, 3, ['eipBindFails', 'slowStart']), 20)).toEqual(Array(20).fill([]))
  })

  it('should be of all kinds', () => {
    const kinds = fc.sample(aFault(PLAN), { seed: 1, numRuns: 50 }).map(({ kind }) => kind)
    expect(new Set(kinds)).toEqual(new Set(FAULT_KINDS))
  })

  it('should be of different objects in one run, and shrink to none', () => {
    const found = fc.check(
      fc.property(someFaults(PLAN, 4), (faults) => {
        const slowed = faults.flatMap((fault) =>
          fault.kind === 'slowStart' ? [`${fault.instance} ${fault.work}`] : [],
        )
        expect(new Set(slowed).size).toBe(slowed.length)
        expect(faults.some(({ kind }) => kind === 'zone')).toBe(false)
      }),
      { seed: 3 },
    )
    expect(found.counterexample).toMatchObject([[{ kind: 'zone', zone: 'cn-hangzhou-h', forUs: 1e6 }]])
  })

  it('should break no invariant that is always asked', () =>
    fc.assert(
      fc.property(
        aRollout().chain((plan) => fc.tuple(fc.constant(plan), someFaults(plan, 3))),
        ([plan, faults]) => {
          const worse = faulted(plan, faults)
          const trace = simulate(worse)
          for (const invariant of ALWAYS) invariant(trace, worse)
        },
      ),
      { numRuns: 150 },
    ))
})

describe('whole scenarios', () => {
  it('should run, and keep what is always asked', () =>
    fc.assert(
      fc.property(aScenario(), (plan) => {
        const trace = simulate(plan)
        for (const invariant of ALWAYS) invariant(trace, plan)
      }),
      { numRuns: 100 },
    ))
})
