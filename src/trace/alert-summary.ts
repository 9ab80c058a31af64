/** What a summary tells of an alert of a gateway (seed 002, facts/deployment B.7). */
import type { AlertRule } from '../cloud/alert-rule.ts'
import type { StatusCount } from './request-record.ts'
import type { Span } from './summary.ts'

/**
 * `off`: there was no such rule. `noData`: nothing was measured that it could speak of – no minute had passed, nobody asked.
 * `pending`: the condition holds, not yet long enough. `firing`: people were told.
 */
export type AlertState = 'off' | 'noData' | 'silent' | 'pending' | 'firing'

export interface AlertSummary {
  readonly gateway: string
  readonly alert: string
  /** One, unless it was written anew in the run; in order of time. */
  readonly rules: readonly WatchedRule[]
  readonly spans: readonly AlertSpan[]
}

export interface WatchedRule extends Pick<AlertRule, 'metric' | 'comparison' | 'threshold' | 'forUs'> {
  readonly fromUs: number
}

export interface AlertSpan extends Span {
  readonly state: AlertState
  /** The figure of the span that is nearest to the threshold, or farthest beyond it; absent without data. */
  readonly value?: number
  /** The answers that speak against it, of the minute of `value`: of metrics that are a share of answers. */
  readonly statuses?: readonly StatusCount[]
}

/** The rule that held then; the first one before there was any. */
export function ruleAt({ rules }: AlertSummary, atUs: number): WatchedRule {
  return rules.findLast(({ fromUs }) => fromUs <= atUs) ?? rules[0]!
}
