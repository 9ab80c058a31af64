/** Plans in which much goes wrong: several applications, shared and short pools, faults, changes on top of changes. */
import fc from 'fast-check'
import { HOUR_US, MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import type { Action } from '../../src/simulation/plan.ts'
import type { AppDraft, PlanDraft } from '../simulation/a-plan.ts'
import { aLifecycle, aPolicy, someProbes } from './a-rollout.ts'

const NAMES = ['shop', 'api', 'jobs']

const aWindow = fc.constantFrom(
  undefined,
  { passesFromUs: Number.POSITIVE_INFINITY, failsFromUs: Number.POSITIVE_INFINITY },
  { passesFromUs: 5 * SECOND_US, failsFromUs: 90 * SECOND_US },
)

const aBehaviour = fc
  .record({ readiness: aWindow, liveness: aWindow, exits: fc.constantFrom(undefined, 40 * SECOND_US) })
  .map(({ readiness, liveness, exits }) => ({
    ...(readiness && { readiness }),
    ...(liveness && { liveness }),
    ...(exits && { exitsAfterUs: exits }),
  }))

function anAppDraft(name: string): fc.Arbitrary<AppDraft> {
  return fc.integer({ min: 1, max: 5 }).chain((instances) =>
    fc.record({
      name: fc.constant(name),
      instances: fc.constant(instances),
      pool: fc.constantFrom('pool', 'pool', 'other', null),
      lifecycle: aLifecycle,
      probes: someProbes,
      deploy: fc
        .tuple(
          aPolicy(instances),
          fc.constantFrom('wait' as const, 'fail' as const),
          fc.integer({ min: 1, max: 20 }),
        )
        .map(([policy, eipShortage, minutes]) => ({
          ...policy,
          eipShortage,
          batchTimeoutUs: minutes * MINUTE_US,
        })),
      versions: fc.record({ v2: aBehaviour, v3: aBehaviour }),
    }),
  )
}

function anAction(apps: number): fc.Arbitrary<Action & { atUs: number }> {
  const app = fc.constantFrom(...NAMES.slice(0, apps))
  const action: fc.Arbitrary<Action> = fc.oneof(
    fc.record({ kind: fc.constant('deploy' as const), app, version: fc.constantFrom('v2', 'v3') }),
    fc.record({
      kind: fc.constantFrom('restart' as const, 'stop' as const, 'start' as const, 'confirm' as const),
      app,
    }),
    fc.record({ kind: fc.constant('rollback' as const), app }),
    fc.record({ kind: fc.constant('scale' as const), app, instances: fc.integer({ min: 1, max: 7 }) }),
    fc.record({
      kind: fc.constant('crash' as const),
      app,
      mode: fc.constantFrom('container' as const, 'instance' as const),
      count: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ kind: fc.constant('abort' as const), app, rollback: fc.boolean() }),
    fc.record({
      kind: fc.constant('zoneOutage' as const),
      zone: fc.constantFrom('cn-hangzhou-h', 'cn-hangzhou-i'),
      forUs: fc.integer({ min: 1, max: 300 }).map((s) => s * SECOND_US),
    }),
  )
  return fc
    .tuple(action, fc.integer({ min: 0, max: 2400 }))
    .map(([act, s]) => ({ ...act, atUs: s * SECOND_US }))
}

export const aStormyPlan: fc.Arbitrary<PlanDraft> = fc.integer({ min: 1, max: 3 }).chain((apps) =>
  fc
    .record({
      apps: fc.tuple(...NAMES.slice(0, apps).map(anAppDraft)),
      pool: fc.integer({ min: 1, max: 12 }),
      other: fc.integer({ min: 1, max: 6 }),
      vswitchPrefix: fc.constantFrom(24, 29),
      timeline: fc.array(anAction(apps), { maxLength: 12 }),
      seed: fc.integer({ min: 0, max: 1_000_000 }),
    })
    .map(({ pool, other, timeline, ...rest }) => ({
      ...rest,
      pools: { pool, other },
      timeline: timeline.sort((a, b) => a.atUs - b.atUs),
      durationUs: 2 * HOUR_US,
    })),
)
