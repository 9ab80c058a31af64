/** Rows of facts/load-balancing section 2 (CLB) that a file or one request can show; the others are named in `test/balancing` and `test/cloud`. */
import { describe, expect, it } from 'vitest'
import { httpRequest, type RequestWords } from '../../src/balancing/http-request.ts'
import { compileClb, routeClb } from '../../src/balancing/route-clb.ts'
import type { ClbHttpListener } from '../../src/cloud/listener.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { http } from '../cloud/balancers.ts'
import { app, flow, NETWORK, play, problemsOf } from './play.ts'

const CLIENT = ipv4(198, 51, 100, 7)
const asked = (listener: Partial<ClbHttpListener>, words: RequestWords) =>
  routeClb(compileClb(http({ defaultGroup: 'web', ...listener }), 'edge'), httpRequest(words)).outcome
const sent = (listener: Partial<ClbHttpListener>, words: RequestWords) => {
  const outcome = asked(listener, { source: CLIENT, ...words })
  return outcome.kind === 'forward' ? Object.fromEntries(outcome.request.headers) : outcome
}

describe('2.3 layer 7', () => {
  it('X-Forwarded-For: on, the client at the right; it can be taken away', () => {
    expect(sent({}, {})).toEqual({ 'x-forwarded-for': '198.51.100.7' })
    const headers = { 'X-Forwarded-For': '192.0.2.1' }
    expect(sent({}, { headers })).toEqual({ 'x-forwarded-for': '192.0.2.1, 198.51.100.7' })
    expect(sent({ forwardedFor: 'remove' }, { headers })).toEqual({})
  })

  it('X-Forwarded-For: Proto and SLB-ID are off by default', () => {
    const addedHeaders = ['x-forwarded-proto', 'slb-id']
    expect(sent({ addedHeaders, forwardedFor: 'remove' }, {})).toEqual({
      'x-forwarded-proto': 'http',
      'slb-id': 'edge',
    })
  })

  it.each([
    [443, 'https://h.cn/a?x=1'],
    [8443, 'https://h.cn:8443/a?x=1'],
  ])(
    'HTTP → HTTPS: ListenerForward to port %d answers with a redirect, whatever the rules',
    (forwardPort, location) => {
      const outcome = asked({ forwardPort }, { host: 'h.cn:80', path: '/a?x=1' })
      expect(outcome).toMatchObject({ kind: 'answer', status: 302, cause: 'redirect' })
      expect(outcome.kind === 'answer' && outcome.headers.get('location')).toBe(location)
    },
  )

  it('2.6: a rule or the group of the listener, with the id of the rule', () => {
    const urlRules = [{ name: 'api', url: '/api', group: 'api', origin: http().origin }]
    expect(asked({ urlRules }, { path: '/api/x' })).toMatchObject({
      ruleId: 'edge/web/api',
      groups: [{ group: 'api', weight: 100 }],
    })
    expect(asked({ urlRules }, { path: '/x' })).toMatchObject({ ruleId: 'edge/web/default' })
  })
})

describe('2.8 status codes that CLB makes itself', () => {
  it.each([
    ['400: not HTTP', { method: 'GE T' }, 400],
    ['400: a path without a slash', { path: 'a' }, 400],
    ['400: HTTP spoken to HTTPS', { protocol: 'https' as const }, 400],
    ['400: a header above 32 KB', { headers: { x: 'a'.repeat(32 * 1024) } }, 400],
    ['405: TRACE', { method: 'TRACE' }, 405],
    ['414: a URI above 32 KB (by analogy with ALB)', { path: `/${'a'.repeat(32 * 1024)}` }, 414],
  ])('%s', (_, words, status) =>
    expect(asked({}, words)).toMatchObject({ kind: 'answer', status, upstreamStatus: '-' }),
  )

  it('503: no group (assumed)', () => {
    const { defaultGroup: _, ...bare } = http({ defaultGroup: 'web' })
    expect(routeClb(compileClb(bare, 'edge'), httpRequest({})).outcome).toMatchObject({ status: 503 })
  })
})

const world = (
  balancer: string,
  rest: string,
  members = 'app/shop',
) => `${NETWORK}accessLists: { client: [ 198.51.100.0/24 ], other: [ 192.0.2.0/24 ] }
apps:
${app('shop', 'instances: 2')}${app('caller', 'instances: 1')}serverGroups:
  web: { servers: [ ${members} ], product: clb }
loadBalancers:
  edge: { type: clb, ${balancer} }
${rest}`
const PUBLIC = 'network: internet, publicAddress: 203.0.113.20'
const listener = (keys: string) => `listeners: { web: { port: 80, default: web, ${keys} } }`
const first = (text: string, name = 'in') => {
  const { status, code } = flow(play(text).summary, name).intervals[0]!
  return code ?? status
}
const FROM_CLIENT = 'flows: { in: { from: client, to: loadBalancer/edge, port: 80 } }\n'
const FROM_APP = 'flows: { in: { from: app/caller, to: loadBalancer/edge, port: 80 } }\n'

describe('2.1 address', () => {
  const tcp = listener('protocol: tcp')

  it('internet: public and nothing else', () =>
    expect(first(world(`${PUBLIC}, ${tcp}`, FROM_CLIENT))).toBe('REACHABLE'))

  it('intranet: private, and no way in from the Internet', () => {
    expect(first(world(`vswitches: [ net-h ], ${tcp}`, FROM_APP))).toBe('REACHABLE')
    expect(first(world(`vswitches: [ net-h ], ${tcp}`, FROM_CLIENT))).toBe('LB_HAS_NO_PUBLIC_SIDE')
  })

  it('intranet: an EIP may be bound to it', () => {
    const balancer = `vswitches: [ net-h ], publicAddress: 203.0.113.21, ${tcp}`
    expect([first(world(balancer, FROM_CLIENT)), first(world(balancer, FROM_APP))]).toEqual([
      'REACHABLE',
      'REACHABLE',
    ])
  })

  it('new listener: stopped until somebody starts it', () =>
    expect(first(world(`${PUBLIC}, ${listener('protocol: tcp, running: false')}`, FROM_CLIENT))).toBe(
      'LISTENER_ABSENT',
    ))
})

describe('2.2, 2.5 servers of a listener', () => {
  it('2.5 weight 0: behaves as removed', () =>
    expect(
      first(world(`${PUBLIC}, ${listener('protocol: tcp')}`, FROM_CLIENT, '{ to: app/shop, weight: 0 }')),
    ).toBe('BACKENDS_NONE'))

  it('2.2 schedulers: a set cannot make a hash of wrr', () =>
    expect(
      problemsOf(
        world(
          `${PUBLIC}, highPerformance: true, ${listener('protocol: tcp')}`,
          'timeline: [ { at: 1m, set: loadBalancers.edge.listeners.web.scheduler, to: sch } ]\n',
        ),
      ),
    ).toEqual(['CLB_SCHEDULER_SWITCH']))
})

describe('2.7 access lists', () => {
  it.each([
    ['white: client', 'REACHABLE'],
    ['white: other', 'LB_ACL_DENIED'],
    ['white: [ other, client ]', 'REACHABLE'],
    ['black: client', 'LB_ACL_DENIED'],
    ['black: other', 'REACHABLE'],
  ])('%s: %s', (access, expected) => {
    for (const protocol of ['tcp', 'http'])
      expect(
        first(world(`${PUBLIC}, ${listener(`protocol: ${protocol}, access: { ${access} }`)}`, FROM_CLIENT)),
      ).toBe(expected)
  })
})

describe('3.4 service names', () => {
  it('ICMP: not answered', () =>
    expect(
      first(
        world(
          PUBLIC,
          'services: { orders: { app: shop, ports: [ { port: 80, targetPort: 8080 } ] } }\nflows: { in: { from: app/caller, to: service/orders, protocol: icmp } }\n',
        ),
      ),
    ).not.toBe('REACHABLE'))
})

describe('section 9 row 7: what a refused client sees', () => {
  const seen = (protocol: string, head: string) => {
    const { details } = flow(
      play(
        head +
          world(`${PUBLIC}, ${listener(`protocol: ${protocol}, access: { black: client }`)}`, FROM_CLIENT),
      ).summary,
      'in',
    ).intervals[0]!
    return details?.['status'] ?? details?.['cause']
  }

  it('dropped before HTTP, or 403 at layer 7', () => {
    expect(seen('http', '')).toBe('the connection is dropped before HTTP')
    expect(seen('http', 'assume: { accessRefusal: forbidden }\n')).toBe('403')
    expect(seen('tcp', 'assume: { accessRefusal: forbidden }\n')).toBe(
      'the connection is dropped before HTTP',
    )
  })
})
