/** What a window of an expectation may wait for: each is known by its subject, as expectations are. */
import * as z from 'zod'
import { asLeaf, key } from './leaf.ts'
import { comparison, duration, name, positiveCount, positiveDuration, reasonCode } from './words.ts'

export const flowState = z.enum(['reachable', 'degraded', 'partial', 'blocked', 'idle'])

/** `front/cpu`. */
export const alertName = asLeaf(z.string().regex(/^[A-Za-z0-9][\w-]{0,62}\/[A-Za-z0-9][\w-]{0,62}$/), {
  kind: 'alert',
  code: 'SCENARIO_SCHEMA',
  expected: 'a gateway and its alert, such as front/cpu',
})

const milestones = [
  z
    .strictObject({
      timeline: key(
        asLeaf(z.union([z.int().min(1), z.string().min(1)]), {
          kind: 'entry of the timeline',
          code: 'SCENARIO_SCHEMA',
          expected: 'an entry of the timeline: its number from 1, or its words, such as deploy shop v2',
        }),
        'The entry takes effect: its number from 1 in the order of the file, or its words, such as `deploy shop v2`.',
      ),
    })
    .meta({ title: 'Event: an entry of the timeline' }),
  z
    .strictObject({
      rollout: key(name, 'The application that is changed.'),
      change: key(positiveCount.optional(), 'Which change of it, from 1; default is the last.'),
      outcome: key(
        z.enum(['begun', 'completed', 'stuck', 'failed', 'rolledBack', 'aborted']),
        'What it comes to.',
      ),
    })
    .meta({ title: 'Event: a change' }),
  z
    .strictObject({
      event: key(
        reasonCode,
        'Something happens with this code: a flow is blocked, a change refused, the cloud warns.',
      ),
    })
    .meta({ title: 'Event: a code' }),
  z
    .strictObject({
      flow: key(name, 'The flow.'),
      is: key(flowState, 'It is in this state from then on, or already.'),
      code: key(reasonCode.optional(), 'With `blocked`: only for this reason.'),
    })
    .meta({ title: 'Event: a flow' }),
  z
    .strictObject({
      app: key(name, 'The application.'),
      ready: key(comparison.optional(), "Number of ready instances, such as '>= 2'."),
      serving: key(comparison.optional(), "Number of instances that serve, such as '>= 2'."),
    })
    .meta({ title: 'Event: a capacity' }),
  z
    .strictObject({
      pool: key(name, 'The EIP pool.'),
      inUse: key(comparison, "Number of EIPs that are not free, such as '= 4'."),
    })
    .meta({ title: 'Event: an EIP pool' }),
  z
    .strictObject({
      rotation: key(name, 'The server group.'),
      servers: key(comparison, "Number of its servers that may be picked, such as '= 0'."),
    })
    .meta({ title: 'Event: a rotation' }),
  z
    .strictObject({ alert: key(alertName, 'The alert that fires: GATEWAY/ALERT.') })
    .meta({ title: 'Event: an alert' }),
] as const

/** By which an event is known. */
export const MILESTONE_WORDS = milestones.map((each) => Object.keys(each.shape)[0]!)

const FORMS =
  '{ timeline: 1 }, { rollout: shop, outcome: completed }, { event: CODE } or { flow: x, is: blocked }'

const milestone = asLeaf(z.union(milestones), {
  kind: 'event of the run',
  code: 'SCENARIO_SCHEMA',
  expected: `an event of the run such as ${FORMS}`,
}).optional()

export type ReadMilestone = NonNullable<z.output<typeof milestone>>

/** What a claim on something with states over time may say of its window. */
export const timing = {
  from: key(duration.optional(), 'Begin of the window; default is the start of the run.'),
  after: key(
    milestone,
    'The window begins where this comes first, from `from` on; where it never comes, the expectation fails.',
  ),
  until: key(
    asLeaf(z.union([duration, ...milestones]), {
      kind: 'duration or event of the run',
      code: 'DURATION_INVALID',
      expected: `a duration with its unit, or an event of the run such as ${FORMS}`,
    }).optional(),
    'End of the window: a time, or what comes first from its begin on; default is the end of the run.',
  ),
  within: key(
    positiveDuration.optional(),
    'In place of a time in `until`: so long after the begin of the window.',
  ),
}

export const stable = key(
  positiveDuration.optional(),
  'With `sometimes`, `eventually` and `once`: for so long without a break, even where the window ends before.',
)
