/** Claims on how many EIPs of a pool are in use. */
import { clip } from '../trace/clip.ts'
import type { Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { comparisonText, satisfies } from './comparison.ts'
import { rangeText } from './judge-capacity.ts'
import { weigh } from './mode.ts'
import { type Context, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'
import { spanText, windowText } from './span-text.ts'

export function judgePool(claim: ClaimOf<'pool'>, { pools, endUs }: Summary, context: Context): Ruling {
  const { pool: name, mode, compare, window } = claim
  const pool = pools.find((each) => each.pool === name)
  if (pool === undefined || pool.peak === 0)
    return notExercised(`nobody took an EIP of pool ${name}`, context, { pool: name })
  const spans = window === undefined ? pool.inUse : clip(pool.inUse, window.fromUs, window.untilUs)
  const { status, witnesses } = weigh(mode, spans, ({ count }) => satisfies(count, compare))
  const first = witnesses[0]
  const bound = comparisonText(compare)
  if (status === 'notExercised')
    return notExercised(`the run ends before the window of pool ${name}:${windowText(window)}`, context, {
      pool: name,
    })
  const counts = spans.map(({ count }) => count)
  if (first === undefined) {
    const range = counts.length === 0 ? 'no time' : `${rangeText(counts)} of ${pool.size} EIPs in use`
    if (status === 'held') return held(`pool ${name} has ${range}${windowText(window)}, ${mode} ${bound}`)
    const ground = groundOf('EXPECTATION_NEVER_EXERCISED', { pool: name }, context)
    return failed(
      `pool ${name} never has ${bound} EIPs in use${windowText(window)}: ${range}`,
      undefined,
      ground,
    )
  }
  const seen = `pool ${name} has ${first.count} of ${pool.size} EIPs in use ${spanText(first, endUs)}`
  if (status === 'held') return held(seen, first)
  return failed(`${seen}, expected ${mode} ${bound}`, first)
}
