/**
 * The shape of what `simulate check --json` prints: `schema/check.schema.json` is generated from it, and a test holds the documents to
 * it. Within format 1 keys and items may be added.
 */
import * as z from 'zod'
import { FAULT_KINDS } from '../checking/fault.ts'
import { CHECK_FORMAT } from './check-json.ts'
import { problem, refusedDocument } from './problem-schema.ts'

const text = z.string()
const count = z.int().min(0)
const instant = count.describe('Microseconds from the start of the run.')

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('crash'),
    atUs: instant,
    app: text,
    mode: z.enum(['container', 'instance']),
  }),
  z.strictObject({ kind: z.literal('zone'), atUs: instant, zone: text, forUs: count }),
  z.strictObject({ kind: z.literal('eipBindFails'), instance: text, times: count }),
  z.strictObject({
    kind: z.literal('slowStart'),
    instance: text,
    work: z.enum(['pull', 'start']),
    tookUs: count,
  }),
])

const flaw = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('expectation'),
    text,
    message: text,
    code: text.optional(),
    fromUs: instant.optional(),
    lasts: z.boolean().describe('It is so when the run ends.'),
  }),
  z.strictObject({ kind: z.literal('outage'), app: text, nth: count, message: text, fromUs: instant }),
])

const counterexample = z.strictObject({
  text: text.describe('A scenario file that fails whenever it is run; it was.'),
  message: text.describe('What its own run says.'),
  waitsFor: z.array(text).describe('Who waits for whom, where a change is stuck.'),
})

const random = z.strictObject({
  seed: z.int(),
  asked: count.describe('Runs that were to be made.'),
  made: count.describe('Runs that were made: the first that fails is the last.'),
  kinds: z.array(z.enum(FAULT_KINDS)),
  maxFaults: count,
  undecided: count.describe('Runs that ended before all was decided, and in which nothing failed.'),
  situations: z.array(
    z.strictObject({
      group: z.enum(['changes', 'faults', 'shortages', 'instances', 'flows']),
      name: text,
      runs: count.describe('In so many runs it came; 0: it is not covered.'),
    }),
  ),
  failure: z
    .strictObject({
      run: count,
      seed: z.int(),
      faults: z.array(fault),
      flaw,
      smaller: z.strictObject({ tried: count, steps: z.array(text), isComplete: z.boolean() }),
      counterexample,
    })
    .optional(),
})

const exhaustive = z.strictObject({
  verdict: z.enum(['PROVED', 'REFUTED', 'UNDETERMINED']),
  what: text.optional(),
  how: text.optional(),
  steps: count.optional().describe('Of the shortest way there.'),
  why: text.optional().describe('Of UNDETERMINED.'),
  states: count,
  transitions: count,
  orders: z.number().optional().describe('Absent: not counted, or more than a double holds.'),
  invariants: z.array(text),
  bounds: z.strictObject({ states: count, crashes: count, leftOut: z.array(text) }),
  counterexample: counterexample.optional(),
})

const document = z.union([
  z.strictObject({
    format: z.literal(CHECK_FORMAT),
    version: text,
    exitCode: z.literal([0, 1, 3]),
    problems: z.array(problem).max(0),
    result: z.enum(['held', 'failed', 'undetermined']),
    file: text,
    name: text,
    written: text.optional().describe('Where the counterexample was written.'),
    random: random.optional(),
    exhaustive: exhaustive.optional(),
  }),
  refusedDocument(CHECK_FORMAT),
])

/** Equal definitions give equal schemas. */
export function checkSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(document, { target: 'draft-7', reused: 'ref' })
  return { $schema, $id: CHECK_FORMAT, title: 'Output of `simulate check --json`', ...rest }
}
