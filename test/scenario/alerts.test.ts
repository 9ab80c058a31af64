/** Alerts of gateways and what is expected of them, as a file writes them. */
import { describe, expect, it } from 'vitest'
import { defaultAlerts } from '../../src/cloud/alert-defaults.ts'
import { ruleText } from '../../src/cloud/alert-metric.ts'
import { MINUTE_US } from '../../src/cloud/duration-range.ts'
import { read } from './read.ts'

const file = (alerts: string, more = '') => `simulate: 1
duration: 30m
gateways:
  front: { type: managed, spec: 2c4g, nodes: 2${alerts === '' ? '' : `, alerts: ${alerts}`} }
${more}`
const alertsIn = (text: string) => {
  const gateway = read(text).topology.gateways.get('front')
  return gateway?.kind === 'managed' ? gateway.alerts : undefined
}
const expecting = (entry: string, more = '') =>
  read(file('default', `expect: [ ${entry} ]\n${more}`)).expectations

describe('alerts in a file', () => {
  it('seed 002: should be off unless they are enabled', () => expect(alertsIn(file(''))).toBeUndefined())

  it('B.7: should be the recommended ones with default', () => {
    const [first] = alertsIn(file('default'))!
    expect(alertsIn(file('default'))).toEqual(defaultAlerts(first!.origin))
    expect(first!.origin).toMatchObject({ path: 'gateways.front.alerts', line: 4 })
  })

  it('should be as written, and as recommended where nothing is written', () =>
    expect(
      alertsIn(
        file(
          '{ hot: { metric: cpu, above: 60, for: 2m }, slow: { metric: meanResponseTime, above: 900 }, idle: { metric: cpu, below: 5 }, memory: { metric: memory }, promo: { metric: requestsToYesterday, above: 300, yesterday: 60/m } }',
        ),
      )!.map((rule) => `${rule.name}: ${ruleText(rule)} ${rule.yesterdayPerSecond ?? ''}`.trim()),
    ).toEqual([
      'hot: CPU utilisation above 60 % for 2m',
      'slow: mean response time above 900 ms for 3m',
      'idle: CPU utilisation below 5 % for 5m',
      'memory: memory utilisation above 85 % for 5m',
      'promo: change of requests against yesterday above +300 % for 10m 1',
    ]))

  it('should be enabled by a change of configuration', () => {
    const text = file(
      '',
      'timeline: [ { at: 5m, set: gateways.front.alerts, to: default } ]\nexpect: [ { alert: front/cpu, silent: true } ]\n',
    )
    expect(read(text).expectations).toHaveLength(1)
  })
})

describe('an expectation of an alert', () => {
  it('should say that it fires or is silent, in the whole run or in a window', () => {
    expect(expecting('{ alert: front/cpu, silent: true }')).toMatchObject([
      { kind: 'alert', gateway: 'front', alert: 'cpu', fires: false, text: 'alert front/cpu silent' },
    ])
    expect(expecting('{ alert: front/cpu, fires: true, from: 10m, until: 15m }')).toMatchObject([
      { fires: true, window: { fromUs: 10 * MINUTE_US, untilUs: 15 * MINUTE_US } },
    ])
    expect(expecting('{ alert: front/cpu, fires: true, within: 5m }')).toMatchObject([
      { fires: true, timing: { withinUs: 5 * MINUTE_US } },
    ])
    expect(expecting('{ alert: front/cpu, fires: , from: 10m, within: 5m }')).toMatchObject([
      { fires: true, timing: { withinUs: 5 * MINUTE_US }, window: { fromUs: 10 * MINUTE_US } },
    ])
  })
})

describe('what alerts assume', () => {
  const told = (text: string) =>
    read(text)
      .assumptions.map((each) => each.text)
      .filter((each) => each.includes('.alerts'))

  it('B.7: should be told where there are alerts, also from a change of configuration on', () => {
    expect(told(file(''))).toEqual([])
    expect(told(file('{ cpu: { metric: cpu } }'))).toEqual([
      'gateways.front.alerts: asked at the end of each minute; one without a figure breaks the time of a rule',
    ])
    expect(told(file('default'))).toContain(
      'gateways.front.alerts.meanResponseTime = above 200 ms for 3m: the example; set it after your service',
    )
    const later = 'timeline: [ { at: 5m, set: gateways.front.alerts, to: default } ]\n'
    expect(told(file('', later))).toHaveLength(2)
  })
})
