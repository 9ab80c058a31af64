/** Claims on the alerts of gateways: that one fires in the window, or that it stays silent. */
import { boundText, figureSeen, METRIC_WORDS } from '../cloud/alert-metric.ts'
import type { AlertMetric } from '../cloud/alert-rule.ts'
import { type AlertSpan, type AlertSummary, ruleAt } from '../trace/alert-summary.ts'
import { clip } from '../trace/clip.ts'
import type { Summary } from '../trace/summary.ts'
import { type AlertCause, causeOf } from './alert-cause.ts'
import { ALERT_CODES } from './alert-reasons.ts'
import type { ClaimOf } from './claim-of.ts'
import { type Context, explain, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'
import { spanText, windowText } from './span-text.ts'

/** Without a figure in the whole window nothing was watched, and silence proves nothing. */
export function judgeAlert(
  { gateway, alert: name, fires, window }: ClaimOf<'alert'>,
  summary: Summary,
  context: Context,
): Ruling {
  const { alerts = [], endUs } = summary
  const alert = alerts.find((each) => each.gateway === gateway && each.alert === name)
  const details = { gateway, alert: name }
  const where = windowText(window)
  if (alert === undefined) return notExercised(`gateway ${gateway} has no alert ${name}`, context, details)
  const spans = window === undefined ? alert.spans : clip(alert.spans, window.fromUs, window.untilUs)
  const watched = spans.filter(({ state }) => state !== 'off' && state !== 'noData')
  const firing = watched.find(({ state }) => state === 'firing')
  if (firing !== undefined) {
    const rule = ruleAt(alert, firing.fromUs)
    const cause = causeOf(alert, firing, summary, context)
    const seen = `alert ${gateway}/${name} fires ${spanText(firing, endUs)}: ${seenText(alert, firing)}, rule: ${boundText(rule)}${causeText(cause)}`
    const witness = { ...firing, since: cause?.error.since ?? firing.since }
    if (fires) return held(seen, witness)
    const code = ALERT_CODES[rule.metric]
    const told = `${seen}, expected silent: ${explain(code, details, context)}`
    return failed(told, witness, groundOf(code, details, context))
  }
  if (watched.length === 0) {
    const why = noFigure(gateway, ruleAt(alert, endUs).metric)
    return notExercised(`${why}, so that alert ${gateway}/${name} watched nothing${where}`, context, details)
  }
  const near = nearest(alert, watched)
  const seen = `alert ${gateway}/${name} is silent${where}: ${seenText(alert, near)}`
  if (!fires) return held(seen)
  const last = spans.at(-1)
  const ruling = failed(`${seen}, expected ${boundText(ruleAt(alert, near.fromUs))}`)
  return last?.state === 'pending' && last.untilUs === endUs ? { ...ruling, undetermined: true } : ruling
}

function causeText(cause: AlertCause | undefined): string {
  if (cause === undefined) return ''
  const { flow, error } = cause
  return `, most of it ${error.status === 0 ? 'no answer' : error.status} ${error.code} of flow ${flow}`
}

function seenText(alert: AlertSummary, { value, fromUs }: AlertSpan): string {
  const rule = ruleAt(alert, fromUs)
  if (value === undefined) return `the ${METRIC_WORDS[rule.metric].name} has no end in the run`
  return figureSeen(value, rule)
}

/** The span whose figure comes nearest to the threshold. */
function nearest(alert: AlertSummary, spans: readonly AlertSpan[]): AlertSpan {
  const distance = ({ value, fromUs }: AlertSpan) => {
    const { comparison, threshold } = ruleAt(alert, fromUs)
    if (value === undefined) return Number.POSITIVE_INFINITY
    return comparison === 'above' ? threshold - value : value - threshold
  }
  return spans.reduce((best, span) => (distance(span) < distance(best) ? span : best))
}

function noFigure(gateway: string, metric: AlertMetric): string {
  switch (metric) {
    case 'certificateDays':
      return `no domain of gateway ${gateway} has a certificate`
    case 'requestsToYesterday':
      return 'nothing is known of the day before (yesterday: RATE says it)'
    case 'cpu':
    case 'memory':
    case 'rateLimited':
      return `no minute of gateway ${gateway} was measured`
    default:
      return `nobody sent requests to gateway ${gateway}`
  }
}
