/** Runs at random: names of any characters, steps at any instants, all verdicts. */
import fc from 'fast-check'
import type { Phase } from '../../src/deployment/phase.ts'
import type { ChangeVerdict, FlowVerdict } from '../../src/trace/summary.ts'
import { M, type Sketch } from './a-run.ts'

const PHASES: readonly Phase[] = [
  'pending',
  'initializing',
  'awaitingEip',
  'associating',
  'starting',
  'ready',
  'unready',
  'backoff',
  'terminating',
  'gone',
]
const VERDICTS: readonly ChangeVerdict[] = [
  'SAFE',
  'OUTAGE',
  'STUCK',
  'STUCK_DEGRADED',
  'ROLLED_BACK',
  'EXCEEDED_DEADLINE',
  'FAILED',
  'ABORTED',
  'UNDETERMINED',
]
const FLOW_VERDICTS: readonly FlowVerdict[] = [
  'REACHABLE',
  'BLOCKED',
  'INTERMITTENT',
  'DEGRADED',
  'UNDETERMINED',
]

export function aSketch(): fc.Arbitrary<Sketch> {
  const aName = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.constantFrom('shop', 'a\u001b[2Jb', '应用程序', '\u202eevil', 'x'.repeat(90)),
  )
  const steps = <T>(value: fc.Arbitrary<T>) =>
    fc
      .uniqueArray(fc.oneof(fc.nat(15 * M - 1), fc.nat(1000)), { minLength: 1, maxLength: 5 })
      .chain((instants) => {
        const sorted = instants.toSorted((a, b) => a - b)
        return fc.tuple(...sorted.map((atUs) => fc.tuple(fc.constant(atUs), value)))
      })
  const anInstance = fc.record({
    name: aName,
    version: aName,
    eip: fc.nat(255),
    phases: steps(fc.constantFrom(...PHASES)),
  })
  const aFlow = fc.record({
    name: aName,
    verdict: fc.constantFrom(...FLOW_VERDICTS),
    states: steps(fc.record({ status: fc.constantFrom('REACHABLE', 'DEGRADED', 'BLOCKED', 'IDLE') })),
  })
  const aFinding = fc.record({
    text: aName,
    status: fc.constantFrom('held', 'failed', 'notExercised'),
    message: aName,
    fix: aName,
    code: aName,
    fromUs: fc.nat(15 * M),
    since: fc.nat(30),
  })
  return fc.record({
    name: aName,
    file: aName,
    description: aName,
    instances: fc.array(anInstance, { maxLength: 40 }),
    capacity: steps(fc.tuple(fc.nat(200), fc.nat(200))),
    pool: fc.record({ name: aName, size: fc.nat(200), inUse: steps(fc.nat(200)) }),
    flows: fc.array(aFlow, { maxLength: 4 }),
    changes: fc.array(
      fc.record({
        app: aName,
        version: aName,
        verdict: fc.constantFrom(...VERDICTS),
        waitsFor: fc.array(aName, { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
    happenings: steps(
      fc.oneof(
        fc.record({ kind: fc.constant('action' as const), entry: fc.nat(9), text: aName }),
        fc.record({
          kind: fc.constant('warning' as const),
          app: aName,
          code: aName,
          message: aName,
          details: fc.constant({}),
        }),
        fc.record({ kind: fc.constant('refused' as const), app: aName, code: aName, message: aName }),
      ),
    ),
    findings: fc.array(aFinding, { maxLength: 4 }),
    assumptions: fc.array(fc.record({ code: aName, text: aName, source: aName }), { maxLength: 9 }),
    notices: fc.array(fc.record({ code: aName, message: aName, line: fc.nat(99), column: fc.nat(99) }), {
      maxLength: 9,
    }),
  }) as fc.Arbitrary<Sketch>
}
