/**
 * The alerts of gateways, folded from what their monitoring measured: seed 002, facts/deployment B.7. A rule is asked at the end of
 * each whole minute that began under it, and fires when its condition has held for as long as it says, without a break; a minute
 * without a figure breaks it (assumed: so does Prometheus, whose variables the notifications of the seed have).
 */
import type { AlertRule } from '../cloud/alert-rule.ts'
import { MINUTE_US } from '../cloud/duration-range.ts'
import { AlertCourse } from './alert-course.ts'
import type { AlertReading } from './alert-reading.ts'
import type { AlertSummary, WatchedRule } from './alert-summary.ts'
import {
  type AlertConfiguration,
  type AlertWatch,
  alertConfigurationsOf,
  alertWatchesOf,
} from './alert-watches.ts'
import { readDays } from './certificate-days.ts'
import type { GatewayRecord } from './gateway-record.ts'
import { metricOfMinute, minutesSpokenOf, statusesAgainst } from './minute-metrics.ts'
import type { Setting } from './setting.ts'

/** Absent where no gateway ever has an alert. */
export function foldAlerts(
  records: readonly GatewayRecord[] = [],
  setting: Setting,
  endUs: number,
): { readonly alerts?: readonly AlertSummary[] } {
  const configurations = alertConfigurationsOf(setting, endUs)
  const watches = alertWatchesOf(configurations)
  if (watches.size === 0) return {}
  const recordOf = new Map(records.map((record) => [record.gateway, record]))
  return {
    alerts: [...watches.values()].map((each) => foldAlert(each, configurations, recordOf, endUs)),
  }
}

function foldAlert(
  watches: readonly AlertWatch[],
  configurations: readonly AlertConfiguration[],
  recordOf: ReadonlyMap<string, GatewayRecord>,
  endUs: number,
): AlertSummary {
  const course = new AlertCourse()
  for (const watch of watches) {
    const { rule, gateway, fromUs, untilUs } = watch
    course.become('noData', fromUs)
    const readings =
      rule.metric === 'certificateDays'
        ? readDays(watch, configurations)
        : readMinutes(watch, recordOf.get(gateway))
    follow(course, rule, readings)
    course.become('off', untilUs)
  }
  const { gateway, rule } = watches[0]!
  return { gateway, alert: rule.name, rules: watches.map(toldOf), spans: course.end(endUs) }
}

function toldOf({ rule: { metric, comparison, threshold, forUs }, fromUs }: AlertWatch): WatchedRule {
  return { fromUs, metric, comparison, threshold, forUs }
}

/** Whole minutes that began under the rule and have ended under it. */
function readMinutes(
  { rule, fromUs, untilUs }: AlertWatch,
  record: GatewayRecord | undefined,
): AlertReading[] {
  const minutes = record?.minutes ?? []
  const span = minutesSpokenOf(rule) * MINUTE_US
  return minutes.flatMap((minute, at): AlertReading[] => {
    const isWhole = minute.untilUs - minute.fromUs === MINUTE_US
    if (!isWhole || minute.fromUs < fromUs || minute.untilUs > untilUs) return []
    const value = metricOfMinute(rule, minutes, at)
    const when = { sinceUs: minute.untilUs - span, atUs: minute.untilUs }
    if (value === undefined) return [when]
    const statuses = statusesAgainst(rule, minute)
    return [{ ...when, value, ...(statuses !== undefined && { statuses }) }]
  })
}

function follow(course: AlertCourse, rule: AlertRule, readings: readonly AlertReading[]): void {
  let badSinceUs: number | undefined
  for (const { sinceUs, atUs, value, statuses } of readings) {
    const isBad = value !== undefined && isBeyond(rule, value)
    badSinceUs = isBad ? (badSinceUs ?? sinceUs) : undefined
    if (value === undefined) course.become('noData', atUs)
    else if (badSinceUs === undefined) course.become('silent', atUs)
    else course.become(atUs - badSinceUs >= rule.forUs ? 'firing' : 'pending', atUs)
    if (value !== undefined) course.see(value, rule.comparison, statuses)
  }
}

function isBeyond({ comparison, threshold }: AlertRule, value: number): boolean {
  return comparison === 'above' ? value > threshold : value < threshold
}
