/** Seed 000: "the number of usable EIPs must exceed the instances by one", as a theorem that is proved for small sizes. */
import { describe, expect, it } from 'vitest'
import { prove } from '../../../src/checking/proof/prove.ts'
import type { Strategy } from '../../../src/cloud/app.ts'
import {
  type AppDraft,
  aPlan,
  type PlanDraft,
  SINGLE_BATCH,
} from '../../../src/testing/arbitraries/a-plan.ts'

const NO_FAULTS = { crashes: 0 }
const BUDGET = { states: 50_000 }

const STRATEGIES: readonly (readonly [string, Strategy])[] = [
  ['a single batch', SINGLE_BATCH],
  ['phases', { batches: 2, release: 'auto', batchWaitUs: 0 }],
  ['phases with a pause', { batches: 2, release: 'auto', batchWaitUs: 60e6 }],
  ['a gray batch and phases', { batches: 2, gray: 1, release: 'auto', batchWaitUs: 0 }],
]

function rollout(app: AppDraft, pool: number, more: Partial<PlanDraft> = {}) {
  return aPlan({
    apps: [app],
    pools: { pool },
    timeline: [{ kind: 'deploy', app: 'shop', version: 'v2', atUs: 60e6 }],
    ...more,
  })
}

describe('with one EIP per instance and a pool of instances + 1', () => {
  for (const [name, strategy] of STRATEGIES)
    it.each([2, 3, 4])(
      `a rollout in ${name} of %i instances is proved: no outage, and it completes`,
      (instances) => {
        const proof = prove(
          rollout({ instances, deploy: { strategy } }, instances + 1),
          [],
          NO_FAULTS,
          BUDGET,
        )
        expect(proof.verdict).toBe('PROVED')
        expect(proof.invariants).toContain('no outage of shop')
        expect(proof.orders).toBeGreaterThan(1)
      },
    )

  it('is proved whether two versions share the pool with another application or not', () => {
    const plan = rollout({ instances: 2 }, 5, {
      apps: [{ instances: 2 }, { name: 'other', instances: 2 }],
    })
    expect(prove(plan, [], NO_FAULTS, BUDGET).verdict).toBe('PROVED')
  })
})

describe('with a pool of as many EIPs as instances', () => {
  for (const [name, strategy] of STRATEGIES)
    it.each([2, 3, 4])(
      `a rollout in ${name} of %i instances is refuted: it cannot complete, and nothing is lost`,
      (instances) => {
        const proof = prove(rollout({ instances, deploy: { strategy } }, instances), [], NO_FAULTS, BUDGET)
        expect(proof).toMatchObject({ verdict: 'REFUTED', what: 'every change completes' })
        if (proof.verdict !== 'REFUTED') throw new Error('it was not refuted')
        expect(proof.how).toContain('waits (CREATE_NO_EIP)')
        // The entry, and then only what brings new instances to where they find no EIP.
        expect(proof.steps[0]).toEqual({ kind: 'entry', index: 0 })
        for (const step of proof.steps.slice(1))
          expect(step).toMatchObject({
            kind: 'done',
            work: { kind: expect.stringMatching(/^(schedule|pull)$/) },
          })
      },
    )
})

describe('what is found besides', () => {
  it('a crash of the only instance is an outage, in two steps', () => {
    const proof = prove(
      aPlan({ apps: [{ instances: 1 }], pools: { pool: 2 }, timeline: [] }),
      [],
      { crashes: 1 },
      BUDGET,
    )
    expect(proof).toMatchObject({
      verdict: 'REFUTED',
      what: 'no outage of shop',
      steps: [{ kind: 'fault', change: { kind: 'crash', app: 'shop', mode: 'container' } }],
    })
  })

  it('an instance that counts as ready without a probe may go before another one answers', () => {
    const app: AppDraft = {
      instances: 1,
      pool: null,
      probes: { readiness: 'none' },
      deploy: { minReady: 1, maxSurge: 1 },
    }
    const proof = prove(rollout(app, 0), [], NO_FAULTS, BUDGET)
    expect(proof).toMatchObject({ verdict: 'REFUTED', what: 'no outage of shop' })
  })

  it('a plan that is bound to the clock is not decided, and says why', () => {
    const plan = rollout({ versions: { v2: { exitsAfterUs: 5e6 } } }, 4)
    expect(prove(plan, [], NO_FAULTS, BUDGET)).toMatchObject({
      verdict: 'UNDETERMINED',
      why: 'version v2 of shop behaves by the clock',
    })
  })

  it('a budget that is spent is no proof', () => {
    const proof = prove(rollout({ instances: 4 }, 5), [], NO_FAULTS, { states: 20 })
    expect(proof).toMatchObject({ verdict: 'UNDETERMINED', why: 'the budget of 20 states was spent' })
  })
})
