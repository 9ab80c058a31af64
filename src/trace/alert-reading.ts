/** What a rule is asked with: one figure of one metric. */
import type { StatusCount } from './request-record.ts'

/** A figure that was known at `atUs`, of the time since `sinceUs`; without a value there was nothing to measure. */
export interface AlertReading {
  readonly sinceUs: number
  readonly atUs: number
  readonly value?: number
  /** The answers that speak against it, where the metric is a share of answers. */
  readonly statuses?: readonly StatusCount[]
}
