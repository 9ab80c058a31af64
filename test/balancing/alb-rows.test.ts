// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the cloud
import { describe, expect, it } from 'vitest'
import type { ActionWords } from '../../src/balancing/action-words.ts'
import type { Answer } from '../../src/balancing/answer.ts'
import type { Forward } from '../../src/balancing/forward.ts'
import { GroupChoice } from '../../src/balancing/group-choice.ts'
import { httpRequest } from '../../src/balancing/http-request.ts'
import { respondAlb } from '../../src/balancing/respond-alb.ts'
import { albListener, type CallWords, type ListenerWords, route } from '../../src/balancing/route.ts'
import type { ConditionWords, RuleWords } from '../../src/balancing/rule-words.ts'
import { TrafficLimits } from '../../src/balancing/traffic-limits.ts'
import { whyNot } from '../../src/balancing/why-not.ts'

function answerOf(listener: ListenerWords, call: CallWords): Answer {
  const { outcome } = route(listener, call)
  if (outcome.kind !== 'answer') throw new Error('it was forwarded')
  return outcome
}

function forwardOf(listener: ListenerWords, call: CallWords): Forward {
  const { outcome } = route(listener, call)
  if (outcome.kind !== 'forward') throw new Error(`it was answered with ${outcome.status}`)
  return outcome
}

const headersOf = ({ headers }: { headers: ReadonlyMap<string, string> }) => Object.fromEntries(headers)

/** One rule that does `actions` for every request. */
const doing = (...actions: ActionWords[]): ListenerWords => ({ rules: [{ do: actions }] })

const takes = (when: ConditionWords, call: CallWords) =>
  route({ rules: [{ when, do: { forward: 'it' } }], default: 'other' }, call).by === 'rule'

const toWeb: ActionWords = { forward: 'web' }

describe('facts/load-balancing 1.2: listener', () => {
  it('1.2 default action: a group, lowest of all, for what no rule takes', () => {
    const listener: ListenerWords = {
      rules: [{ priority: 10_000, when: { path: '/a' }, do: { forward: 'a' } }],
      default: 'web',
    }
    expect(route(listener, { path: '/a' }).rule?.name).toBe('rule1')
    expect(route(listener, { path: '/b' })).toMatchObject({
      by: 'default',
      outcome: { groups: [{ group: 'web' }] },
    })
  })

  it.each([
    ['414', 32_768, 'path'],
    ['400', 32_768, 'header'],
  ])('1.2 header size / URI size: above 32 KB is %s, 32 KB is not', (status, limit, what) => {
    const call = (length: number): CallWords =>
      what === 'path' ? { path: `/${'x'.repeat(length - 1)}` } : { headers: { a: 'x'.repeat(length - 5) } }
    expect(answerOf({ default: 'web' }, call(limit + 1)).status).toBe(Number(status))
    expect(forwardOf({ default: 'web' }, call(limit)).groups).toHaveLength(1)
  })
})

describe('facts/load-balancing 1.4: rules', () => {
  const all = { priority: 1, when: { path: '/*' }, do: { forward: 'g1' } }
  const api = { priority: 2, when: { path: '/api/*' }, do: { forward: 'g2' } }

  it('1.4 priority, no specificity sort; golden scenario 1: /* before /api/* takes /api/x', () => {
    expect(forwardOf({ rules: [api, all] }, { path: '/api/x' }).groups).toEqual([
      { group: 'g1', weight: 100 },
    ])
    const swapped = {
      rules: [
        { ...api, priority: 1 },
        { ...all, priority: 2 },
      ],
    }
    expect(forwardOf(swapped, { path: '/api/x' }).groups).toEqual([{ group: 'g2', weight: 100 }])
  })

  it('1.4 combination: conditions AND, values OR', () => {
    const when = { host: ['a.example', 'b.example'], path: '/x' }
    expect(takes(when, { host: 'b.example', path: '/x' })).toBe(true)
    expect(takes(when, { host: 'b.example', path: '/y' })).toBe(false)
    expect(takes(when, { host: 'c.example', path: '/x' })).toBe(false)
  })

  it('1.4 same type twice: two header conditions AND, pairs of one query or cookie OR', () => {
    const two: RuleWords = { when: [{ header: { a: '1' } }, { header: { b: '2' } }], do: toWeb }
    expect(route({ rules: [two] }, { headers: { a: '1', b: '2' } }).by).toBe('rule')
    expect(route({ rules: [two] }, { headers: { a: '1' } }).by).toBe('default')
    expect(takes({ query: { a: '1', b: '2' } }, { path: '/?b=2' })).toBe(true)
    expect(takes({ cookie: { a: '1', b: '2' } }, { headers: { cookie: 'x=y; a=1' } })).toBe(true)
    expect(takes({ cookie: { a: '1', b: '2' } }, { headers: { cookie: 'x=y; a=2' } })).toBe(false)
  })

  it('1.4 nothing matches (request): the default rule; golden scenario 3: Prefix /foo does not take /foobar, 503', () => {
    const foo = { rules: [{ when: { path: ['/foo', '/foo/*'] }, do: { forward: 'foo' } }] }
    for (const path of ['/foo', '/foo/', '/foo/bar']) expect(route(foo, { path }).by).toBe('rule')
    expect(answerOf(foo, { path: '/foobar' })).toMatchObject({
      status: 503,
      cause: 'groupAbsent',
      upstreamStatus: '-',
    })
  })

  it('1.4 direction, nothing matches (response): it passes unchanged', () => {
    const alb = albListener({
      default: 'web',
      rules: [{ direction: 'response', when: { status: '500-599' }, do: { removeHeader: 'x-a' } }],
    })
    const routed = route(alb, {})
    const headers = new Map([['x-a', '1']])
    expect(respondAlb(alb, routed, { status: 200, headers })).toEqual({ status: 200, headers })
    expect(headersOf(respondAlb(alb, routed, { status: 500, headers }))).toEqual({})
  })
})

describe('facts/load-balancing 1.5: conditions', () => {
  it('1.5 Host: without port, whatever the case', () => {
    expect(takes({ host: 'Api.example.com' }, { host: 'API.EXAMPLE.COM:8080' })).toBe(true)
  })

  it('1.5 Host: that of the header, where a program says no other', () => {
    expect(takes({ host: 'api.example.com' }, { headers: { Host: 'API.example.com:80' } })).toBe(true)
    const other = { host: 'b.example', headers: { host: 'api.example.com' } }
    expect(takes({ host: 'api.example.com' }, other)).toBe(false)
  })

  it('1.6 regex marker: one that cannot be read is a RangeError of the listener', () => {
    expect(() => albListener({ rules: [{ when: { path: '~/a(' }, do: toWeb }] })).toThrow(RangeError)
  })

  it('1.5 Path: without the query, case counts', () => {
    expect(takes({ path: '/Api' }, { path: '/Api?x=1' })).toBe(true)
    expect(takes({ path: '/Api' }, { path: '/api' })).toBe(false)
    expect(takes({ path: '/a*' }, { path: '/A' })).toBe(false)
  })

  it('1.5 Header: key whatever the case, value with * and ?', () => {
    expect(takes({ header: { 'X-Env': 'gr?y*' } }, { headers: { 'x-ENV': 'gray-2' } })).toBe(true)
    expect(takes({ header: { 'X-Env': 'gray' } }, { headers: { 'x-env': 'Gray' } })).toBe(false)
  })

  it('1.5 QueryString and Cookie: key and value whatever the case, * and ? in the value', () => {
    expect(takes({ query: { user: 'a?c*' } }, { path: '/?USER=ABCD' })).toBe(true)
    expect(takes({ cookie: { user: 'abc' } }, { headers: { Cookie: 'User=ABC' } })).toBe(true)
  })

  it('1.5 Method: exactly, in upper case', () => {
    expect(takes({ method: ['GET', 'HEAD'] }, { method: 'HEAD' })).toBe(true)
    expect(takes({ method: 'GET' }, { method: 'get' })).toBe(false)
  })

  it('1.5 SourceIp: the TCP peer, not X-Forwarded-For', () => {
    const when = { source: ['203.0.113.7', '10.0.0.0/8'] }
    expect(takes(when, { source: '10.255.0.1' })).toBe(true)
    expect(takes(when, { source: '203.0.113.7' })).toBe(true)
    expect(takes(when, { source: '203.0.113.8', headers: { 'x-forwarded-for': '203.0.113.7' } })).toBe(false)
  })

  it('1.5 ResponseStatusCode and ResponseHeader: list and ranges, 1.3 step 10: of the rewritten request', () => {
    const alb = albListener({
      rules: [
        { when: { path: '/old' }, do: [{ rewrite: '/new' }, toWeb] },
        {
          name: 'marked',
          direction: 'response',
          when: { status: ['200-233', 301], responseHeader: { server: 'web*' }, path: '/new' },
          do: { insertHeader: { 'x-seen': 'yes' } },
        },
      ],
    })
    const routed = route(alb, { path: '/old' })
    const respond = (status: number, server: string) =>
      respondAlb(alb, routed, { status, headers: new Map([['server', server]]) })
    expect(respond(233, 'web-1')).toMatchObject({ rule: { name: 'marked' } })
    expect(headersOf(respond(301, 'web'))).toEqual({ server: 'web', 'x-seen': 'yes' })
    expect(respond(234, 'web').rule).toBeUndefined()
    expect(respond(200, 'db').rule).toBeUndefined()
  })
})

describe('facts/load-balancing 1.6: patterns', () => {
  it('1.6 regex marker and anchoring: ~ searches, case counts behind ~* too', () => {
    expect(takes({ path: '~b+' }, { path: '/abbc' })).toBe(true)
    expect(takes({ path: '~^b' }, { path: '/b' })).toBe(false)
    expect(takes({ path: '~*/api' }, { path: '/API' })).toBe(false)
    expect(takes({ host: '~^a[.]' }, { host: 'a.example' })).toBe(true)
  })

  it('9 rows 5 and 6: the other readings', () => {
    const rules: RuleWords[] = [{ when: { path: '~*/api' }, do: toWeb }]
    const by = (assumptions: ListenerWords['assumptions'], path: string) =>
      route({ rules, ...(assumptions && { assumptions }) }, { path }).by
    expect(by({ regexCase: 'insensitive' }, '/API')).toBe('rule')
    expect(by(undefined, '/v1/api')).toBe('rule')
    expect(by({ regexAnchoring: 'whole' }, '/v1/api')).toBe('default')
  })

  it('1.6 captures: ~/sys/(.*)/(.*)/aaa, rewrite /${1}/${2}: /sys/ccc/bbb/aaa is /ccc/bbb upstream', () => {
    const rules: RuleWords[] = [
      { when: { path: '~/sys/(.*)/(.*)/aaa' }, do: [{ rewrite: '/${1}/${2}' }, toWeb] },
    ]
    const routed = route({ rules }, { path: '/sys/ccc/bbb/aaa?x=1' })
    expect(routed.captures).toEqual(['ccc', 'bbb'])
    expect(routed.outcome).toMatchObject({ request: { path: '/ccc/bbb', query: 'x=1' } })
  })

  it('1.6 captures: wildcards catch nothing, and a group that took no part fills in nothing', () => {
    expect(route(doing({ rewrite: '/v${1}' }, toWeb), { path: '/a' }).outcome).toMatchObject({
      request: { path: '/v' },
    })
    const rules: RuleWords[] = [{ when: { path: '~^/(a)|(b)' }, do: [{ rewrite: '/x${1}${2}' }, toWeb] }]
    expect(forwardOf({ rules }, { path: '/-b' }).request.path).toBe('/xb')
  })
})

describe('facts/load-balancing 1.7: actions', () => {
  it('1.7 ForwardGroup: shares per request by weight, 100/50/50 as 2:1:1', () => {
    const forward = forwardOf(doing({ forward: { a: 100, b: 50, c: 50 } }), {})
    const choice = new GroupChoice()
    expect(Array.from({ length: 8 }, () => choice.choose(forward).group).join('')).toBe('abcaabca')
  })

  it('1.7 ForwardGroup: group stickiness first, then weights (9 row 23)', () => {
    const sticky = doing({ forward: { a: 100, b: 1, c: 0 }, stickySeconds: 1000 })
    const choice = new GroupChoice()
    expect(choice.choose(forwardOf(sticky, {}))).toEqual({
      group: 'a',
      setCookie: 'alb-group=a; Max-Age=1000',
    })
    const returning = (group: string) => forwardOf(sticky, { headers: { cookie: `x=1; alb-group=${group}` } })
    for (let round = 0; round < 5; round++) expect(choice.choose(returning('b')).group).toBe('b')
    expect(choice.choose(returning('c')).group).toBe('a')
  })

  it('1.7 group weights, golden scenario 6: all 0 is 503', () => {
    expect(answerOf(doing({ forward: { a: 0, b: 0 } }), {})).toMatchObject({
      status: 503,
      cause: 'weightsZero',
    })
    expect(forwardOf(doing({ forward: { a: 0, b: 1 } }), {}).groups).toEqual([{ group: 'b', weight: 1 }])
  })

  it.each<[string, ActionWords, string]>([
    ['to https', { redirect: 'https' }, 'https://shop.example/a/b?x=1'],
    ['of the host', { redirect: { host: 'new.example' } }, 'http://new.example:8080/a/b?x=1'],
    ['of the port', { redirect: { port: 80 } }, 'http://shop.example/a/b?x=1'],
    ['of the path', { redirect: { path: '/v1${path}' } }, 'http://shop.example:8080/v1/a/b?x=1'],
    [
      'of the query',
      { redirect: { query: 'from=${host}&${query}' } },
      'http://shop.example:8080/a/b?from=shop.example&x=1',
    ],
    ['of the query away', { redirect: { query: '' } }, 'http://shop.example:8080/a/b'],
    ['with what was caught', { redirect: { path: '/${2}/${1}' } }, 'http://shop.example:8080/b/a?x=1'],
    [
      'written out',
      {
        redirect: {
          protocol: '${protocol}',
          host: '${host}',
          port: '${port}',
          path: '/p',
          query: '${query}',
        },
      },
      'http://shop.example:8080/p?x=1',
    ],
  ])('1.7 Redirect %s', (_, action, location) => {
    const rules: RuleWords[] = [{ when: { path: '~^/(a)/(b)' }, do: action }]
    const answer = answerOf({ port: 8080, rules }, { host: 'shop.example', path: '/a/b?x=1' })
    expect(answer).toMatchObject({ status: 301, cause: 'redirect', upstreamStatus: '-' })
    expect(headersOf(answer)).toEqual({ location })
  })

  it.each([301, 302, 303, 307, 308] as const)('1.7 Redirect: code %i', (status) => {
    expect(answerOf(doing({ redirect: { status, path: '/x' } }), {}).status).toBe(status)
  })

  it('1.7 FixedResponse: status, content and type', () => {
    const action: ActionWords = { fixedResponse: { status: 418, content: '{}', type: 'application/json' } }
    const answer = answerOf(doing(action), {})
    expect(answer).toMatchObject({ status: 418, body: '{}', cause: 'fixedResponse' })
    expect(headersOf(answer)).toEqual({ 'content-type': 'application/json' })
  })

  it('1.7 Rewrite: for the server only, and it changes no condition', () => {
    const rules: RuleWords[] = [
      {
        when: { path: '/a' },
        do: [{ rewrite: { host: 'in.example', path: '/b', query: 'q=${query}' } }, toWeb],
      },
      { when: { path: '/b' }, do: { forward: 'b' } },
    ]
    const { rule, outcome } = route({ rules }, { host: 'out.example', path: '/a?x' })
    expect(rule?.name).toBe('rule1')
    expect(outcome).toMatchObject({ request: { host: 'in.example', path: '/b', query: 'q=x' } })
  })

  it('1.7 InsertHeader replaces, RemoveHeader takes away, in the order of the rule', () => {
    const call: CallWords = { source: '203.0.113.7', sourcePort: 5000, headers: { 'x-a': 'old', 'x-b': 'b' } }
    const { request } = forwardOf(
      doing(
        { insertHeader: { 'X-A': 'new' } },
        { insertHeader: { 'x-copy': { header: 'X-A' } } },
        { insertHeader: { 'x-port': { system: 'ClientSrcPort' } } },
        { insertHeader: { 'x-ip': { system: 'ClientSrcIp' } } },
        { insertHeader: { 'x-proto': { system: 'Protocol' } } },
        { insertHeader: { 'x-id': { system: 'SLBId' } } },
        { insertHeader: { 'x-lb-port': { system: 'SLBPort' } } },
        { insertHeader: { 'x-none': { header: 'x-missing' } } },
        { removeHeader: 'X-B' },
        toWeb,
      ),
      call,
    )
    expect(headersOf(request)).toEqual({
      'x-a': 'new',
      'x-copy': 'new',
      'x-port': '5000',
      'x-ip': '203.0.113.7',
      'x-proto': 'http',
      'x-id': 'alb',
      'x-lb-port': '80',
      'x-forwarded-for': '203.0.113.7',
      'alicloud-alb-trace': 'alb/http/rule1',
    })
  })

  it('1.7 TrafficLimit, golden scenario 9: 15 requests in a second at 10 QPS, 10 pass and 5 are 503 with ALB-QPS-Limited', () => {
    const alb = albListener(doing(toWeb, { trafficLimit: 10 }))
    const limits = new TrafficLimits()
    const outcomes = Array.from(
      { length: 15 },
      (_, at) => route(alb, {}, { limits, nowUs: at * 66_000 }).outcome,
    )
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...Array(10).fill('forward'),
      ...Array(5).fill('answer'),
    ])
    expect(outcomes[14]).toMatchObject({
      status: 503,
      cause: 'rateLimited',
      headers: new Map([['alb-qps-limited', 'Limited']]),
    })
  })

  it('1.7 TrafficLimit: no burst credit, and no second has more than the limit', () => {
    const alb = albListener(doing({ trafficLimit: 2 }, toWeb))
    const limits = new TrafficLimits()
    const passes = (nowUs: number) => route(alb, {}, { limits, nowUs }).outcome.kind === 'forward'
    const atUs = [60_000_000, 60_900_000, 60_999_999, 61_000_000, 61_100_000, 61_900_000]
    expect(atUs.map(passes)).toEqual([true, true, false, true, false, true])
  })

  it('1.7 TrafficLimit: each client, each rule on its own, and something else than 503', () => {
    const alb = albListener({
      rules: [
        {
          when: { path: '/a' },
          do: [{ trafficLimit: { qps: 3, perIpQps: 1, excess: { fixedResponse: 429 } } }, toWeb],
        },
        { when: { path: '/b' }, do: [{ trafficLimit: 1 }, toWeb] },
      ],
    })
    const limits = new TrafficLimits()
    const status = (path: string, source: string) => {
      const { outcome } = route(alb, { path, source }, { limits, nowUs: 0 })
      return outcome.kind === 'answer' ? outcome.status : 200
    }
    expect(
      ['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'].map((one) => status('/a', one)),
    ).toEqual([200, 429, 200, 200, 429])
    expect([status('/b', '10.0.0.1'), status('/b', '10.0.0.1')]).toEqual([200, 503])
  })

  it('1.13 X-Forwarded-For, trusted proxies: the last address that is none of theirs has the limit', () => {
    const words: ListenerWords = { rules: [{ do: [{ trafficLimit: { qps: 100, perIpQps: 1 } }, toWeb] }] }
    const passes = (trustedProxies: string[] | undefined, ...chains: (string | undefined)[]) => {
      const alb = albListener({ ...words, ...(trustedProxies !== undefined && { trustedProxies }) })
      const limits = new TrafficLimits()
      return chains.map((chain) => {
        const headers: Record<string, string> = chain === undefined ? {} : { 'X-Forwarded-For': chain }
        const call = { source: '10.0.0.1', headers }
        return route(alb, call, { limits, nowUs: 0 }).outcome.kind === 'forward'
      })
    }
    const [alice, bob] = ['192.0.2.1, 10.0.0.9', '192.0.2.2, 10.0.0.9']
    // Without any, and where the proxy is not trusted, both are whoever is the last.
    expect(passes(undefined, alice, bob)).toEqual([true, false])
    expect(passes([], alice, bob)).toEqual([true, false])
    expect(passes(['10.0.0.0/8'], alice, bob, alice)).toEqual([true, true, false])
    // What the client itself has written stands further left.
    expect(passes(['10.0.0.0/8'], `203.0.113.9, ${alice}`, alice)).toEqual([true, false])
    // Nobody is found: it is the TCP peer.
    expect(passes(['10.0.0.0/8'], '10.0.0.9', undefined, '192.0.2.1, x, 10.0.0.9')).toEqual([
      true,
      false,
      false,
    ])
  })

  it('1.5 SourceIp, 1.13: conditions know the TCP peer all the same', () => {
    const words: ListenerWords = {
      trustedProxies: ['10.0.0.0/8'],
      rules: [{ when: { source: '192.0.2.0/24' }, do: { forward: 'it' } }],
      default: 'other',
    }
    const headers = { 'X-Forwarded-For': '192.0.2.1' }
    expect(route(words, { source: '10.0.0.1', headers }).by).toBe('default')
    expect(route(words, { source: '192.0.2.1' }).by).toBe('rule')
  })

  it('1.7 TrafficMirror: one more group gets a copy, the client sees nothing of it', () => {
    const routed = route(doing({ trafficMirror: 'copy' }, toWeb), {})
    expect(routed).toMatchObject({ mirrors: ['copy'], outcome: { groups: [{ group: 'web' }] } })
  })

  const cors: ActionWords = {
    cors: {
      origins: ['https://a.example'],
      methods: ['GET', 'PUT'],
      headers: ['x-a'],
      exposeHeaders: ['x-b'],
      maxAgeS: 60,
    },
  }
  const origin = (name: string) => ({ origin: `https://${name}.example` })

  it('1.7 Cors: pre-flight requests are answered by ALB, 200 without a body (9 row 11)', () => {
    const preflight = (name: string): CallWords => ({
      method: 'OPTIONS',
      headers: { ...origin(name), 'access-control-request-method': 'PUT' },
    })
    const answer = answerOf(doing(cors, toWeb), preflight('a'))
    expect(answer).toMatchObject({ status: 200, body: '', cause: 'preflight' })
    expect(headersOf(answer)).toEqual({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'x-a',
      'access-control-max-age': '60',
    })
    expect(headersOf(answerOf(doing(cors, toWeb), preflight('b')))).toEqual({})
    expect(
      answerOf({ ...doing(cors, toWeb), assumptions: { corsPreflight: 'noContent' } }, preflight('a')).status,
    ).toBe(204)
    expect(route(doing(cors, toWeb), { method: 'OPTIONS', headers: origin('a') }).outcome.kind).toBe(
      'forward',
    )
  })

  it('1.7 Cors: the answer of the server says who may read it', () => {
    const alb = albListener(doing(cors, toWeb))
    const response = (name: string) =>
      headersOf(respondAlb(alb, route(alb, { headers: origin(name) }), { status: 200, headers: new Map() }))
    expect(response('a')).toEqual({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-b',
    })
    expect(response('b')).toEqual({})
  })

  it('1.7 Cors: a star in front of the domain of an origin covers labels, and never none', () => {
    const alb = albListener(doing({ cors: { origins: ['https://*.bar.example'] } }, toWeb))
    const isAllowed = (text: string) => {
      const routed = route(alb, { headers: { origin: text } })
      return respondAlb(alb, routed, { status: 200, headers: new Map() }).headers.has(
        'access-control-allow-origin',
      )
    }
    expect(
      [
        'https://www.bar.example',
        'https://xpto.www.bar.example',
        'https://bar.example',
        'http://www.bar.example',
        'https://www.bar.example:8443',
        'https://foobar.example',
      ].map(isAllowed),
    ).toEqual([true, true, false, false, false, false])
  })
})

describe('facts/load-balancing 1.11: what ALB answers by itself, upstream status "-"', () => {
  const web: ListenerWords = { default: 'web' }
  it.each<[string, ListenerWords, CallWords]>([
    ['400 malformed: a blank in the method', web, { method: 'G T' }],
    ['400 malformed: no path', web, { path: 'x' }],
    ['400 malformed: a line break in a header', web, { headers: { a: 'b\r\nc: d' } }],
    ['400 HTTP spoken to an HTTPS port', { protocol: 'https', default: 'web' }, { protocol: 'http' }],
    ['400 header > 32 KB', web, { headers: { a: 'x'.repeat(33_000) } }],
    ['405 TRACE', web, { method: 'TRACE' }],
    ['414 URI > 32 KB, with its query', web, { path: `/?${'x'.repeat(32_768)}` }],
    [
      '463 loop: this rule was taken before',
      web,
      { headers: { 'ALICLOUD-ALB-TRACE': 'x, alb/http/default' } },
    ],
    [
      '463 loop: more than 16 entries',
      web,
      { headers: { 'alicloud-alb-trace': Array(17).fill('x').join(',') } },
    ],
    ['503 no usable backend: nobody matches, no group', {}, {}],
  ])('1.11 %s', (row, listener, call) => {
    expect(answerOf(listener, call)).toMatchObject({ status: Number(row.slice(0, 3)), upstreamStatus: '-' })
  })

  it('1.11 463: 16 entries, and the same rule name at another listener, are no loop', () => {
    const trace = (entries: string[]): CallWords => ({ headers: { 'alicloud-alb-trace': entries.join(',') } })
    expect(route(web, trace(Array(16).fill('x'))).outcome.kind).toBe('forward')
    expect(route(web, trace(['front/http/default'])).outcome.kind).toBe('forward')
    // A request that comes round through two balancers.
    const first = forwardOf({ ...web, balancer: 'a' }, {})
    const second = forwardOf({ ...web, balancer: 'b' }, { headers: headersOf(first.request) })
    expect(answerOf({ ...web, balancer: 'a' }, { headers: headersOf(second.request) }).status).toBe(463)
  })

  it.each([403, 404])('1.11 %i: never by itself, only by FixedResponse', (status) => {
    expect(answerOf(doing({ fixedResponse: status }), {}).status).toBe(status)
  })

  it.each([
    [504, 502],
    [444, 502],
    [500, 500],
    [404, 404],
    [503, 503],
  ])('1.11 502: a server that answers %i is shown as %i', (status, shown) => {
    const alb = albListener(web)
    expect(respondAlb(alb, route(alb, {}), { status, headers: new Map() }).status).toBe(shown)
  })
})

describe('facts/load-balancing 1.13: headers', () => {
  const call: CallWords = {
    host: 'Shop.example:80',
    source: '203.0.113.7',
    sourcePort: 5000,
    headers: { 'x-forwarded-for': '192.0.2.1' },
  }

  it('1.13 X-Forwarded-For: append puts the client at the right, remove drops it', () => {
    const value = (forwardedFor: 'append' | 'remove') =>
      forwardOf({ default: 'web', forwardedFor }, call).request.headers.get('x-forwarded-for')
    expect(value('append')).toBe('192.0.2.1, 203.0.113.7')
    expect(value('remove')).toBeUndefined()
  })

  it('1.13 X-Forwarded-Proto / -Port / -Client-srcport / -Host, SLB-ID: switches, off unless set', () => {
    const addedHeaders = [
      'X-Forwarded-Proto',
      'X-Forwarded-Port',
      'X-Forwarded-Client-srcport',
      'X-Forwarded-Host',
      'SLB-ID',
    ]
    const listener: ListenerWords = { protocol: 'https', default: 'web', balancer: 'front', name: 'tls' }
    const { 'alicloud-alb-trace': trace, ...off } = headersOf(forwardOf(listener, call).request)
    expect(off).toEqual({ 'x-forwarded-for': '192.0.2.1, 203.0.113.7' })
    expect(trace).toBe('front/tls/default')
    expect(headersOf(forwardOf({ ...listener, addedHeaders }, call).request)).toMatchObject({
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-forwarded-client-srcport': '5000',
      'x-forwarded-host': 'shop.example',
      'slb-id': 'front',
    })
  })

  it('1.13 Host: passed through unless rewritten', () => {
    expect(forwardOf({ default: 'web' }, call).request.host).toBe('shop.example')
  })
})

describe('whyNot', () => {
  it('should name the first condition that failed, and what the request had there', () => {
    const { requestRules } = albListener({
      rules: [
        { when: { host: 'a.example', path: '/x' }, do: toWeb },
        { when: { path: '/y' }, do: toWeb },
        { when: { query: { env: 'gray' } }, do: toWeb },
        { when: { header: { 'x-env': 'gray' } }, do: toWeb },
        { when: { path: '/x' }, do: toWeb },
      ],
    })
    const request = httpRequest({ host: 'a.example', path: '/z?env=blue&b=1' })
    const told = whyNot(requestRules, requestRules.firstMatch(request), request)
    expect(told.map(({ rule, condition, given }) => [rule.name, condition.kind, given])).toEqual([
      ['rule1', 'path', '/z'],
      ['rule2', 'path', '/z'],
      ['rule3', 'query', 'env=blue'],
      ['rule4', 'header', undefined],
      ['rule5', 'path', '/z'],
    ])
  })
})
