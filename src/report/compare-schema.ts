/**
 * The shape of what `simulate compare --json` prints: `schema/compare.schema.json` is generated from it, and a test holds
 * the documents to it. Within format 1 keys and measures may be added.
 */
import * as z from 'zod'
import { MEASURE_NAMES } from '../checking/measurement.ts'
import { ITEM_NAMES } from '../pricing/price-table.ts'
import { COMPARE_FORMAT } from './compare-json.ts'
import { problem, refusedDocument } from './problem-schema.ts'

const count = z.int().min(0)
const text = z.string()
const kind = z.enum(['plan', 'flow', 'change', 'app', 'pool', 'expectation'])
const measure = z.enum(MEASURE_NAMES)

const owner = {
  name: text.describe(
    'Of a plan its currency, of a change that of its application, of an expectation its text.',
  ),
  type: text.optional().describe('Of a change: `CoDeploy`.'),
  nth: z.int().min(1).optional().describe('Which of several changes or expectations that are named alike.'),
}

const plan = z.strictObject({
  file: text,
  name: text,
  region: text,
  seed: z.int(),
  durationUs: count.describe('As the file has it; both are run for `endUs`.'),
  expectations: count,
  held: count,
})

const figure = z.union([z.number(), text]).optional()

const measurement = z.strictObject({
  kind,
  ...owner,
  measure,
  unit: z.enum(['share', 'us', 'count', 'money', 'word']),
  better: z.enum(['more', 'less']),
  a: figure.describe('Absent: there is none, or it did not come to an end.'),
  b: figure,
  standing: z.enum(['better', 'worse', 'equal', 'different']).describe('Of B, seen from A.'),
  counts: z.boolean().describe('It makes the exit code 1.'),
  sinceUs: count.optional(),
})

const state = z.strictObject({
  status: z.enum(['REACHABLE', 'DEGRADED', 'PARTIAL', 'BLOCKED', 'IDLE']),
  code: text.optional(),
  instance: text.optional(),
  asked: count,
  through: count,
  fromUs: count,
  since: z.int().min(-1),
  sinceText: text.optional(),
})

const sources = z.array(z.strictObject({ address: text, fromUs: count, instance: text }))

const flow = z.strictObject({
  flow: text,
  parting: z
    .strictObject({ atUs: count, a: state, b: state })
    .optional()
    .describe('The first instant at which status or code differ.'),
  added: sources.describe('Addresses that the far side sees in B and never in A.'),
  gone: sources,
})

const lonely = z.array(z.strictObject({ kind, ...owner, state: text.optional() }))

const document = z.union([
  z.strictObject({
    format: z.literal(COMPARE_FORMAT),
    version: text,
    exitCode: z.literal([0, 1, 3]),
    problems: z.array(problem).max(0),
    result: z.enum(['noWorse', 'worse', 'undetermined']),
    endUs: count,
    allowed: z.array(measure),
    strict: z.boolean(),
    a: plan,
    b: plan,
    tally: z.strictObject({ worse: count, better: count, different: count, equal: count }),
    measurements: z.array(measurement),
    flows: z.array(flow),
    unpriced: z
      .array(z.enum(ITEM_NAMES))
      .optional()
      .describe('Costs were not compared: these have no price.'),
    onlyInA: lonely,
    onlyInB: lonely,
  }),
  refusedDocument(COMPARE_FORMAT),
])

/** Equal definitions give equal schemas. */
export function compareSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(document, { target: 'draft-7', reused: 'ref' })
  return { $schema, $id: COMPARE_FORMAT, title: 'Output of `simulate compare --json`', ...rest }
}
