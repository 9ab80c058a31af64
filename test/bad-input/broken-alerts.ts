/** Broken scenario files around the alerts of gateways (seed 002, facts/deployment B.7). */
import type { BrokenFile } from './broken-files.ts'

const file = (alerts: string, more = '') => `simulate: 1
gateways:
  front: { type: managed, spec: 2c4g, nodes: 2${alerts === '' ? '' : `, alerts: ${alerts}`} }
${more}`
const rule = (keys: string) => file(`{ own: ${keys} }`)
const expecting = (entry: string, alerts = 'default') => file(alerts, `expect:\n  - ${entry}\n`)

export const brokenAlerts: readonly BrokenFile[] = [
  ['alerts of another kind', ['SCENARIO_SCHEMA'], file('«on»')],
  ['an alert on a metric that nobody measures', ['SCENARIO_SCHEMA'], rule('{ metric: «disk» }')],
  ['an alert with a threshold in words', ['SCENARIO_SCHEMA'], rule('{ metric: cpu, above: «high» }')],
  ['an alert above and below', ['KEYS_EXCLUSIVE'], file('{ own: «{ metric: cpu, above: 85, below: 5 }» }')],
  [
    'an alert against yesterday without a threshold',
    ['KEYS_EXCLUSIVE'],
    file('{ own: «{ metric: requestsToYesterday }» }'),
  ],
  ['an alert for half a minute', ['VALUE_OUT_OF_RANGE'], rule('{ metric: cpu, above: 85, for: «30s» }')],
  ['an alert for no time', ['VALUE_OUT_OF_RANGE'], rule('{ metric: cpu, above: 85, for: «0s» }')],
  [
    'a baseline of a metric that has no yesterday',
    ['KEYS_EXCLUSIVE'],
    rule('{ metric: cpu, yesterday: «10/s» }'),
  ],
  [
    'a baseline without a unit',
    ['RATE_INVALID'],
    rule('{ metric: requestsToYesterday, above: 1, yesterday: «10» }'),
  ],
  [
    'an expectation of an alert without its gateway',
    ['SCENARIO_SCHEMA'],
    expecting('{ alert: «cpu», silent: true }'),
  ],
  [
    'an expectation of an alert that nobody has',
    ['REFERENCE_UNDEFINED'],
    expecting('{ alert: «front/cpus», silent: true }'),
  ],
  [
    'an expectation of an alert of a gateway without any',
    ['REFERENCE_UNDEFINED'],
    expecting('{ alert: «front/cpu», silent: true }', ''),
  ],
  [
    'an alert that is to fire and to be silent',
    ['KEYS_EXCLUSIVE'],
    expecting('«{ alert: front/cpu, silent: true, fires: true }»'),
  ],
  ['an alert of which nothing is expected', ['KEYS_EXCLUSIVE'], expecting('«{ alert: front/cpu }»')],
  [
    'an alert with two ends of its window',
    ['KEYS_EXCLUSIVE'],
    expecting('«{ alert: front/cpu, fires: true, within: 5m, until: 6m }»'),
  ],
  [
    'an alert after the end of the run',
    ['TIME_OUTSIDE_RUN'],
    expecting('{ alert: front/cpu, fires: true, from: «48h» }'),
  ],
]
