/** Every nondeterministic choice of a run passes the chooser, so a run can be drawn, recorded, replayed, enumerated. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixed, SECOND_US } from '../../src/cloud/duration-range.ts'
import { EnumeratingChooser } from '../../src/kernel/enumerating-chooser.ts'
import { RandomChooser } from '../../src/kernel/random-chooser.ts'
import { RecordingChooser } from '../../src/kernel/recording-chooser.ts'
import { ReplayingChooser } from '../../src/kernel/replaying-chooser.ts'
import { Streams } from '../../src/kernel/stream.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import { aRollout } from '../../src/testing/arbitraries/a-rollout.ts'

describe('the decision hook of a whole run', () => {
  it('should give the recorded run again when its choices are replayed', () =>
    fc.assert(
      fc.property(aRollout(fc.constant(1)), (draft) => {
        const plan = aPlan(draft)
        const recorder = new RecordingChooser(new RandomChooser(new Streams(plan.seed)))
        const recorded = simulate(plan, { chooser: recorder })
        const replay = new ReplayingChooser(recorder.log)
        expect(simulate(plan, { chooser: replay })).toEqual(recorded)
        expect(() => replay.finish()).not.toThrow()
        expect(recorded).toEqual(simulate(plan))
      }),
      { numRuns: 40 },
    ))

  it('should visit every combination of durations once, and be safe in each', () => {
    const two = { minUs: SECOND_US, maxUs: SECOND_US + 1 }
    const plan = aPlan({
      apps: [{ instances: 1, lifecycle: { pull: two, start: two, stop: fixed(SECOND_US) } }],
      pools: { pool: 2 },
    })
    const chooser = new EnumeratingChooser(100)
    const runs = new Set<string>()
    while (chooser.nextPath()) {
      const { events } = simulate(plan, { chooser })
      expect(events.findLast((event) => event.kind === 'order')).toMatchObject({ status: 'success' })
      runs.add(JSON.stringify(events))
    }
    expect(chooser.exhausted).toBe(true)
    expect([chooser.pathCount, runs.size]).toEqual([4, 4])
  })

  it('should draw every duration from its range, the ends included', () =>
    fc.assert(
      fc.property(aRollout(fc.constant(1)), (draft) => {
        const pull = draft.apps![0]!.lifecycle!.pull!
        const begun = new Map<string, number>()
        for (const event of simulate(aPlan(draft)).events) {
          if (event.kind !== 'instance') continue
          if (event.phase === 'initializing') begun.set(event.instance, event.atUs)
          else if (event.phase === 'associating' || event.phase === 'awaitingEip') {
            const since = begun.get(event.instance)
            begun.delete(event.instance)
            if (since === undefined) continue
            expect(event.atUs - since).toBeGreaterThanOrEqual(pull.minUs)
            expect(event.atUs - since).toBeLessThanOrEqual(pull.maxUs)
          }
        }
      }),
      { numRuns: 60 },
    ))
})
