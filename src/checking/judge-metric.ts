/** Claims on figures of the whole run. */
import { formatMoment } from '../cloud/duration-text.ts'
import type { Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { hasSameGround } from './judge-flow.ts'
import { join } from './mode.ts'
import { type Context, explain, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'
import { spanText } from './span-text.ts'

/** Availability is the share of the time in which somebody asked and the flow got through; `min` is 0 to 1. */
export function judgeMetric(
  { flow: name, min }: ClaimOf<'metric'>,
  summary: Summary,
  context: Context,
): Ruling {
  const flow = summary.flows.find((each) => each.flow === name)
  if (flow === undefined || flow.askedUs === 0)
    return notExercised(`nobody asked ${name}`, context, { flow: name })
  const { askedUs, throughUs } = flow
  const blockedUs = askedUs - throughUs
  const loss = blockedUs === 0 ? '' : `, blocked for ${formatMoment(blockedUs)}`
  const seen = `${name} gets through ${shareText(throughUs / askedUs)} of ${formatMoment(askedUs)}${loss}`
  if (throughUs / askedUs >= min) return held(seen)
  const blocked = flow.intervals.filter(({ status }) => status === 'BLOCKED' || status === 'PARTIAL')
  const [first] = join(blocked, hasSameGround)
  const details = { flow: name, ...first?.details }
  const why =
    first === undefined
      ? ''
      : `, first ${spanText(first, summary.endUs)}: ${explain(first.code, details, context)}`
  const bound = `expected at least ${exactShareText(min)}`
  return failed(`${seen}, ${bound}${why.replace(/: $/, '')}`, first, groundOf(first?.code, details, context))
}

/** Rounded down, so that a share below a bound never reads as the bound, and only all of it reads as 100 %. */
export function shareText(share: number): string {
  return share === 1 ? '100 %' : `${(Math.floor(share * 10_000 + 1e-9) / 100).toFixed(2)} %`
}

export function exactShareText(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`
}
