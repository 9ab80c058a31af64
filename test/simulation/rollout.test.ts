import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import { aRollout } from '../../src/testing/arbitraries/a-rollout.ts'
import { freeEipsAreTaken } from '../../src/testing/eip-invariants.ts'
import { ALWAYS } from '../../src/testing/every-run.ts'
import { newPrivateAddresses, oldGoAfterNewHaveTheirEip } from '../../src/testing/order-invariants.ts'
import type { Trace } from '../../src/trace/trace.ts'

const RUNS = { numRuns: 150 }

const INVARIANTS = [...ALWAYS, oldGoAfterNewHaveTheirEip, freeEipsAreTaken, newPrivateAddresses]

const enough = aRollout(fc.integer({ min: 1, max: 4 }))
const exact = aRollout(fc.constant(0))

function lastOrder(trace: Trace) {
  return trace.events.findLast((event) => event.kind === 'order')
}

function outages(trace: Trace) {
  return trace.events.filter(
    (event) => event.kind === 'flow' && event.flow === 'to-shop' && event.status === 'BLOCKED',
  )
}

const run = (draft: PlanDraft) => simulate(aPlan(draft))

describe('a rolling replacement with one EIP per instance', () => {
  it('should complete without an outage when the pool has instances + 1 or more', () =>
    fc.assert(
      fc.property(enough, (draft) => {
        const trace = run(draft)
        expect(lastOrder(trace)).toMatchObject({ type: 'CoDeploy', status: 'success' })
        expect(outages(trace)).toEqual([])
      }),
      RUNS,
    ))

  it('should neither complete nor lose service when the pool has exactly as many as instances', () =>
    fc.assert(
      fc.property(exact, (draft) => {
        const trace = run(draft)
        expect(lastOrder(trace)).toMatchObject({ type: 'CoDeploy', status: 'paused' })
        expect(outages(trace)).toEqual([])
        expect(trace.events.filter((event) => event.kind === 'instance' && event.phase === 'gone')).toEqual(
          [],
        )
      }),
      RUNS,
    ))

  it.each(INVARIANTS.map((invariant) => [invariant.name, invariant] as const))(
    'should keep the invariant %s',
    (_, invariant) =>
      fc.assert(
        fc.property(aRollout(fc.integer({ min: -2, max: 4 }).filter((spare) => spare > -1)), (draft) =>
          invariant(run(draft), aPlan(draft)),
        ),
        RUNS,
      ),
  )

  it('should give the same bytes for the same seed', () =>
    fc.assert(
      fc.property(enough, (draft) => {
        expect(JSON.stringify(run(draft))).toBe(JSON.stringify(run(draft)))
      }),
      { numRuns: 30 },
    ))
})
