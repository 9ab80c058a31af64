/** Alerts of a gateway as they were read; what is left out is as the cloud recommends it for the metric (facts/deployment B.7). */
import { defaultAlerts } from '../cloud/alert-defaults.ts'
import type { AlertRule } from '../cloud/alert-rule.ts'
import { MINUTE_US } from '../cloud/duration-range.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadAlerts } from './schema/alert.ts'

type ReadAlert = Exclude<ReadAlerts, 'default'>[string]

/** `path` is that of the key `alerts`. */
export function buildAlerts(read: ReadAlerts, path: Path, context: BuildContext): AlertRule[] {
  if (read === 'default') return defaultAlerts(context.origin(path))
  return Object.entries(read).flatMap(([name, alert]) => {
    const rule = buildAlert(name, alert, [...path, name], context)
    return rule === undefined ? [] : [rule]
  })
}

function buildAlert(name: string, read: ReadAlert, path: Path, context: BuildContext): AlertRule | undefined {
  const { metric, above, below, yesterday } = read
  const origin = context.origin(path)
  const recommended = defaultAlerts(origin).filter((rule) => rule.metric === metric)
  const isWritten = above !== undefined || below !== undefined
  if ((above !== undefined && below !== undefined) || (!isWritten && recommended.length !== 1)) {
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: `an alert on ${metric} takes one of above and below`,
      ...(above !== undefined && below !== undefined && { hint: 'make two alerts of it' }),
      path,
    })
    return undefined
  }
  const [usual] = recommended
  const forUs = read.for ?? usual!.forUs
  // The days of a certificate are no samples: they may be asked at once.
  const least = metric === 'certificateDays' ? 0 : MINUTE_US
  if (forUs < least || forUs % MINUTE_US !== 0) {
    context.report({
      code: 'VALUE_OUT_OF_RANGE',
      message: 'an alert waits for whole minutes, one at least',
      hint: 'write for: 1m or more, without seconds',
      path: [...path, 'for'],
    })
    return undefined
  }
  if (yesterday !== undefined && metric !== 'requestsToYesterday')
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: `yesterday goes with requestsToYesterday, not with ${metric}`,
      path: [...path, 'yesterday'],
    })
  return {
    name,
    metric,
    comparison: isWritten ? (above === undefined ? 'below' : 'above') : usual!.comparison,
    threshold: above ?? below ?? usual!.threshold,
    forUs,
    ...(yesterday !== undefined && { yesterdayPerSecond: yesterday }),
    origin,
  }
}
