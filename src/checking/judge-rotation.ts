/** Claims on how many servers of a group may be picked. */
import { clip } from '../trace/clip.ts'
import type { Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { comparisonText, satisfies } from './comparison.ts'
import { rangeText } from './judge-capacity.ts'
import { weigh } from './mode.ts'
import { type Context, failed, held, notExercised, type Ruling } from './ruling.ts'
import { spanText, windowText } from './span-text.ts'

/** CLB uses a group once for each listener: each of these pools must do; the first that does not is told. */
export function judgeRotation(claim: ClaimOf<'rotation'>, summary: Summary, context: Context): Ruling {
  const { group, window } = claim
  const pools = (summary.backends ?? []).filter(({ pool }) => pool === group || pool.endsWith(`/${group}`))
  if (pools.length === 0)
    return notExercised(`nobody balances over server group ${group}${windowText(window)}`, context, { group })
  const rulings = pools.map((pool) => judgeOne(claim, pool, summary.endUs, context))
  return rulings.find(({ status }) => status !== 'held') ?? rulings[0]!
}

function judgeOne(
  { mode, compare, window }: ClaimOf<'rotation'>,
  { pool, inRotation }: NonNullable<Summary['backends']>[number],
  endUs: number,
  context: Context,
): Ruling {
  const spans = window === undefined ? inRotation : clip(inRotation, window.fromUs, window.untilUs)
  const { status, witnesses } = weigh(mode, spans, ({ count }) => satisfies(count, compare))
  const [first] = witnesses
  const bound = comparisonText(compare)
  if (status === 'notExercised')
    return notExercised(`the run ends before the window of ${pool}:${windowText(window)}`, context, { pool })
  if (first === undefined) {
    const range = spans.length === 0 ? 'no time' : rangeText(spans.map(({ count }) => count))
    const seen = `${pool} has ${range} servers in rotation${windowText(window)}, ${mode} ${bound}`
    return status === 'held' ? held(seen) : failed(seen)
  }
  const seen = `${pool} has ${first.count} servers in rotation ${spanText(first, endUs)}`
  return status === 'held' ? held(seen, first) : failed(`${seen}, expected ${mode} ${bound}`, first)
}
