import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixed, HOUR_US, MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import type { InstanceShare } from '../../src/cloud/eas-update.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import type { Trace } from '../../src/trace/trace.ts'
import { type NaiveUpdate, playUpdate } from '../golden/naive-update.ts'

const aShare = fc.oneof(
  fc.record({ count: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ percent: fc.integer({ min: 0, max: 100 }) }),
)

const anUpdate: fc.Arbitrary<NaiveUpdate> = fc.record({
  instances: fc.integer({ min: 1, max: 10 }),
  surge: aShare,
  unavailable: aShare,
  making: fc.integer({ min: 1, max: 90 }),
})

const shareOf = (share: NaiveUpdate['surge']): InstanceShare =>
  'count' in share ? { kind: 'count', ...share } : { kind: 'percent', ...share }

function planOf({ instances, surge, unavailable, making }: NaiveUpdate) {
  return aPlan({
    apps: [
      {
        name: 'llm',
        instances,
        eas: { update: { maxSurge: shareOf(surge), maxUnavailable: shareOf(unavailable) } },
        lifecycle: { schedule: fixed(0), pull: fixed(0), start: fixed(making * SECOND_US) },
      },
    ],
    pools: {},
    flows: [],
    timeline: [{ kind: 'deploy', app: 'llm', version: 'v2' }],
    durationUs: HOUR_US,
  })
}

function outcomeOf({ events }: Trace) {
  const members = new Set<string>()
  let mostMembers = 0
  for (const event of events) {
    if (event.kind !== 'instance') continue
    if (event.phase === 'terminating' || event.phase === 'gone') members.delete(event.instance)
    else members.add(event.instance)
    mostMembers = Math.max(mostMembers, members.size)
  }
  const end = events.find((event) => event.kind === 'order' && event.status === 'success')
  // What an instant passes through on its way is nobody's figure; what it ends with is.
  const capacity = events.filter((event) => event.kind === 'capacity')
  const settled = capacity.filter(({ atUs }, index) => atUs !== capacity[index + 1]?.atUs)
  return {
    after: end === undefined ? undefined : (end.atUs - MINUTE_US) / SECOND_US,
    fewestReady: Math.min(...settled.map(({ ready }) => ready)),
    mostMembers,
  }
}

describe('an update of an inference service', () => {
  it('D.2: should go as it does when played second by second with counters on a table', () => {
    let dips = 0
    fc.assert(
      fc.property(anUpdate, (update) => {
        const golden = playUpdate(update)
        if (golden.fewestReady < update.instances) dips++
        expect(outcomeOf(simulate(planOf(update)))).toEqual(golden)
      }),
      { numRuns: 250 },
    )
    expect(dips).toBeGreaterThan(50)
  })
})
