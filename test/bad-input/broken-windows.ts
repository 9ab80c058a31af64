/** Broken scenario files around the windows of expectations and how long something lasts. */
import type { BrokenFile } from './broken-files.ts'

const expecting = (entry: string, timeline = '{ at: 1m, deploy: shop, version: v2 }') => `simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main, ingress: [{ accept: tcp 8080, from: 0.0.0.0/0 }] } }
apps: { shop: { vswitches: [h], securityGroup: web, instances: 3, port: 8080 } }
internet: { shoppers: { address: 198.51.100.7 } }
flows: { inbound: { from: shoppers, to: app/shop } }
timeline: [${timeline}]
expect:
  - ${entry}
`
const flow = (more: string) => expecting(`{ flow: inbound, always: reachable, ${more} }`)

export const brokenWindows: readonly BrokenFile[] = [
  ['an event that is a text', ['SCENARIO_SCHEMA'], flow('after: «deploy»')],
  ['an event without a subject', ['UNKNOWN_KEY'], flow('after: { «deploy»: shop }')],
  ['an event that is empty', ['MISSING_KEY'], flow('«after»: {}')],
  ['an event about two things', ['KEYS_EXCLUSIVE'], flow('until: «{ app: shop, pool: shop }»')],
  ['an end that is a number', ['DURATION_INVALID'], flow('until: «5»')],
  ['an end that is no duration', ['DURATION_INVALID'], flow('until: «soon»')],
  [
    'a key that an event does not know',
    ['UNKNOWN_KEY'],
    flow('after: { flow: inbound, is: blocked, «for»: 5m }'),
  ],
  ['a flow that becomes nothing', ['MISSING_KEY'], flow('«until»: { flow: inbound }')],
  ['a state that no flow has', ['SCENARIO_SCHEMA'], flow('until: { flow: inbound, is: «broken» }')],
  [
    'an event of a flow that is not there',
    ['REFERENCE_UNDEFINED'],
    flow('after: { flow: «outbound», is: blocked }'),
  ],
  [
    'an event of an application that is not there',
    ['REFERENCE_UNDEFINED'],
    flow('until: { rollout: «shopp», outcome: completed }'),
  ],
  ['an alert that nobody has as an event', ['REFERENCE_UNDEFINED'], flow('until: { alert: «front/cpu» }')],
  ['a change that comes to nothing', ['MISSING_KEY'], flow('«after»: { rollout: shop }')],
  ['a change that never ends so', ['SCENARIO_SCHEMA'], flow('after: { rollout: shop, outcome: «done» }')],
  ['an event with a code that nobody has', ['REASON_UNKNOWN'], flow('after: { event: «CREATE_NO_EIPS» }')],
  [
    'an event of a flow with a code that no flow has',
    ['REASON_UNKNOWN'],
    flow('after: { flow: inbound, is: blocked, code: «CREATE_NO_EIP» }'),
  ],
  [
    'an event of a flow that is reachable for a reason',
    ['KEYS_EXCLUSIVE'],
    flow('after: «{ flow: inbound, is: reachable, code: NO_ROUTE }»'),
  ],
  ['an event of a capacity without a number', ['KEYS_EXCLUSIVE'], flow('after: «{ app: shop }»')],
  ['an entry that the timeline does not have', ['REFERENCE_UNDEFINED'], flow('after: { timeline: «2» }')],
  ['an entry before the first', ['VALUE_OUT_OF_RANGE'], flow('after: { timeline: «0» }')],
  [
    'an entry in words that the timeline does not have',
    ['REFERENCE_UNDEFINED'],
    flow('after: { timeline: «deploy shop v3» }'),
  ],
  [
    'an entry that has a problem of its own',
    ['UNKNOWN_KEY'],
    expecting(
      '{ flow: inbound, always: reachable, after: { timeline: 1 } }',
      '{ at: 1m, deploy: shop, version: v2, «versoin»: v2 }',
    ),
  ],
  [
    'two ends of a window in time',
    ['KEYS_EXCLUSIVE'],
    expecting('«{ flow: inbound, eventually: reachable, within: 5m, until: 6m }»'),
  ],
  ['a window of no time', ['VALUE_OUT_OF_RANGE'], flow('within: «0s»')],
  ['a begin after the end of the run', ['TIME_OUTSIDE_RUN'], flow('from: «1h», within: 5m')],
  ['always and stable', ['KEYS_EXCLUSIVE'], expecting('«{ flow: inbound, always: reachable, stable: 2m }»')],
  ['once without stable', ['MISSING_KEY'], expecting('«{ flow: inbound, once: reachable }»')],
  [
    'once without stable of a capacity',
    ['MISSING_KEY'],
    expecting("«{ app: shop, ready: '>= 2', once: true }»"),
  ],
  [
    'always and eventually',
    ['KEYS_EXCLUSIVE'],
    expecting("«{ app: shop, ready: '>= 2', always: true, eventually: true }»"),
  ],
  [
    'an instant and a window',
    ['KEYS_EXCLUSIVE'],
    expecting('«{ flow: inbound, at: 1m, is: reachable, after: { timeline: 1 } }»'),
  ],
  [
    'sources that are stable',
    ['KEYS_EXCLUSIVE'],
    expecting('«{ flow: inbound, source: [ 198.51.100.7 ], stable: 2m }»'),
  ],
  [
    'an event for a route',
    ['DURATION_INVALID'],
    expecting('{ route: front/http, rule: a, until: «{ timeline: 1 }» }'),
  ],
]
