/**
 * The alerts that the cloud recommends for a fully managed gateway: seed 002, table of alert metrics; facts/deployment B.7. Where its
 * table gives an example only – the mean response time – the example is the default (assumed).
 */
import type { AlertMetric, AlertRule } from './alert-rule.ts'
import { MINUTE_US } from './duration-range.ts'
import type { Origin } from './origin.ts'

type Row = readonly [
  name: string,
  metric: AlertMetric,
  comparison: 'above' | 'below',
  threshold: number,
  minutes: number,
]

/** In the order of the seed. A rise and a fall of the requests are two alerts, as are 4xx and 5xx. */
const ROWS: readonly Row[] = [
  ['cpu', 'cpu', 'above', 85, 5],
  ['memory', 'memory', 'above', 85, 5],
  ['successRatio', 'successRatio', 'below', 99.9, 1],
  ['certificateDays', 'certificateDays', 'below', 15, 0],
  ['ratio5xx', 'ratio5xx', 'above', 1, 1],
  ['ratio4xx', 'ratio4xx', 'above', 5, 5],
  ['meanResponseTime', 'meanResponseTime', 'above', 200, 3],
  ['requestsFall', 'requestsToYesterday', 'below', -50, 10],
  ['requestsRise', 'requestsToYesterday', 'above', 200, 10],
  ['rateLimited', 'rateLimited', 'above', 10, 1],
]

/** What `alerts: default` stands for; `origin` is where it is written. */
export function defaultAlerts(origin: Origin): AlertRule[] {
  return ROWS.map(([name, metric, comparison, threshold, minutes]) => ({
    name,
    metric,
    comparison,
    threshold,
    forUs: minutes * MINUTE_US,
    origin,
  }))
}
