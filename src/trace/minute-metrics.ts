/** What the minutes of a gateway say of each metric: seed 002, table of alert metrics (facts/deployment B.7). */
import type { AlertMetric, AlertRule } from '../cloud/alert-rule.ts'
import { DAY_US, MILLISECOND_US, MINUTE_US, SECOND_US } from '../cloud/duration-range.ts'
import type { GatewayMinute } from './gateway-record.ts'
import type { StatusCount } from './request-record.ts'

/** In the log of the gateway alone (facts/deployment B.4). */
const CLIENT_LEFT = 499
/** Minutes from one day to the next. */
const DAY = DAY_US / MINUTE_US

/** How many minutes a value speaks of: those of `for` where they are compared with the day before, else one. */
export function minutesSpokenOf({ metric, forUs }: AlertRule): number {
  return metric === 'requestsToYesterday' ? Math.max(1, forUs / MINUTE_US) : 1
}

/**
 * The value of the metric in minute `at`, or in the minutes up to it; undefined where there is none: no request, no day
 * before. Of a certificate minutes say nothing.
 */
export function metricOfMinute(
  rule: AlertRule,
  minutes: readonly GatewayMinute[],
  at: number,
): number | undefined {
  const minute = minutes[at]!
  switch (rule.metric) {
    case 'cpu':
      return minute.cpuPercent
    case 'memory':
      return minute.memoryPercent
    case 'successRatio':
      return ratioOf(minute, 2)
    case 'ratio4xx':
      return ratioOf(minute, 4)
    case 'ratio5xx':
      return ratioOf(minute, 5)
    case 'meanResponseTime': {
      const answered = requestsOf(minute) - unansweredOf(minute)
      return answered === 0 ? undefined : minute.responseTimeUs / answered / MILLISECOND_US
    }
    case 'rateLimited':
      return minute.rateLimited
    case 'requestsToYesterday':
      return changeToYesterday(rule, minutes, at)
    case 'certificateDays':
      return undefined
  }
}

/** The answers that make a ratio bad; undefined where the metric is none, or nothing bad is known. */
export function statusesAgainst(
  { metric }: AlertRule,
  { statuses = [] }: GatewayMinute,
): readonly StatusCount[] | undefined {
  const isBad = AGAINST[metric]
  const bad = isBad === undefined ? [] : statuses.filter(({ status }) => isBad(Math.floor(status / 100)))
  return bad.length === 0 ? undefined : bad
}

const AGAINST: Partial<Record<AlertMetric, (hundreds: number) => boolean>> = {
  successRatio: (hundreds) => hundreds !== 2,
  ratio4xx: (hundreds) => hundreds === 4,
  ratio5xx: (hundreds) => hundreds === 5,
}

/** Without an answer at all, or gone before it came: they have no response time. */
function unansweredOf({ byClass, statuses = [] }: GatewayMinute): number {
  const left = statuses.find(({ status }) => status === CLIENT_LEFT)
  return (byClass[0] ?? 0) + (left?.count ?? 0)
}

function requestsOf({ byClass }: GatewayMinute): number {
  return byClass.reduce((sum, count) => sum + count, 0)
}

/** Requests without an answer are requests, too. */
function ratioOf(minute: GatewayMinute, hundreds: number): number | undefined {
  const all = requestsOf(minute)
  return all === 0 ? undefined : ((minute.byClass[hundreds] ?? 0) / all) * 100
}

/** Of the same minutes of the day before, or of the baseline where the run does not reach back to all of them. */
function changeToYesterday(
  rule: AlertRule,
  minutes: readonly GatewayMinute[],
  at: number,
): number | undefined {
  const count = minutesSpokenOf(rule)
  const first = at - count + 1
  if (first < 0) return undefined
  const { yesterdayPerSecond } = rule
  const before =
    first >= DAY
      ? sumOf(minutes, first - DAY, count)
      : yesterdayPerSecond && yesterdayPerSecond * count * (MINUTE_US / SECOND_US)
  // A change against nothing is no number.
  if (before === undefined || before === 0) return undefined
  return (sumOf(minutes, first, count) / before - 1) * 100
}

function sumOf(minutes: readonly GatewayMinute[], first: number, count: number): number {
  return minutes.slice(first, first + count).reduce((sum, minute) => sum + requestsOf(minute), 0)
}
