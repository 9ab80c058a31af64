/**
 * What ALB, CLB, NLB and Kubernetes services do differently: facts/load-balancing section 7, one row of the table after the other, all
 * products side by side. A dash: the product has no such thing.
 */
import { describe, expect, it } from 'vitest'
import { httpRequest } from '../../src/balancing/http-request.ts'
import { PoolPicker } from '../../src/balancing/pool-picker.ts'
import { albListener, route } from '../../src/balancing/route.ts'
import { compileClb, routeClb } from '../../src/balancing/route-clb.ts'
import type { BackendPool } from '../../src/cloud/backend-pool.ts'
import type { UrlRule } from '../../src/cloud/listener.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { CHECK, poolOf } from '../arbitraries/a-pool.ts'
import { backend, candidates, poolWith, second, told } from '../balancing/pool-text.ts'
import { http } from '../cloud/balancers.ts'
import { app, flow, NETWORK, play } from './play.ts'

type Product = BackendPool['product']

const poolFor = (product: Product, more: Partial<BackendPool> = {}): BackendPool =>
  poolOf({
    product,
    ...(product === 'serviceName' && { scheduler: { kind: 'random' } }),
    ...(product !== 'serviceName' && { healthCheck: CHECK }),
    ...more,
  })

describe('rule choice and path wildcard: requests of layer 7', () => {
  const onAlb = (path: string, ...patterns: string[]): string => {
    const listener = albListener({
      rules: patterns.map((pattern) => ({ name: pattern, when: { path: pattern }, do: { forward: 'g' } })),
    })
    const { rule, outcome } = route(listener, { path })
    return rule?.name ?? (outcome.kind === 'answer' ? String(outcome.status) : 'default')
  }
  const onClb = (path: string, ...urls: string[]): string => {
    const urlRules = urls.map((url): UrlRule => ({ name: url, url, group: 'g', origin: unwritten(url) }))
    const { rule, outcome } = routeClb(compileClb(http({ urlRules }), 'edge'), httpRequest({ path }))
    return rule?.name ?? (outcome.kind === 'answer' ? String(outcome.status) : 'default')
  }

  it.each([
    ['Rule choice: first match, or the longest', '/api/x', ['/a*', '/api*'], '/a*', ['/a', '/api'], '/api'],
    ['Path wildcard: a star, or plain text', '/api/x', ['/api/*'], '/api/*', ['/api/*'], '503'],
    ['Path wildcard: no prefix without a star, or always one', '/apix', ['/api'], '503', ['/api'], '/api'],
    ['Path wildcard: ?', '/abc', ['/a?c'], '/a?c', ['/a?c'], '503'],
    ['Path wildcard: a regular expression', '/a1', ['~^/a[0-9]$'], '~^/a[0-9]$', ['/a1'], '/a1'],
    ['Unmatched', '/x', ['/api'], '503', ['/api'], '503'],
  ])('%s', (_, path, patterns, byAlb, urls, byClb) => {
    expect(onAlb(path, ...patterns)).toBe(byAlb)
    expect(onClb(path, ...urls)).toBe(byClb)
  })

  it('Unmatched: the default rule of ALB, the group of the listener of CLB', () => {
    const rules = [{ when: { path: '/api' }, do: { forward: 'api' } }]
    const alb = route({ rules, default: 'rest' }, { path: '/x' })
    const clb = routeClb(compileClb(http({ defaultGroup: 'rest' }), 'edge'), httpRequest({ path: '/x' }))
    for (const { by, outcome } of [alb, clb]) {
      expect(by).toBe('default')
      expect(outcome.kind === 'forward' && outcome.groups[0]!.group).toBe('rest')
    }
  })
})

describe('Unit balanced: a picker is asked once a unit', () => {
  it.each([
    ['alb', 'request'],
    ['clbHttp', 'request'],
    ['clbStream', 'connection'],
    ['nlb', 'connection'],
    ['serviceName', 'connection'],
  ] as const)('%s counts every %s', (product, unit) => {
    // Whoever asks knows the unit; what ends leaves the turn where it was.
    const picker = new PoolPicker(
      poolWith(poolFor(product, { scheduler: { kind: 'rr' }, service: IN_TURN }), 'a b'),
    )
    const question = { source: 0xcb007107 }
    const picked = [0, 1, 2, 3].map(() => picker.pick(question, 0)!.backend.key)
    expect([unit, picked.join(' ')]).toEqual([unit, 'a b a b'])
  })
})

const IN_TURN = { mode: 'ipvs', publishesNotReady: false, affinityUs: 0 } as const

describe('All unhealthy', () => {
  it.each([
    ['alb', 'a b', true],
    ['clbHttp', '', false],
    ['clbStream', '', false],
    ['nlb', 'a b', true],
  ] as const)('%s asks "%s"', (product, asked, isOpen) => {
    const pool = poolWith(poolFor(product), 'a! b!')
    expect([candidates(pool), pool.isFailingOpen]).toEqual([asked, isOpen])
    if (asked === '') expect(pool.whyNobody(undefined)).toBe('unhealthy')
  })

  it('serviceName asks those that end and still serve, and refuses without them', () => {
    const pool = poolWith(poolFor('serviceName'), 'a b')
    pool.terminate('a', true)
    pool.terminate('b', false)
    expect(candidates(pool)).toBe('a')
    pool.terminate('a', false)
    expect(candidates(pool)).toBe('')
  })
})

describe('Drain', () => {
  it.each([
    ['alb', ['a: healthy > draining', 'a: drains until 30 s']],
    ['clbHttp', ['a: healthy > gone']],
    ['clbStream', ['a: healthy > draining', 'a: drains until 30 s']],
    ['nlb', ['a: healthy > draining', 'a: drains until 30 s']],
  ] as const)('%s: %j', (product, expected) => {
    // Layer 7 of CLB has no such key, so its pool never has a time (`backend-pool.ts`).
    const drain = product === 'clbHttp' ? {} : { drainUs: second(30) }
    const pool = poolWith(poolFor(product, drain), 'a b')
    expect(told(pool.remove('a', 0))).toEqual(expected)
    expect(candidates(pool)).toBe('b')
  })
})

describe('Slow start', () => {
  it.each([
    ['alb', true],
    ['clbHttp', false],
    ['clbStream', false],
    ['nlb', false],
    ['serviceName', false],
  ] as const)('%s: %s', (product, ramps) => {
    const pool = poolWith(poolFor(product, { scheduler: { kind: 'wrr' }, slowStartUs: second(30) }), 'a')
    pool.add(backend('b'), 0)
    pool.judged('b', true, 0)
    expect(pool.isRamping('b')).toBe(ramps)
  })
})

describe('in a network: client IP at the backend, empty whitelist, ACL place', () => {
  /** The security group of the servers admits one source only, so who gets through shows the source that they see. */
  const world = (admitted: string, listener: string, service = '') => `${NETWORK.replace(
    'accept: tcp 8080, from: 0.0.0.0/0',
    `accept: tcp 8080, from: ${admitted}`,
  ).replace(
    'internet:',
    '  callers: { vpc: net }\ninternet:',
  )}accessLists: { nobody: [], client: [ 198.51.100.7 ] }
apps:
${app('shop', 'instances: 1')}${app('caller', 'instances: 1').replace('securityGroup: web', 'securityGroup: callers')}serverGroups:
  web: { servers: [ app/shop ] }
  clb: { servers: [ app/shop ], product: clb }
  kept: { servers: [ app/shop ], product: nlb, healthCheck: none }
  local: { servers: [ app/shop ], product: nlb, healthCheck: none, preserveClientIp: false }
loadBalancers:
${listener}${service}`
  const alb = (more = '') =>
    `  front: { type: alb, network: internet, vswitches: [ net-h, net-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ], localAddresses: [ [ 172.16.1.250 ], [ 172.16.2.250 ] ], listeners: { web: { port: 80, default: web${more} } } }\n`
  const clb = (protocol: string, more = '') =>
    `  front: { type: clb, network: internet, publicAddress: 203.0.113.20, listeners: { web: { port: 80, protocol: ${protocol}, default: clb, healthCheck: none${more} } } }\n`
  const nlb = (group: string) =>
    `  front: { type: nlb, network: internet, vswitches: [ net-h, net-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ], listeners: { l4: { port: 80, protocol: tcp, default: ${group} } } }\n`
  const FROM_CLIENT = 'flows:\n  in: { from: client, to: loadBalancer/front, port: 80, path: / }\n'
  const FROM_CLIENT_L4 = FROM_CLIENT.replace(', path: /', '')
  const NAME = 'services:\n  orders: { app: shop, ports: [ { port: 80, targetPort: 8080 } ] }\n'
  const FROM_APP = 'flows:\n  in: { from: app/caller, to: service/orders, port: 80 }\n'
  const first = (text: string) => {
    const { status, code } = flow(play(text).summary, 'in').intervals[0]!
    return code ?? status
  }

  it.each([
    ['ALB: a Local IP', '172.16.0.0/16', alb(), FROM_CLIENT],
    ['CLB L7: 100.64.0.0/10', '100.64.0.0/10', clb('http'), FROM_CLIENT],
    ['CLB L4: the real client', '198.51.100.7/32', clb('tcp'), FROM_CLIENT_L4],
    ['NLB: the real client', '198.51.100.7/32', nlb('kept'), FROM_CLIENT_L4],
    ['NLB without preservation: a Local IP', '172.16.0.0/16', nlb('local'), FROM_CLIENT_L4],
    ['K8s Service: the real address of the instance', '172.16.0.0/16', clb('tcp'), `${NAME}${FROM_APP}`],
  ])('Client IP at backend – %s', (_, admitted, balancer, rest) => {
    expect(first(`${world(admitted, balancer)}${rest}`)).toBe('REACHABLE')
    expect(first(`${world('192.0.2.99/32', balancer)}${rest}`)).toBe('SG_NO_ALLOW_IN')
  })

  it.each([
    ['ALB', (more: string) => alb(more), FROM_CLIENT],
    ['CLB L7', (more: string) => clb('http', more), FROM_CLIENT],
    ['CLB L4', (more: string) => clb('tcp', more), FROM_CLIENT_L4],
  ])('Empty whitelist, ACL place – %s: the listener, and all pass', (_, balancer, flows) => {
    const asked = (access: string, head = '') =>
      first(`${head}${world('0.0.0.0/0', balancer(`, access: { ${access} }`))}${flows}`)
    expect(asked('white: nobody')).toBe('REACHABLE')
    expect(asked('black: nobody')).toBe('REACHABLE')
    expect(asked('white: client')).toBe('REACHABLE')
    expect(asked('black: client')).toBe('LB_ACL_DENIED')
    expect(asked('white: nobody', 'assume: { emptyWhitelist: refuse }\n')).toBe('LB_ACL_DENIED')
  })
})
