/** Public suites of routing cases, asked of the listener that a few words make: `public-routing-cases.ts` has the tables. */
import { describe, expect, it } from 'vitest'
import { clbListener } from '../../src/balancing/clb-words.ts'
import { type CallWords, route } from '../../src/balancing/route.ts'
import { serverPicks } from '../../src/balancing/server-picks.ts'
import { ingressListener } from '../../src/importing/ingress-listener.ts'
import { translated } from '../importing/manifests.ts'
import {
  CLB_SUITES,
  ENVOY_SUITES,
  GATEWAY_SUITES,
  INGRESS_SUITES,
  type PublicSuite,
} from './public-routing-cases.ts'

/** `POST http://a.example/b | name: value | from: 192.0.2.1`. */
function callOf(text: string): CallWords {
  const [line = '', ...fields] = text.split(' | ')
  const [, method = 'GET', host = '', path = '/'] = /^(?:([A-Z]+) )?http:\/\/([^/]*)(.*)$/.exec(line) ?? []
  const pairs = fields.map((field) => field.split(': ') as [string, string])
  const headers = Object.fromEntries(pairs.filter(([name]) => name !== 'from'))
  const source = pairs.find(([name]) => name === 'from')?.[1]
  return { method, host, path, headers, ...(source !== undefined && { source }) }
}

/** The outcome as the tables write it, told as far as `wanted` asks about headers. */
function outcomeOf({ listener }: PublicSuite, request: string, wanted: string): string {
  const call = callOf(request)
  const asked = listener()
  const { outcome } = 'requestRules' in asked ? route(asked, call) : route(asked, call)
  if (outcome.kind === 'answer')
    return [
      outcome.status,
      ...(outcome.headers.has('location') ? [outcome.headers.get('location')] : []),
    ].join(' ')
  const { groups, request: sent } = outcome
  const target = sent.query === '' ? sent.path : `${sent.path}?${sent.query}`
  const names = [...wanted.matchAll(/ ([a-z-]+)=/g)].map(([, name = '']) => name)
  const [only] = groups
  return [
    groups.length === 1 ? only!.group : groups.map(({ group, weight }) => `${group} ${weight}`).join(', '),
    ...(target === call.path ? [] : [target]),
    ...names.map((name) => `${name}=${(name === 'host' ? sent.host : sent.headers.get(name)) ?? ''}`),
  ].join(' ')
}

describe.each([...INGRESS_SUITES, ...GATEWAY_SUITES, ...ENVOY_SUITES, ...CLB_SUITES])(
  '$fact ($source)',
  (suite) => {
    const cases = suite.cases.map(([request, outcome]) => ({ request, outcome }))
    it.each(cases)('$request: $outcome', ({ request, outcome }) =>
      expect(outcomeOf(suite, request, outcome)).toBe(outcome),
    )
  },
)

describe('4.1 default backend (kubernetes-sigs/ingress-controller-conformance: features/default_backend.feature)', () => {
  it('should be told to have no rule, other than the suite expects', () => {
    const text =
      '{ kind: Ingress, metadata: { name: d }, spec: { defaultBackend: { service: { name: echo, port: { number: 8080 } } } } }'
    expect(translated(text).remarks.map(({ code }) => code)).toEqual(['INGRESS_DEFAULT_BACKEND'])
  })
})

describe('section 6, schedulers', () => {
  it('6.1: 100 requests reach all 10 pods (kubernetes-sigs/ingress-controller-conformance: features/load_balancing.feature)', () => {
    const servers = Array.from({ length: 10 }, (_, index) => [`pod-${index}`, 100] as const)
    const picks = serverPicks({ scheduler: 'smoothWrr', servers, requests: 100 })
    expect(new Set(picks).size).toBe(10)
  })

  it.each([
    ['6.1', 'smallnest/weighted: README.md', 'smoothWrr', [5, 1, 1], 'A A B A C A A'],
    [
      '6.4',
      'opensearch-project/OpenSearch: server/src/test/java/org/opensearch/cluster/routing/WeightedRoundRobinTests.java',
      'lvsWrr',
      [4, 3, 2],
      'A A B A B C A B C',
    ],
  ] as const)('%s (%s)', (_fact, _source, scheduler, weights, sequence) => {
    const servers = weights.map((weight, index) => ['ABC'[index]!, weight] as const)
    const requests = sequence.split(' ').length
    expect(serverPicks({ scheduler, servers, requests }).join(' ')).toBe(sequence)
  })

  it('6.1: 30 requests are 15 for each of two (nginx/nginx-tests: upstream.t)', () => {
    const picks = serverPicks({
      scheduler: 'smoothWrr',
      servers: [
        ['a', 1],
        ['b', 1],
      ],
      requests: 30,
    })
    expect(picks.filter((name) => name === 'a')).toHaveLength(15)
  })

  it('6.3: idle servers share, and a busy one gets nothing while another is idle (nginx/nginx-tests: upstream_least_conn.t)', () => {
    const words = {
      scheduler: 'leastConn',
      servers: [
        ['a', 1],
        ['b', 1],
      ],
      requests: 10,
    } as const
    expect(serverPicks(words).filter((name) => name === 'a')).toHaveLength(5)
    expect(new Set(serverPicks({ ...words, active: { a: 1 } }))).toEqual(new Set(['b']))
  })

  it('6.6: who is gone moves only its own keys', () => {
    const servers = [1, 2, 3].map((last) => [`10.0.0.${last}:8080`, 1] as const)
    const requests = Array.from({ length: 200 }, (_, index) => `198.51.100.${index}`)
    const all = serverPicks({ scheduler: 'ketama', servers, requests })
    const fewer = serverPicks({ scheduler: 'ketama', servers, requests, down: ['10.0.0.3:8080'] })
    for (const [index, name] of all.entries()) if (name !== '10.0.0.3:8080') expect(fewer[index]).toBe(name)
  })
})

describe('wrong words', () => {
  it('should be told by the name of what is wrong', () => {
    const manifest =
      '{ kind: Ingress, metadata: { name: w }, spec: { rules: [ { http: { paths: [ { path: / } ] } } ] } }'
    expect(() => ingressListener(manifest)).toThrow('line 1: INGRESS_BACKEND')
    expect(() => ingressListener('kind: Pod')).toThrow('0 listeners at port 80; there is none')
    expect(() => clbListener({ rules: [{ group: 'g' }] })).toThrow('neither a domain nor a URL')
    const twice = { url: '/a', group: 'g' }
    expect(() => clbListener({ rules: [twice, twice] })).toThrow('two rules have /a')
    const words = { scheduler: 'lvsSh', servers: [['a', 1]], requests: ['nowhere'] } as const
    expect(() => serverPicks(words)).toThrow(RangeError)
    expect(serverPicks({ ...words, requests: ['10.0.0.1'], down: ['a'] })).toEqual([undefined])
  })
})
