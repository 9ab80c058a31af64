/** Broken scenario files around connections and their metrics. */
import type { BrokenFile } from './broken-files.ts'

const file = (connections: string, more = '') => `simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { main-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main } }
apps: { shop: { vswitches: [ main-h ], securityGroup: web, port: 8080, instances: 1 } }
internet: { partner: { address: 192.0.2.80, port: 443 } }
flows:
  out: { from: app/shop, to: partner, connections: ${connections} }
${more}`
const expecting = (entry: string) => file('{ perInstance: 1 }', `expect:\n  - ${entry}\n`)

export const brokenConnections: readonly BrokenFile[] = [
  [
    'connections without a number',
    ['MISSING_KEY'],
    file('{ every: 1m }').replace('connections', '«connections»'),
  ],
  ['no connections at all', ['VALUE_OUT_OF_RANGE'], file('{ perInstance: «0» }')],
  ['more connections than ports', ['VALUE_OUT_OF_RANGE'], file('{ perInstance: «64513» }')],
  ['a pause without a unit', ['DURATION_INVALID'], file('{ perInstance: 1, every: «5» }')],
  ['a pause that is too short', ['VALUE_OUT_OF_RANGE'], file('{ perInstance: 1, packetEvery: «10ms» }')],
  ['an unknown key of connections', ['UNKNOWN_KEY'], file('{ perInstance: 1, «idle»: 5s }')],
  [
    'lost connections with a share',
    ['KEYS_EXCLUSIVE'],
    expecting('«{ metric: lostConnections(out), max: 5% }»'),
  ],
  ['lost connections without a bound', ['KEYS_EXCLUSIVE'], expecting('«{ metric: lostConnections(out) }»')],
  [
    'ports with a number',
    ['KEYS_EXCLUSIVE', 'REFERENCE_UNDEFINED'],
    expecting('«{ metric: «snatPorts(exit)», max: 5 }»'),
  ],
  [
    'availability with an upper bound',
    ['KEYS_EXCLUSIVE'],
    expecting('«{ metric: availability(out), max: 5 }»'),
  ],
  [
    'lost connections of an unknown flow',
    ['REFERENCE_UNDEFINED'],
    expecting('{ metric: «lostConnections(in)», max: 0 }'),
  ],
]
