/** Claims on how many instances are ready or serving. */
import { clip } from '../trace/clip.ts'
import { type CapacitySpan, NOTHING_YET, type Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { comparisonText, satisfies } from './comparison.ts'
import { weigh } from './mode.ts'
import { type Context, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'
import { spanText, windowText } from './span-text.ts'

export function judgeCapacity(
  claim: ClaimOf<'capacity'>,
  { apps, endUs }: Summary,
  context: Context,
): Ruling {
  const { app, mode, measure, compare, window } = claim
  const all = apps.find((each) => each.app === app)?.capacity ?? []
  // Before it exists an application has no instances, which is nobody's failure.
  const existing = all.filter(({ since }) => since !== NOTHING_YET)
  const spans = window === undefined ? existing : clip(existing, window.fromUs, window.untilUs)
  const { status, witnesses } = weigh(mode, spans, (span) => satisfies(span[measure], compare))
  const first = witnesses[0]
  const bound = `${measure} ${comparisonText(compare)}`
  if (status === 'notExercised')
    return notExercised(`${app} does not exist${windowText(window)}`, context, { app })
  if (status === 'held') {
    if (first !== undefined)
      return held(`${app} has ${first[measure]} ${measure} ${spanText(first, endUs)}`, first)
    const range = rangeText(spans.map((span) => span[measure]))
    return held(`${app} has ${range} ${measure}${windowText(window)}, ${mode} ${comparisonText(compare)}`)
  }
  if (first === undefined) {
    const range =
      spans.length === 0 ? 'it does not exist' : `it has ${rangeText(spans.map((span) => span[measure]))}`
    const ground = groundOf('EXPECTATION_NEVER_EXERCISED', { app }, context)
    return failed(`${app} never has ${bound}${windowText(window)}: ${range}`, undefined, ground)
  }
  return failed(
    `${app} has ${first[measure]} of ${first.declared} ${measure} ${spanText(first, endUs)}, expected ${mode} ${bound}`,
    first,
    groundOf(codeOf(first, compare.operator, mode), { app }, context),
  )
}

/** Only too few instances are a loss; too many are told without a code. */
function codeOf({ serving }: CapacitySpan, operator: string, mode: string): string | undefined {
  const asksForMore = operator.startsWith('>')
    ? mode === 'always'
    : operator.startsWith('<') && mode === 'never'
  if (!asksForMore) return undefined
  return serving === 0 ? 'OUTAGE_WINDOW' : 'CAPACITY_DIP'
}

/** `3`, or `2 to 4`. */
export function rangeText(counts: readonly number[]): string {
  const low = counts.reduce((least, each) => Math.min(least, each))
  const high = counts.reduce((most, each) => Math.max(most, each))
  return low === high ? `${low}` : `${low} to ${high}`
}
