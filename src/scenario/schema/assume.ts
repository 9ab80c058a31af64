/** `assume:`, the reading of every open point; made from `cloud/assumptions.ts`. */
import * as z from 'zod'
import { type AssumptionKey, OPEN_POINTS } from '../../cloud/assumptions.ts'
import { formatDuration } from '../../cloud/duration-text.ts'
import { asLeaf, key } from './leaf.ts'
import { duration } from './words.ts'

type Reading = z.ZodOptional<z.ZodType<string | number, string>>

export const assume = z
  .strictObject(
    Object.fromEntries(
      [...OPEN_POINTS].map(([name, point]): [string, Reading] => {
        if ('defaultUs' in point)
          return [
            name,
            key(
              duration.optional(),
              `${point.question} Default ${formatDuration(point.defaultUs)}.`,
              point.source,
            ),
          ]
        const words = Object.keys(point.readings)
        const told = Object.entries(point.readings).map(([word, clause]) => `\`${word}\`: ${clause}`)
        const kind = words.join(' or ')
        const choice = asLeaf(z.enum(words), { kind, code: 'SCENARIO_SCHEMA', expected: kind })
        return [
          name,
          key(choice.optional(), `${point.question} ${told.join('; ')}. Default ${words[0]}.`, point.source),
        ]
      }),
    ) as Record<AssumptionKey, Reading>,
  )
  .meta({
    title: 'Assumptions',
    description:
      'Readings of what the documents leave open. They hold for the whole run; a key that is written is not told as assumed.',
  })
