/** Plans in which much goes wrong: several applications, shared and short pools, faults, changes on top of changes. */
import fc from 'fast-check'
import { HOUR_US, MINUTE_US, SECOND_US } from '../../cloud/duration-range.ts'
import type { Action } from '../../simulation/plan.ts'
import type { AppDraft, PlanDraft } from './a-plan.ts'
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
  return fc
    .record({
      instances: fc.integer({ min: 1, max: 5 }),
      pool: fc.constantFrom('pool', 'pool', 'other', null),
      lifecycle: aLifecycle,
      probes: someProbes,
      policy: aPolicy,
      eipShortage: fc.constantFrom('wait' as const, 'fail' as const),
      batchTimeoutMinutes: fc.integer({ min: 1, max: 20 }),
      versions: fc.record({ v2: aBehaviour, v3: aBehaviour }),
    })
    .map(({ instances, policy, eipShortage, batchTimeoutMinutes, ...rest }) => ({
      name,
      instances,
      ...rest,
      deploy: { ...policy(instances), eipShortage, batchTimeoutUs: batchTimeoutMinutes * MINUTE_US },
    }))
}

function anAction(): fc.Arbitrary<Action & { atUs: number }> {
  const app = fc.constantFrom(...NAMES)
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

export const aStormyPlan: fc.Arbitrary<PlanDraft> = fc
  .record({
    count: fc.integer({ min: 1, max: NAMES.length }),
    apps: fc.tuple(...NAMES.map(anAppDraft)),
    pool: fc.integer({ min: 1, max: 12 }),
    other: fc.integer({ min: 1, max: 6 }),
    vswitchPrefix: fc.constantFrom(24, 29),
    timeline: fc.array(anAction(), { maxLength: 12 }),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ count, apps, pool, other, timeline, ...rest }) => ({
    ...rest,
    apps: apps.slice(0, count),
    pools: { pool, other },
    timeline: timeline
      .map((action) => withAppOf(action, count))
      .sort((a, b) => (a.atUs ?? 0) - (b.atUs ?? 0)),
    durationUs: 2 * HOUR_US,
  }))

/** What is done to an application that is not there is done to one that is. */
function withAppOf<T extends object>(action: T, count: number): T {
  if (!('app' in action)) return action
  return { ...action, app: NAMES[NAMES.indexOf(action.app as string) % count] }
}
