/** An alert of a fully managed gateway: a metric over a time window, against a threshold (seed 002, facts/deployment B.7). */
import type { Origin } from './origin.ts'

export interface AlertRule {
  readonly name: string
  readonly metric: AlertMetric
  readonly comparison: 'above' | 'below'
  /** In the unit of the metric. */
  readonly threshold: number
  /** The condition has to hold this long, in whole minutes; of the days of a certificate at once. */
  readonly forUs: number
  /** With `requestsToYesterday`: how many requests a second the day before had, where the run does not reach back to it. */
  readonly yesterdayPerSecond?: number
  readonly origin: Origin
}

export type AlertMetric =
  /** Percent. */
  | 'cpu'
  | 'memory'
  /** Answers 2xx of all requests, in percent. */
  | 'successRatio'
  /** Days until the certificate that ends first has ended. */
  | 'certificateDays'
  /** Percent of all requests. */
  | 'ratio4xx'
  | 'ratio5xx'
  /** Milliseconds. */
  | 'meanResponseTime'
  /** Percent, against the same minutes of the day before: -50, +200. */
  | 'requestsToYesterday'
  /** Requests a minute. */
  | 'rateLimited'
