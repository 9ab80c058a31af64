/** Whatever may be done to inference services of EAS, sound and broken versions among it, one thing upon the other. */
import fc from 'fast-check'
import type { EasService } from '../../cloud/eas-service.ts'
import type { Action } from '../../simulation/plan.ts'
import type { PlanDraft } from './a-plan.ts'

const SECOND_US = 1_000_000
const NEVER = { passesFromUs: Number.POSITIVE_INFINITY, failsFromUs: Number.POSITIVE_INFINITY }

const anEas: fc.Arbitrary<Partial<EasService>> = fc.record({
  resourceGroup: fc.constantFrom('public', 'dedicated', 'quota'),
  update: fc.record(
    {
      maxSurge: fc.record({ kind: fc.constant('count' as const), count: fc.integer({ min: 0, max: 3 }) }),
      maxUnavailable: fc.record({ kind: fc.constant('percent' as const), percent: fc.nat(100) }),
      sendsSigterm: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
})

const app = 'llm'
/** `dies` and `mute` do not come up. */
const aVersion = fc.constantFrom('v1', 'v2', 'v3', 'dies', 'mute')

const anAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: aVersion.map((version): Action => ({ kind: 'deploy', app, version })) },
  fc.constant<Action>({ kind: 'rollback', app }),
  fc.integer({ min: 1, max: 6 }).map((instances): Action => ({ kind: 'scale', app, instances })),
  fc.constantFrom<Action>(
    { kind: 'restart', app },
    { kind: 'stop', app },
    { kind: 'start', app },
    { kind: 'abort', app, rollback: false },
    { kind: 'abort', app, rollback: true },
  ),
  fc.record({
    kind: fc.constant('crash' as const),
    app: fc.constant(app),
    mode: fc.constantFrom('container' as const, 'instance' as const),
    count: fc.integer({ min: 1, max: 2 }),
  }),
)

export const aStormyService: fc.Arbitrary<PlanDraft> = fc
  .record({
    eas: anEas,
    instances: fc.integer({ min: 1, max: 6 }),
    // With a /29 there are few private addresses, and those who terminate hold theirs.
    vswitchPrefix: fc.constantFrom(24, 29),
    actions: fc.array(fc.tuple(anAction, fc.integer({ min: 1, max: 600 })), { minLength: 1, maxLength: 8 }),
  })
  .map(({ eas, instances, vswitchPrefix, actions }) => ({
    apps: [
      {
        name: app,
        instances,
        eas,
        versions: { dies: { exitsAfterUs: 5 * SECOND_US }, mute: { readiness: NEVER } },
      },
    ],
    pools: {},
    flows: [],
    vswitchPrefix,
    timeline: actions.map(([action, atSecond]) => ({ ...action, atUs: atSecond * SECOND_US })),
    durationUs: 3600 * SECOND_US,
  }))
