/** Alerts of a fully managed gateway: the recommended ones, or rules of one's own (seed 002, facts/deployment B.7). */
import * as z from 'zod'
import { METRIC_WORDS } from '../../cloud/alert-metric.ts'
import type { AlertMetric } from '../../cloud/alert-rule.ts'
import { asLeaf, key } from './leaf.ts'
import { rate } from './requests.ts'
import { duration, name } from './words.ts'

const threshold = asLeaf(z.number(), {
  kind: 'number',
  code: 'SCENARIO_SCHEMA',
  expected: 'a number in the unit of the metric, such as 85',
})

const alertRule = z
  .strictObject({
    metric: key(
      z.enum(Object.keys(METRIC_WORDS) as [AlertMetric, ...AlertMetric[]]),
      'What is measured each minute: `cpu`, `memory`, `successRatio` (2xx of all), `ratio4xx`, `ratio5xx` and `requestsToYesterday` in percent, `meanResponseTime` in milliseconds, `rateLimited` in requests a minute, `certificateDays` in days.',
      'seed 002',
    ),
    above: key(threshold.optional(), 'It is above this; default: as recommended for the metric.', 'seed 002'),
    below: key(threshold.optional(), 'It is below this; one of `above` and `below`.', 'seed 002'),
    for: key(
      duration.optional(),
      'For so long without a break, in whole minutes; with `requestsToYesterday` the minutes that are compared. Default: as recommended for the metric.',
      'seed 002',
    ),
    yesterday: key(
      rate.optional(),
      'With `requestsToYesterday`: what came the day before, where the run does not reach back to it; without it the first day compares with nothing.',
    ),
  })
  .meta({ title: 'Alert' })

export const alerts = asLeaf(z.union([z.literal('default'), z.record(name, alertRule)]), {
  kind: 'default, or a map of alerts',
  code: 'SCENARIO_SCHEMA',
  expected: 'default for the recommended alerts, or a map from names to alerts',
})

export type ReadAlerts = z.output<typeof alerts>
