/** Broken scenario files around requests and their metrics. */
import type { BrokenFile } from './broken-files.ts'

const file = (requests: string, more = '', to = 'loadBalancer/front, port: 80') => `simulate: 1
vpcs:
  main:
    cidr: 172.16.0.0/16
    vswitches:
      main-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      main-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups: { web: { vpc: main } }
apps: { shop: { vswitches: [ main-h ], securityGroup: web, port: 8080, instances: 1 } }
serverGroups: { web: { servers: [ app/shop ] } }
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ main-h, main-i ]
    publicAddresses: [ 198.51.100.10, 198.51.100.11 ]
    listeners: { http: { port: 80, protocol: http, default: web } }
internet: { shoppers: { address: 203.0.113.7 }, partner: { address: 192.0.2.80, port: 443 } }
flows:
  buy: { from: shoppers, to: ${to}, requests: ${requests} }
${more}`
const expecting = (entry: string) => file('{ rate: 1/s }', `expect:\n  - ${entry}\n`)

export const brokenRequests: readonly BrokenFile[] = [
  ['requests without a rate', ['SCENARIO_SCHEMA'], file('{ timeout: 5s }').replace('requests', '«requests»')],
  ['a rate without a unit', ['RATE_INVALID'], file('{ rate: «200» }')],
  ['a rate in words', ['RATE_INVALID'], file('{ rate: «fast» }')],
  ['a size without a unit', ['SIZE_INVALID'], file('{ rate: 1/s, requestSize: «20» }')],
  ['a size in words', ['SIZE_INVALID'], file('{ rate: 1/s, responseSize: «20 kilobytes» }')],
  ['a size beyond any answer', ['SIZE_INVALID'], file('{ rate: 1/s, responseSize: «2000GiB» }')],
  ['cores without memory', ['MISSING_KEY'], file('{ rate: 1/s }').replace('shop: {', '«shop»: { cpu: 1,')],
  [
    'memory without cores',
    ['MISSING_KEY'],
    file('{ rate: 1/s }').replace('shop: {', '«shop»: { memory: 2GiB,'),
  ],
  [
    'no cores at all',
    ['VALUE_OUT_OF_RANGE'],
    file('{ rate: 1/s }').replace('shop: {', 'shop: { cpu: «0», memory: 2GiB,'),
  ],
  ['a rate of nothing', ['VALUE_OUT_OF_RANGE'], file('{ rate: «0/s» }')],
  ['a rate beyond any run', ['VALUE_OUT_OF_RANGE'], file('{ rate: «2000000/s» }')],
  ['a rate and a list', ['KEYS_EXCLUSIVE'], file('{ rate: 1/s, at: «[ 1s ]» }')],
  [
    'requests that end before they begin',
    ['VALUE_OUT_OF_RANGE'],
    file('{ rate: 1/s, from: 2m, until: «1m» }'),
  ],
  ['too many retries', ['VALUE_OUT_OF_RANGE'], file('{ rate: 1/s, retries: «11» }')],
  ['a body of no kind', ['SCENARIO_SCHEMA'], file('{ rate: 1/s, body: «long» }')],
  ['a send time without a unit', ['DURATION_INVALID'], file('{ rate: 1/s, sendTime: «70» }')],
  ['arrivals of no kind', ['SCENARIO_SCHEMA'], file('{ rate: 1/s, arrivals: «bursts» }')],
  ['an unknown key of requests', ['UNKNOWN_KEY'], file('{ rate: 1/s, «burst»: 5 }')],
  ['more sources than we follow', ['VALUE_OUT_OF_RANGE'], file('{ rate: 1/s, sources: «10.0.0.0/8» }')],
  [
    'sources of a caller inside',
    ['KEYS_EXCLUSIVE'],
    file('{ rate: 1/s, sources: «203.0.113.0/24» }').replace('from: shoppers', 'from: app/shop'),
  ],
  [
    'requests to a server',
    ['FEATURE_NOT_MODELLED'],
    file('«{ rate: 1/s }»', '', 'server/jump, port: 80').replace(
      'internet:',
      'servers: { jump: { vswitch: main-h, securityGroups: [ web ] } }\ninternet:',
    ),
  ],
  ['a success rate without a bound', ['KEYS_EXCLUSIVE'], expecting('«{ metric: successRate(buy) }»')],
  ['errors with a share', ['KEYS_EXCLUSIVE'], expecting('«{ metric: errors(buy), max: 5% }»')],
  ['a percentile with a number', ['KEYS_EXCLUSIVE'], expecting('«{ metric: p99(buy), max: 5 }»')],
  ['a metric of no flow', ['REFERENCE_UNDEFINED'], expecting('{ metric: «p99(sell)», max: 5s }')],
]
