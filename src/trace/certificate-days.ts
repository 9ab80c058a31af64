/**
 * How many days the certificates of a gateway have left, at the instants at which an alert on it may change: seed 002, table of
 * alert metrics. Between two changes of configuration the days only grow fewer.
 */
import { DAY_US } from '../cloud/duration-range.ts'
import type { AlertReading } from './alert-reading.ts'
import type { AlertConfiguration, AlertWatch } from './alert-watches.ts'

/** Sorted by time. */
export function readDays(watch: AlertWatch, configurations: readonly AlertConfiguration[]): AlertReading[] {
  const { rule } = watch
  return configurations.flatMap((configuration): AlertReading[] => {
    const fromUs = Math.max(configuration.fromUs, watch.fromUs)
    const untilUs = Math.min(configuration.untilUs, watch.untilUs)
    if (fromUs >= untilUs) return []
    const endUs = earliestEnd(configuration, watch.gateway)
    if (endUs === undefined) return [{ sinceUs: fromUs, atUs: fromUs }]
    const crossingUs = endUs - rule.threshold * DAY_US
    const passedUs = rule.comparison === 'below' ? crossingUs + 1 : crossingUs
    const atUs = [fromUs, passedUs, passedUs + rule.forUs, fromUs + rule.forUs, untilUs - 1].filter(
      (each) => each >= fromUs && each < untilUs,
    )
    return [...new Set(atUs)]
      .sort((a, b) => a - b)
      .map((each) => ({ sinceUs: each, atUs: each, value: (endUs - each) / DAY_US }))
  })
}

/** `Infinity`: they outlive the run. Undefined: it shows none. */
function earliestEnd({ gateways, certificates }: AlertConfiguration, name: string): number | undefined {
  const gateway = gateways?.get(name)
  if (gateway?.kind !== 'managed') return undefined
  const shown = gateway.domains.flatMap(({ certificate }) => {
    const found = certificate === undefined ? undefined : certificates?.get(certificate)
    return found === undefined ? [] : [found.expiresAtUs ?? Number.POSITIVE_INFINITY]
  })
  return shown.length === 0 ? undefined : Math.min(...shown)
}
