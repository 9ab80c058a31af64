/** The table of alert metrics of seed 002, literally: metric, recommended threshold, time. */
import { describe, expect, it } from 'vitest'
import { defaultAlerts } from '../../src/cloud/alert-defaults.ts'
import { figureText, METRIC_WORDS, ruleText } from '../../src/cloud/alert-metric.ts'
import { unwritten } from '../../src/cloud/origin.ts'

const rules = defaultAlerts(unwritten('gateways.front.alerts'))

describe('the recommended alerts', () => {
  it('B.7, seed 002: should be those of the table', () =>
    expect(rules.map((rule) => `${rule.name}: ${ruleText(rule)}`)).toEqual([
      'cpu: CPU utilisation above 85 % for 5m',
      'memory: memory utilisation above 85 % for 5m',
      'successRatio: success ratio below 99.9 % for 1m',
      'certificateDays: life of the certificate below 15 days',
      'ratio5xx: ratio of 5xx answers above 1 % for 1m',
      'ratio4xx: ratio of 4xx answers above 5 % for 5m',
      'meanResponseTime: mean response time above 200 ms for 3m',
      'requestsFall: change of requests against yesterday below -50 % for 10m',
      'requestsRise: change of requests against yesterday above +200 % for 10m',
      'rateLimited: number of rate-limited requests above 10 a minute for 1m',
    ]))

  it('B.7: should speak of every metric', () =>
    expect(new Set(rules.map(({ metric }) => metric))).toEqual(new Set(Object.keys(METRIC_WORDS))))
})

describe('a figure', () => {
  it('should never read as the threshold that it is beyond', () => {
    const ratio = { metric: 'successRatio', threshold: 99.9 } as const
    expect(figureText(99.8999, ratio)).toBe('99.8999 %')
    expect(figureText(99.9, ratio)).toBe('99.9 %')
    expect(figureText(12.34567, ratio)).toBe('12.35 %')
    expect(figureText(14.99999, { metric: 'certificateDays', threshold: 15 })).toBe('14.9 days')
  })
})
