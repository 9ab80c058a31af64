import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import { aStormyPlan } from '../../src/testing/arbitraries/a-stormy-plan.ts'
import { ALWAYS } from '../../src/testing/every-run.ts'

const RUNS = { numRuns: 300 }

describe('whatever is done to several applications that share pools', () => {
  it('should never bind an EIP twice, lose one, leave one with the dead, or break a floor, and have one change order of an application at a time', () =>
    fc.assert(
      fc.property(aStormyPlan, (draft) => {
        const plan = aPlan(draft)
        const trace = simulate(plan)
        for (const invariant of ALWAYS) invariant(trace, plan)
      }),
      RUNS,
    ))

  it('should give every EIP back: at the end an address is taken only by an instance that is alive', () =>
    fc.assert(
      fc.property(aStormyPlan, (draft) => {
        const taken = new Map<number, string>()
        const gone = new Set<string>()
        for (const event of simulate(aPlan({ ...draft, durationUs: 4 * 3600e6 })).events) {
          if (event.kind === 'eip') {
            if (event.status === 'Available') taken.delete(event.address)
            else taken.set(event.address, event.instance!)
          }
          if (event.kind === 'instance' && event.phase === 'gone') gone.add(event.instance)
        }
        expect([...taken.values()].filter((holder) => gone.has(holder))).toEqual([])
      }),
      { numRuns: 100 },
    ))
})
