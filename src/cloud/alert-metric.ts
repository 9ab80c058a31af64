/** What the monitoring of a fully managed gateway measures: names and units of seed 002, table of alert metrics (facts/deployment B.7). */
import type { AlertMetric, AlertRule } from './alert-rule.ts'
import { formatDuration } from './duration-text.ts'

export interface MetricWords {
  /** Inside a sentence: `the CPU utilisation is …`. */
  readonly name: string
  /** Behind a figure; one of a change has a sign. */
  readonly unit: '%' | 'ms' | 'days' | 'a minute'
  readonly isChange?: true
}

export const METRIC_WORDS: Readonly<Record<AlertMetric, MetricWords>> = {
  cpu: { name: 'CPU utilisation', unit: '%' },
  memory: { name: 'memory utilisation', unit: '%' },
  successRatio: { name: 'success ratio', unit: '%' },
  certificateDays: { name: 'life of the certificate', unit: 'days' },
  ratio4xx: { name: 'ratio of 4xx answers', unit: '%' },
  ratio5xx: { name: 'ratio of 5xx answers', unit: '%' },
  meanResponseTime: { name: 'mean response time', unit: 'ms' },
  requestsToYesterday: { name: 'change of requests against yesterday', unit: '%', isChange: true },
  rateLimited: { name: 'number of rate-limited requests', unit: 'a minute' },
}

/** Figures are shown with so many digits, with more where fewer would read as the threshold. */
const DIGITS = 4
const MOST_DIGITS = 12

/** `91.2 %`, `+250 %`, `14.9 days`, `11 a minute`. */
export function figureText(
  value: number,
  { metric, threshold }: Pick<AlertRule, 'metric' | 'threshold'>,
): string {
  const { unit, isChange } = METRIC_WORDS[metric]
  const sign = isChange === true && value > 0 ? '+' : ''
  if (unit === 'days') return `${Math.floor(value * 10) / 10} days`
  let digits = DIGITS
  while (digits < MOST_DIGITS && value !== threshold && Number(value.toPrecision(digits)) === threshold)
    digits++
  return `${sign}${Number(value.toPrecision(digits))} ${unit}`
}

/** The worst of several figures: `CPU utilisation up to 91.2 %`, `success ratio down to 97 %`. */
export function figureSeen(
  value: number,
  rule: Pick<AlertRule, 'metric' | 'comparison' | 'threshold'>,
): string {
  const { metric, comparison } = rule
  return `${METRIC_WORDS[metric].name} ${comparison === 'above' ? 'up' : 'down'} to ${figureText(value, rule)}`
}

type Rule = Pick<AlertRule, 'metric' | 'comparison' | 'threshold' | 'forUs'>

/** `CPU utilisation above 85 % for 5m`. */
export function ruleText(rule: Rule): string {
  return `${METRIC_WORDS[rule.metric].name} ${boundText(rule)}`
}

/** `above 85 % for 5m`. */
export function boundText(rule: Rule): string {
  const { comparison, threshold, forUs } = rule
  const length = forUs === 0 ? '' : ` for ${formatDuration(forUs)}`
  return `${comparison} ${figureText(threshold, rule)}${length}`
}
