/**
 * The shape of what `simulate size --json` prints: `schema/size.schema.json` is generated from it, and a test holds the
 * documents to it. Within format 1 keys and items may be added.
 */
import * as z from 'zod'
import { QUESTIONS } from '../checking/sizing/size-sheet.ts'
import { problem, refusedDocument } from './problem-schema.ts'
import { SIZE_FORMAT } from './size-json.ts'

const text = z.string()
const count = z.int().min(0)
const instant = count.describe('In microseconds.')

const failure = z.strictObject({
  seed: z.int(),
  what: text,
  crashes: z.array(
    z.strictObject({
      kind: z.literal('crash'),
      atUs: instant,
      app: text,
      mode: z.enum(['instance', 'container']),
    }),
  ),
})

const smallest = {
  smallest: count.optional().describe('Absent: none that was tried is enough.'),
  tried: z
    .array(z.strictObject({ value: count, failure: failure.optional() }))
    .describe('Ascending; without failure: held with every seed.'),
  isMonotone: z.boolean().describe('False: a smaller value held as well, and one between them did not.'),
}

const leftOut = z.array(text).describe('Invariants that were not asked, for no size keeps them.')

const proof = z.union([
  z.strictObject({
    verdict: z.literal('PROVED'),
    states: count,
    orders: z.number().optional().describe('Absent: more than can be counted.'),
    leftOut,
  }),
  z.strictObject({ verdict: z.literal('REFUTED'), what: text, how: text, leftOut }),
  z.strictObject({ verdict: z.literal('UNDETERMINED'), why: text }),
])

const pool = z.strictObject({
  pool: text,
  declared: count,
  apps: z.array(text),
  instances: count.describe('The most that are declared at once.'),
  answers: z.array(
    z.strictObject({
      ...smallest,
      crashes: count,
      nobodyWaits: count.describe('From so many on nobody waited for an address in any run.'),
      anyway: z.array(text).describe('What goes wrong with any size.'),
      proof: proof.optional(),
      proofBelow: proof.optional().describe('Of one less.'),
      quota: count.optional().describe('The account needs its quota raised to so many EIPs.'),
    }),
  ),
})

const batches = z.strictObject({
  app: text,
  pool: z.strictObject({ name: text, size: count }).optional(),
  instances: count,
  tried: z
    .array(
      z.strictObject({
        batches: count,
        gray: count.optional(),
        batchWaitUs: instant,
        instanceWaitUs: instant,
        isDeclared: z.boolean(),
        doneUs: instant.optional(),
        failure: failure.optional(),
        proof: proof.optional().describe('Of the answer and of those before it.'),
      }),
    )
    .describe('SAFE ones first, the fastest of them first.'),
  fastest: count
    .optional()
    .describe('Index of the answer; those before it are SAFE by their timing alone. Absent: none is SAFE.'),
})

const drain = z.strictObject({
  ...smallest,
  setting: z.enum(['preStop', 'drain']),
  name: text,
  declared: count.optional(),
  most: count,
  withPreStop: count.optional(),
  grace: count.optional(),
  flows: z.array(text),
})

const cover = z.strictObject({
  path: text,
  flows: z.array(text),
  addresses: z.array(
    z.strictObject({
      address: text,
      seen: z.strictObject({ by: text, fromUs: instant, seed: z.int() }).optional(),
      of: text.optional(),
    }),
  ),
  cap: z.strictObject({ entries: count, source: text }).optional(),
  covers: z.array(
    z.strictObject({
      blocks: z.array(text),
      extra: count,
      extras: z.array(z.strictObject({ whose: text, count, first: text })),
    }),
  ),
  fitting: count.optional().describe('Index of the cover that lets in least and fits.'),
  rerun: z
    .strictObject({
      cover: count,
      failure: failure.optional(),
      without: z.array(z.strictObject({ block: text, failure: failure.optional() })),
    })
    .optional(),
})

const document = z.union([
  z.strictObject({
    format: z.literal(SIZE_FORMAT),
    version: text,
    exitCode: z.literal([0, 3]),
    problems: z.array(problem).max(0),
    result: z.enum(['sized', 'undetermined']),
    file: text,
    name: text,
    asked: z.array(z.enum(QUESTIONS)),
    seeds: z.array(z.int()).min(1),
    crashes: count,
    pools: z.array(pool),
    batches: z.array(batches),
    drains: z.array(drain).describe('In seconds.'),
    covers: z.array(cover),
    notSized: z.array(z.strictObject({ question: z.enum(QUESTIONS), subject: text, why: text })),
  }),
  refusedDocument(SIZE_FORMAT),
])

/** Equal definitions give equal schemas. */
export function sizeSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(document, { target: 'draft-7', reused: 'ref' })
  return { $schema, $id: SIZE_FORMAT, title: 'Output of `simulate size --json`', ...rest }
}
