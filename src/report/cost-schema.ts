/**
 * The shape of what `simulate cost --json` prints: `schema/cost.schema.json` is generated from it, and a test holds the
 * documents to it. Within format 1 keys and items may be added.
 */
import * as z from 'zod'
import { ITEM_NAMES } from '../pricing/price-table.ts'
import { COST_FORMAT } from './cost-json.ts'
import { problem, refusedDocument } from './problem-schema.ts'

const amount = z.number()
const count = z.int().min(0)
const text = z.string()
const item = z.enum(ITEM_NAMES)

const columns = {
  run: amount.describe('Of the run, started hours whole.'),
  hourly: amount.describe('Of an hour as at the end of the run, with the declared traffic.'),
  monthly: amount,
}

const amounts = z.strictObject(columns)
const maybeAmounts = z
  .strictObject({ run: amount.optional(), hourly: amount.optional(), monthly: amount.optional() })
  .describe('Absent: a price that it needs is not known.')

const line = z.strictObject({
  item,
  unit: text,
  owner: text,
  quantities: amounts.describe('In units.'),
  costs: maybeAmounts,
  price: amount.optional(),
  date: text.optional(),
  source: text.optional(),
  mark: z.enum(['S', 'C', 'X', 'U']).optional(),
  note: text.optional(),
  waived: text.optional().describe('Why it costs nothing.'),
})

const offers = z.array(
  z.strictObject({
    kind: z.enum(['eip', 'nat', 'alb', 'clb']),
    hourly: amount.optional(),
    monthly: amount.optional(),
  }),
)

const outward = z.strictObject({
  app: text,
  instances: count,
  spare: count,
  today: z.enum(['eip', 'nat']).optional(),
  isDeclared: z.boolean().describe('All its flows say what they send.'),
  units: amount.describe('Capacity units of a NAT gateway for this application.'),
  fees: z.strictObject({ eip: amount, nat: amount, capacityUnit: amount }).optional(),
  offers: offers.describe('Without traffic, which costs the same.'),
  evenAt: amount.optional().describe('Instances at which both cost the same.'),
  most: amount.optional().describe('The most for which EIPs are cheaper; absent beside fees: any number.'),
  mostWithSpare: amount.optional(),
  unitsForTwenty: amount.optional(),
  bindingsMonthly: amount.optional(),
})

const inward = z.strictObject({
  flow: text,
  apps: z.array(text),
  instances: count,
  today: z.enum(['eip', 'alb', 'clb', 'nlb']).optional(),
  isDeclared: z.boolean().describe('The flow says what it sends.'),
  gigabytesPerHour: amount,
  offers: offers.describe('With traffic.'),
})

const document = z.union([
  z.strictObject({
    format: z.literal(COST_FORMAT),
    version: text,
    exitCode: z.literal([0, 3]),
    problems: z.array(problem).max(0),
    result: z.enum(['priced', 'undetermined']),
    file: text,
    name: text,
    region: text,
    priceRegions: z.array(text),
    currency: z.enum(['CNY', 'USD']),
    asOf: text.optional(),
    seed: z.int(),
    endUs: count,
    hoursPerMonth: count,
    deploysPerDay: amount,
    totals: maybeAmounts,
    unknown: z.array(item).describe('Needed, and without a price.'),
    lines: z.array(line),
    undeclared: z.array(text).describe('Flows whose traffic is charged and not declared.'),
    notCounted: z.array(text),
    assumptions: z.array(z.strictObject({ text, source: text })),
    outward: z.array(outward),
    inward: z.array(inward),
  }),
  refusedDocument(COST_FORMAT),
])

/** Equal definitions give equal schemas. */
export function costSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(document, { target: 'draft-7', reused: 'ref' })
  return { $schema, $id: COST_FORMAT, title: 'Output of `simulate cost --json`', ...rest }
}
