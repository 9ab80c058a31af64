/** Claims on the requests of flows: how many succeed, and how long they take. */
import { formatMoment } from '../cloud/duration-text.ts'
import type { RequestError } from '../trace/request-record.ts'
import type { RequestFigures } from '../trace/request-summary.ts'
import type { FlowInterval, Span, Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { exactShareText, shareText } from './judge-metric.ts'
import { type Context, explain, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'

/** Of the whole run; requests that were under way at its end are neither good nor bad. */
export function judgeRequests(
  claim: ClaimOf<'requests'>,
  { requests = [], flows }: Summary,
  context: Context,
): Ruling {
  const { flow } = claim
  const figures = requests.find((each) => each.flow === flow)?.total
  if (figures === undefined || figures.succeeded + figures.failed === 0)
    return notExercised(`no request of ${flow} has ended: give the flow requests`, context, { flow })
  const intervals = flows.find((each) => each.flow === flow)?.intervals ?? []
  switch (claim.metric) {
    case 'successRate':
      return judgeRate(flow, claim.min, figures, intervals, context)
    case 'errors':
      return judgeErrors(flow, claim.max, figures, intervals, context)
    case 'p99':
      return judgeLatency(flow, claim.max, figures, context)
  }
}

function judgeRate(
  flow: string,
  min: number,
  figures: RequestFigures,
  intervals: readonly FlowInterval[],
  context: Context,
): Ruling {
  const { succeeded, failed: bad } = figures
  const share = succeeded / (succeeded + bad)
  const seen = `${shareText(share)} of ${succeeded + bad} requests of ${flow} succeed`
  if (share >= min) return held(seen)
  return failedBy(`${seen}, expected at least ${exactShareText(min)}`, figures, intervals, context)
}

function judgeErrors(
  flow: string,
  max: number,
  figures: RequestFigures,
  intervals: readonly FlowInterval[],
  context: Context,
): Ruling {
  const { succeeded, failed: bad } = figures
  const seen = `${bad} of ${succeeded + bad} requests of ${flow} ${bad === 1 ? 'fails' : 'fail'}`
  if (bad <= max) return held(seen)
  return failedBy(`${seen}, expected ${max === 0 ? 'none' : `at most ${max}`}`, figures, intervals, context)
}

function judgeLatency(flow: string, max: number, { latency }: RequestFigures, context: Context): Ruling {
  if (latency === undefined) return notExercised(`no request of ${flow} succeeds`, context, { flow })
  const { p50Us, p99Us } = latency
  const seen = `99 % of the requests of ${flow} that succeed take at most ${formatMoment(p99Us)}, half of them ${formatMoment(p50Us)}`
  return p99Us <= max ? held(seen) : failed(`${seen}, expected at most ${formatMoment(max)}`)
}

/** Whatever most of them failed of is told, with the rule that decided where the flow was stopped for the same reason. */
function failedBy(
  message: string,
  { errors }: RequestFigures,
  intervals: readonly FlowInterval[],
  context: Context,
): Ruling {
  const [worst] = errors.toSorted((a, b) => b.failed - a.failed)
  if (worst === undefined) return failed(message)
  const { code, status, firstUs, failed: count } = worst
  const stopped = intervals.find((each) => each.code === code)?.details
  const details = { ...stopped, ...worst.details }
  const answer = status === 0 ? 'without an answer' : `with ${status}`
  const why = `, ${count} ${answer}, first at ${formatMoment(firstUs)}: ${explain(code, details, context)}`
  const ground = groundOf(code, details, context)
  const { fix, ...withoutFix } = ground
  // A template that lacks something is no advice.
  const isFilled = fix !== undefined && !/<\w+>/.test(fix)
  return failed(`${message}${why}`, spanOf(worst), isFilled ? ground : withoutFix)
}

function spanOf({ firstUs, lastUs, since }: RequestError): Span {
  return { fromUs: firstUs, untilUs: lastUs + 1, since }
}
