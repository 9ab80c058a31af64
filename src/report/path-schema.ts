/**
 * The shape of what `simulate trace --json` and `simulate diagnose --json` print: `schema/trace.schema.json` and
 * `schema/diagnose.schema.json` are generated from it. A test holds the documents of both commands to them. Within format
 * 1 keys may be added, so whoever reads a document has to let unknown ones pass; these schemas name all that there are.
 */
import * as z from 'zod'
import { STEPS } from '../checking/diagnosis.ts'

const count = z.int().min(0)
const text = z.string()
const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/)

const problem = z.strictObject({
  code: text,
  message: text,
  hint: text.optional(),
  line: count.describe('From 1; 0 where there is no line.'),
  column: count,
})

const origin = z.strictObject({
  path: text,
  line: count.describe('From 1; 0 for what is not in the file.'),
  column: count,
})

const tuple = z.strictObject({
  protocol: text,
  source: text,
  sourcePort: count.optional(),
  destination: text,
  destinationPort: count.optional(),
})

const hop = z.strictObject({
  direction: z.enum(['forward', 'return']),
  stage: text,
  component: text,
  verdict: z.enum(['passed', 'dropped', 'unknown']),
  why: text,
  code: code.optional(),
  rule: z.strictObject({ text, origin }).optional(),
  before: tuple,
  after: tuple,
  sourceKnown: z.boolean(),
  hypothetical: z.boolean().describe('A hop before has dropped the packet.'),
})

const details = z.record(text, text)
const remark = z.strictObject({ code, sentence: text.optional(), advice: text.optional(), details })

const lines = z
  .array(z.strictObject({ sign: z.enum(['-', '+']), text }))
  .min(1)
  .describe('YAML to take out and to put in at the path of `origin`.')
const edit = z.strictObject({
  words: text.describe('The change as an order.'),
  changes: z.literal('flow').optional().describe('Not the cloud is changed, but what the caller does.'),
  origin,
  lines,
  also: z
    .array(z.strictObject({ origin, lines }))
    .min(1)
    .optional()
    .describe('What else the same change writes, elsewhere.'),
})
const edits = z.array(edit).min(1)

const standing = z.strictObject({ instance: text, version: text, phase: text })

const story = z.strictObject({
  instances: z.array(standing).describe('Of whom it is true; empty for servers, databases and hosts.'),
  reachable: z.boolean(),
  share: z
    .strictObject({ through: count, of: count })
    .optional()
    .describe(
      'Of the ways through a load balancer or service name, how many lead to an answer; absent: all or none.',
    ),
  code: code.optional(),
  sources: z.array(text).describe('What the far side may see.'),
  packet: tuple.optional(),
  hops: z.array(hop),
  blockers: z.array(remark.partial({ code: true })),
  notes: z.array(remark),
  fix: z
    .strictObject({
      proven: z.literal(true),
      edits,
      alternatives: z.array(z.strictObject({ edits })).min(1).optional(),
    })
    .optional()
    .describe('The smallest set of changes with which it gets through, tried; then others of another kind.'),
})

const wrong = (format: string) =>
  z.strictObject({
    format: z.literal(format),
    version: text,
    exitCode: z.literal(2),
    problems: z.array(problem).min(1),
  })

const reply = (format: string) =>
  z.strictObject({
    format: z.literal(format),
    version: text,
    exitCode: z.literal([0, 1, 3]),
    problems: z.array(problem).max(0),
    file: text,
    seed: z.int(),
    atUs: count,
    from: text,
    to: text,
    flow: text.optional(),
    via: z.enum(['internal', 'public']).optional(),
    ip: z.literal('v6').optional(),
    instance: text.optional(),
    protocol: text,
    port: count.optional(),
    standIns: z.array(text),
    verdict: z.enum(['REACHABLE', 'DEGRADED', 'PARTIAL', 'BLOCKED', 'UNDETERMINED']),
    asked: count,
    through: count,
    stories: z.array(story),
    silent: z.array(standing),
  })

const found = z.union([
  z.strictObject({ text }),
  z.strictObject({ code, text: text.optional(), details }),
  z.strictObject({ hop }),
])

const step = z.strictObject({
  number: z.int().min(1).max(STEPS.length),
  step: z.enum(STEPS),
  found: z.enum(['good', 'bad', 'idle', 'notReached']),
  findings: z.array(found),
})

const trace = z.union([reply('vpcsim.trace/1'), wrong('vpcsim.trace/1')])
const diagnose = z.union([
  reply('vpcsim.diagnose/1').extend({
    endsAt: z.int().min(1).max(STEPS.length).optional(),
    steps: z.array(step).describe('Seven, or none where nobody was there to ask.'),
  }),
  wrong('vpcsim.diagnose/1'),
])

/** Equal definitions give equal schemas. */
export function traceSchema(): object {
  return schemaOf(trace, 'vpcsim.trace/1', 'Output of `simulate trace --json`')
}

export function diagnoseSchema(): object {
  return schemaOf(diagnose, 'vpcsim.diagnose/1', 'Output of `simulate diagnose --json`')
}

function schemaOf(definition: z.ZodType, id: string, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(definition, { target: 'draft-7', reused: 'ref' })
  return { $schema, $id: id, title, ...rest }
}
