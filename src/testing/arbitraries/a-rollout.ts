/** Rollouts of one application with one EIP per instance: size, plan of batches, floors, timings, all well-behaved. */
import fc from 'fast-check'
import type { DeployPolicy, Lifecycle, Probe, Probes } from '../../cloud/app.ts'
import { type DurationRange, HOUR_US, MINUTE_US, SECOND_US } from '../../cloud/duration-range.ts'
import { type PlanDraft, SINGLE_BATCH } from './a-plan.ts'

/** A range of whole milliseconds up to `maxS` seconds; half of them fixed. */
export function aDurationRange(maxS: number): fc.Arbitrary<DurationRange> {
  const ms = fc.integer({ min: 0, max: maxS * 1000 })
  return fc.oneof(
    ms.map((at) => ({ minUs: at * 1000, maxUs: at * 1000 })),
    fc.tuple(ms, ms).map(([a, b]) => ({ minUs: Math.min(a, b) * 1000, maxUs: Math.max(a, b) * 1000 })),
  )
}

export const aLifecycle: fc.Arbitrary<Lifecycle> = fc.record({
  schedule: aDurationRange(8),
  pull: aDurationRange(20),
  eipBind: aDurationRange(5),
  eipRelease: aDurationRange(5),
  start: aDurationRange(40),
  preStop: fc.oneof(fc.constant({ minUs: 0, maxUs: 0 }), aDurationRange(10)),
  stop: aDurationRange(20),
  graceUs: fc.integer({ min: 1, max: 60 }).map((s) => s * SECOND_US),
})

/** Probes that give the application the time it needs: a start takes at most 40 s. */
const aPatientProbe: fc.Arbitrary<Probe> = fc.record({
  initialDelayUs: fc.integer({ min: 0, max: 20 }).map((s) => s * SECOND_US),
  periodUs: fc.integer({ min: 1, max: 30 }).map((s) => s * SECOND_US),
  timeoutUs: fc.constant(SECOND_US),
  failureThreshold: fc.constant(60),
  successThreshold: fc.integer({ min: 1, max: 3 }),
})

export const someProbes: fc.Arbitrary<Probes> = fc
  .record({
    startup: fc.option(aPatientProbe, { nil: undefined }),
    readiness: fc.oneof(fc.constant('sound' as const), aPatientProbe),
  })
  .map(({ startup, readiness }) => (startup === undefined ? { readiness } : { startup, readiness }))

/** Drawn without regard to how many instances there are, so that these can shrink by themselves. */
const aPolicySketch = fc.record({
  batches: fc.nat(7),
  release: fc.constantFrom('auto' as const, 'manual' as const),
  batchWaitS: fc.integer({ min: 0, max: 60 }),
  gray: fc.option(fc.nat(3), { nil: undefined }),
  minReady: fc.option(fc.nat(6), { nil: undefined, freq: 2 }),
  minReadyPercent: fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 100 })),
  maxSurge: fc.option(fc.nat(7), { nil: undefined, freq: 2 }),
  maxSurgePercent: fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 100 })),
  instanceWaitS: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 })),
  eipGate: fc.constantFrom('bound' as const, 'ready' as const),
})

type PolicySketch = typeof aPolicySketch extends fc.Arbitrary<infer T> ? T : never

/** What a policy is for so many instances; min-ready is the system value or at least one, so it allows no interruption. */
export const aPolicy: fc.Arbitrary<(instances: number) => Partial<DeployPolicy>> = aPolicySketch.map(
  (sketch) => (instances) => policyOf(sketch, instances),
)

function policyOf(sketch: PolicySketch, instances: number): Partial<DeployPolicy> {
  const { gray, release, minReady, minReadyPercent, maxSurge, maxSurgePercent, eipGate } = sketch
  const strategy = {
    batches: 1 + (sketch.batches % instances),
    release,
    batchWaitUs: sketch.batchWaitS * SECOND_US,
    ...(gray !== undefined && instances > 1 && { gray: 1 + (gray % Math.floor(instances / 2)) }),
  }
  return {
    strategy: instances === 1 ? SINGLE_BATCH : strategy,
    minReady: minReady === undefined || instances === 1 ? -1 : 1 + (minReady % (instances - 1)),
    minReadyPercent,
    maxSurge: maxSurge === undefined ? -1 : 1 + (maxSurge % instances),
    maxSurgePercent,
    instanceWaitUs: sketch.instanceWaitS * SECOND_US,
    eipGate,
    // Long enough for any plan of this size; the timeout itself has tests of its own.
    batchTimeoutUs: 2 * HOUR_US,
  }
}

/** A deployment in some topology after one minute, with a pool that has `spare` addresses more than the application has instances. */
export function aRollout(spare: fc.Arbitrary<number>): fc.Arbitrary<PlanDraft> {
  return fc
    .record({
      instances: fc.integer({ min: 1, max: 8 }),
      lifecycle: aLifecycle,
      probes: someProbes,
      policy: aPolicy,
      spare,
      // Room for 8 instances, as many on top, and those that terminate: a /26 has 60 usable addresses.
      vswitchPrefix: fc.integer({ min: 18, max: 26 }),
      vswitches: fc.constantFrom(['v-h'], ['v-i'], ['v-h', 'v-i'], ['v-i', 'v-h']),
      seed: fc.integer({ min: 0, max: 1_000_000 }),
    })
    .map(({ instances, policy, spare: extra, seed, vswitchPrefix, ...app }) => {
      const deploy = policy(instances)
      return {
        apps: [{ instances, deploy, ...app }],
        vswitchPrefix,
        pools: { pool: instances + extra },
        seed,
        durationUs: 24 * HOUR_US,
        timeline: [
          { kind: 'deploy' as const, app: 'shop', version: 'v2', atUs: MINUTE_US },
          // Somebody confirms whatever waits; where nothing waits, the entry is refused and changes nothing.
          ...Array.from({ length: deploy.strategy?.release === 'manual' ? 120 : 0 }, (_, index) => ({
            kind: 'confirm' as const,
            app: 'shop',
            atUs: (2 + 5 * index) * MINUTE_US,
          })),
        ],
      }
    })
}
