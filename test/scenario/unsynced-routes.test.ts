/** Gateway routes of SAE on a listener that somebody has given an access list: facts/load-balancing 3.2. */
import { describe, expect, it } from 'vitest'
import { play } from '../conformance/play.ts'

const file = (timeline: string, more = '') => `simulate: 1
duration: 10m
vpcs:
  net:
    cidr: 10.0.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }, i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 } }
securityGroups: { web: { vpc: net, ingress: [ { accept: tcp 8080, from: 10.0.0.0/16 } ] } }
accessLists: { office: [ 198.51.100.0/24 ] }
apps:
  shop: { vswitches: [ h ], securityGroup: web, instances: 1, port: 8080 }
  pay: { vswitches: [ h ], securityGroup: web, instances: 1, port: 8080 }
serverGroups: { own: { servers: [ app/shop ], healthCheck: none } }
loadBalancers:
  front:
    network: internet
    vswitches: [ h, i ]
    publicAddresses: [ 203.0.113.10, 203.0.113.11 ]
    listeners:
      http: { port: 80, protocol: http${more}, rules: { mine: { priority: 5, when: { path: /mine }, do: { forward: own } } } }
ingresses:
  shop: { loadBalancer: front, port: 80, protocol: http, rules: [ { path: /shop, app: shop } ] }
internet: { client: { address: 198.51.100.7 } }
flows:
  pay: { from: client, to: loadBalancer/front, port: 80, path: /pay }
  shop: { from: client, to: loadBalancer/front, port: 80, path: /shop }
  mine: { from: client, to: loadBalancer/front, port: 80, path: /mine }
timeline:
${timeline}
`
const ACCESS = ', access: { white: [ office ] }'
const PAY = '[ { path: /pay, app: pay } ]'
const LISTENER = 'loadBalancers.front.listeners.http'

/** `['0 BLOCKED PATH_UNMATCHED', '60 REACHABLE']`: of a flow, by the second. */
function statuses(text: string, name: string): string[] {
  const { intervals } = play(text).summary.flows.find(({ flow }) => flow === name)!
  return intervals.map(({ fromUs, status, code }) =>
    [fromUs / 1e6, status, code].filter((x) => x !== undefined).join(' '),
  )
}
const noticed = (text: string) =>
  play(text).scenario.notices.flatMap(({ code, line }) => (code === 'SAE_RULES_NOT_SYNCED' ? [line] : []))

describe('a gateway route on a shared listener', () => {
  it('is written again at once where nothing keeps SAE from it', () => {
    const text = file(`  - { at: 1m, set: ingresses.shop.rules, to: ${PAY} }`)
    expect(statuses(text, 'pay')).toEqual([
      '0 BLOCKED PATH_UNMATCHED',
      '60 BLOCKED BACKEND_REGISTERING',
      '65 REACHABLE',
    ])
    expect(statuses(text, 'shop')).toEqual(['0 REACHABLE', '60 BLOCKED PATH_UNMATCHED'])
    expect(noticed(text)).toEqual([])
  })

  it('3.2 hands off (ALB): an access list on the listener stops the sync of rules', () => {
    const text = file(`  - { at: 1m, set: ingresses.shop.rules, to: ${PAY} }`, ACCESS)
    expect(statuses(text, 'pay')).toEqual(['0 BLOCKED PATH_UNMATCHED'])
    expect(statuses(text, 'shop')).toEqual(['0 REACHABLE'])
    expect(noticed(text)).toEqual([text.split('\n').findIndex((line) => line.includes('at: 1m')) + 1])
  })

  it('3.2: from when the list is put there, until it is taken away', () => {
    const text = file(`  - { at: 1m, set: ${LISTENER}.access, to: { white: [ office ] } }
  - { at: 2m, set: ingresses.shop.rules, to: ${PAY} }
  - { at: 3m, set: accessLists.office, to: [ 198.51.0.0/16 ] }
  - { at: 4m, set: ${LISTENER}, to: { port: 80, protocol: http, rules: { mine: { priority: 5, when: { path: /mine }, do: { forward: own } } } } }`)
    expect(statuses(text, 'pay')).toEqual(['0 BLOCKED PATH_UNMATCHED', '240 REACHABLE'])
    expect(statuses(text, 'shop')).toEqual(['0 REACHABLE', '240 BLOCKED PATH_UNMATCHED'])
    expect(noticed(text)).toHaveLength(2)
  })

  it('3.2: keeps the rules of other people theirs, who may change them all the while', () => {
    const text = file(
      `  - { at: 1m, set: ingresses.shop.rules, to: ${PAY} }
  - { at: 2m, set: ${LISTENER}.rules.mine.when, to: { path: /other } }`,
      ACCESS,
    )
    expect(statuses(text, 'mine')).toEqual(['0 REACHABLE', '120 BLOCKED PATH_UNMATCHED'])
    expect(statuses(text, 'shop')).toEqual(['0 REACHABLE'])
  })

  it('3.3: lets instances come and go, which is no matter of rules', () => {
    const text = file('  - { at: 1m, scale: shop, instances: 2 }', ACCESS)
    const members = play(text).trace.events.filter(
      (event) => event.kind === 'backend' && event.server === 'shop-2' && event.state === 'healthy',
    )
    expect(members.length).toBeGreaterThan(0)
    expect(noticed(text)).toEqual([])
  })
})
