/** A table of prices as a file: docs/cost.md, facts/deployment section C. */
import * as z from 'zod'
import { ITEM_NAMES, METER_NAMES } from '../../pricing/price-table.ts'
import { suggest } from '../suggestion.ts'
import { asLeaf, key, type ReadLeaf, textLeaf } from './leaf.ts'

export const PRICES_FORMAT = 'vpcsim.prices/1'

const price = asLeaf(z.number().min(0), {
  kind: 'price or null',
  code: 'SCENARIO_SCHEMA',
  expected: 'a number of 0 or more, or null where it is not known',
}).nullable()

const date = textLeaf<string>(
  {
    kind: 'year or month',
    pattern: '^[0-9]{4}(-[0-9]{2})?$',
    code: 'SCENARIO_SCHEMA',
    expected: 'a year or month such as "2025-01"',
    hint: (value) => (typeof value === 'number' ? `put it in quotes: "${value}"` : undefined),
  },
  (text): ReadLeaf<string> =>
    isYearOrMonth(text)
      ? { ok: true, value: text }
      : { ok: false, message: `${JSON.stringify(text)} is no year or month such as 2025-01` },
)

/** `2025` or `2025-01`. */
export function isYearOrMonth(text: string): boolean {
  return /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(text)
}

const item = asLeaf(z.enum(ITEM_NAMES), {
  kind: 'item',
  code: 'SCENARIO_SCHEMA',
  expected: 'something that is charged',
  hint: (value) => (typeof value === 'string' ? suggest(value, ITEM_NAMES) : undefined),
})

const positive = asLeaf(z.number().gt(0), {
  kind: 'number',
  code: 'SCENARIO_SCHEMA',
  expected: 'a number above 0',
})

const sourced = {
  source: key(z.string().min(1), 'Where it was read.'),
  mark: key(z.enum(['S', 'C', 'X', 'U']), 'Stated, confirmed, in dispute, unconfirmed.'),
}

const row = z
  .strictObject({
    item: key(item, 'What is charged.'),
    unit: key(z.string(), 'By what; it says again what the item says.'),
    price: key(price, 'Of one unit; null: not known.'),
    currency: z.enum(['CNY', 'USD']),
    regions: key(z.array(z.string().min(1)).min(1), 'Price regions, such as mainland.'),
    date: key(date.nullable(), 'When it held; null: the source has no date.'),
    ...sourced,
    note: z.string().optional(),
  })
  .meta({ title: 'Price' })

const meter = z
  .strictObject({
    newConnectionsPerSecond: positive,
    concurrentConnections: positive,
    gigabytesPerHour: positive,
    ruleEvaluationsPerSecond: positive.optional(),
    ...sourced,
  })
  .meta({ title: 'Capacity unit' })

export const priceTable = z.strictObject({
  format: z.literal(PRICES_FORMAT),
  about: z.string().optional(),
  regions: key(
    z.record(z.string(), z.array(z.string().min(1)).min(1)).prefault({}),
    'Regions of the cloud, and the price regions that they are in, the narrowest first.',
  ),
  meters: key(z.partialRecord(z.enum(METER_NAMES), meter).prefault({}), 'What one capacity unit holds.'),
  allowances: key(
    z
      .strictObject({
        eipAssociationsPerDayAndQuota: z.strictObject({ count: z.number().min(0), ...sourced }).optional(),
      })
      .prefault({}),
    'What is free.',
  ),
  compute: key(
    z.strictObject({ perCoreSecond: positive, perGibibyteSecond: positive, ...sourced }).optional(),
    'CU of SAE.',
  ),
  prices: z.array(row),
})
