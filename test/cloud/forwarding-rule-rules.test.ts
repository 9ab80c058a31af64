// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the cloud
import { describe, expect, it } from 'vitest'
import type { ActionWords } from '../../src/balancing/action-words.ts'
import { type ConditionWords, forwardingRules, type RuleWords } from '../../src/balancing/rule-words.ts'
import { forwardingRuleViolations, type RuleSetting } from '../../src/cloud/forwarding-rule-rules.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { ServerGroup } from '../../src/cloud/server-group.ts'
import { formatPath, type Violation } from '../../src/cloud/violation.ts'

const STANDARD: RuleSetting = {
  edition: 'standard',
  protocol: 'http',
  serverGroups: new Map(),
  path: ['loadBalancers', 'front', 'listeners', 'http', 'rules'],
}

function violations(rules: readonly RuleWords[], setting: Partial<RuleSetting> = {}): Violation[] {
  return [...forwardingRuleViolations(forwardingRules(rules), { ...STANDARD, ...setting })]
}

function codes(rule: RuleWords, setting: Partial<RuleSetting> = {}): string[] {
  return violations([rule], setting).map(({ code }) => code)
}

const toWeb: ActionWords = { forward: 'web' }
const when = (condition: ConditionWords) => codes({ when: condition, do: toWeb })
const doing = (actions: ActionWords[], setting: Partial<RuleSetting> = {}) =>
  codes({ when: { path: '/*' }, do: actions }, setting)
const x = (length: number) => 'x'.repeat(length)

describe('forwardingRuleViolations', () => {
  it('1.4 priority: 1 to 10000, unique in each direction', () => {
    const rule = (priority: number, direction: 'request' | 'response' = 'request'): RuleWords => ({
      priority,
      direction,
      name: `r${priority}${direction}`,
      do: direction === 'request' ? toWeb : { removeHeader: 'x-a' },
    })
    expect(violations([rule(1), rule(10_000), rule(1, 'response')])).toEqual([])
    expect(codes(rule(0))).toEqual(['VALUE_OUT_OF_RANGE'])
    expect(codes(rule(10_001))).toEqual(['VALUE_OUT_OF_RANGE'])
    const [twice] = violations([rule(7), { ...rule(7), name: 'again' }])
    expect(twice).toMatchObject({ code: 'RULE_PRIORITY_DUPLICATE' })
    expect(formatPath(twice!.path)).toBe('loadBalancers.front.listeners.http.rules.again.priority')
  })

  it('1.4 direction: responses have conditions of their own, and only their headers are edited', () => {
    expect(when({ status: 200 })).toEqual(['RULE_DIRECTION'])
    expect(when({ responseHeader: { a: 'b' } })).toEqual(['RULE_DIRECTION'])
    expect(codes({ direction: 'response', when: { status: 200 }, do: { insertHeader: { a: 'b' } } })).toEqual(
      [],
    )
    expect(codes({ direction: 'response', do: toWeb })).toEqual(['RULE_DIRECTION'])
  })

  it('1.1 Basic lacks rules for responses and most conditions and actions', () => {
    const basic = { edition: 'basic' as const }
    expect(codes({ direction: 'response', do: { removeHeader: 'a' } }, basic)).toContain('ALB_EDITION_LACKS')
    expect(codes({ when: { header: { a: 'b' } }, do: toWeb }, basic)).toEqual(['ALB_EDITION_LACKS'])
    expect(codes({ do: [{ trafficLimit: 10 }, toWeb] }, basic)).toEqual(['ALB_EDITION_LACKS'])
    expect(codes({ when: { host: 'a.cn', path: '/a' }, do: { redirect: 'https' } }, basic)).toEqual([])
  })

  it.each<[string, ConditionWords[], ConditionWords[]]>([
    [
      '1.5 Host: 3 to 256 characters (9 row 13), a dot inside, last label of letters and wildcards',
      [{ host: 'a.b' }, { host: `${x(252)}.com` }, { host: '*.example.?om' }, { host: '~^a[.]' }],
      [
        { host: 'ab' },
        { host: `${x(253)}.com` },
        { host: 'example' },
        { host: '.example' },
        { host: 'example.' },
        { host: 'a.c0m' },
        { host: 'a_b/c.com' },
      ],
    ],
    [
      '1.5 Path: 1 to 128 characters, / first, its alphabet',
      [{ path: '/' }, { path: `/${x(127)}` }, { path: '/$-_.+/&~@:*?aZ9' }, { path: '~^/a{2}' }],
      [{ path: 'a' }, { path: `/${x(128)}` }, { path: '/a b' }, { path: '/a#b' }],
    ],
    [
      '1.5 Header: key 1 to 40, not Cookie or Host; values 1 to 128 printable characters',
      [{ header: { 'X-a_1': 'v' } }, { header: { [x(40)]: x(128) } }],
      [
        { header: { [x(41)]: 'v' } },
        { header: { 'a b': 'v' } },
        { header: { Cookie: 'v' } },
        { header: { host: 'v' } },
        { header: { a: x(129) } },
        { header: { a: 'ü' } },
        { header: { a: '' } },
      ],
    ],
    [
      '1.5 QueryString and Cookie: key 1 to 100, value 1 to 128',
      [{ query: { [x(100)]: x(128) } }, { cookie: { a: 'b' } }],
      [
        { query: { [x(101)]: 'v' } },
        { query: { a: x(129) } },
        { cookie: { a: 'ü' } },
        { cookie: { '': 'v' } },
      ],
    ],
    [
      '1.5 Method: seven of them',
      [{ method: ['HEAD', 'GET', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'] }],
      [{ method: 'get' }, { method: 'TRACE' }],
    ],
    [
      '1.5 SourceIp: at most 5, no 0.0.0.0/x',
      [{ source: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'] }],
      [
        { source: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6'] },
        { source: '0.0.0.0/0' },
        { source: '0.0.0.0/8' },
      ],
    ],
  ])('%s', (_, good, bad) => {
    for (const one of good) expect([one, when(one)]).toEqual([one, []])
    for (const one of bad) expect([one, when(one)]).toEqual([one, ['CONDITION_INVALID']])
  })

  it('1.5 ResponseStatusCode: 100 to 599', () => {
    const status = (text: string) =>
      codes({ direction: 'response', when: { status: text }, do: { removeHeader: 'a' } })
    expect(status('100-599')).toEqual([])
    for (const text of ['099', '600', '300-200']) expect(status(text)).toEqual(['CONDITION_INVALID'])
  })

  it('1.6 regex: one that cannot be read is told with its place', () => {
    expect(when({ path: '~/a(b' })).toEqual(['REGEX_INVALID'])
    const [wrong] = violations([{ when: { path: '~/ab[z-a]' }, do: toWeb }])
    expect(wrong?.message).toContain('at character 5')
    expect(when({ path: '~(?=a)' })).toEqual(['REGEX_INVALID'])
  })

  it('1.6 captures: at most three, and as many as are used', () => {
    const rewriting = (path: string, rewrite: string) => codes({ when: { path }, do: [{ rewrite }, toWeb] })
    expect(rewriting('~/(a)/(b)', '/${2}${1}')).toEqual([])
    expect(rewriting('~/(a)/(b)', '/${1}')).toEqual(['CAPTURE_COUNT'])
    expect(rewriting('~*/something(/|$)(.*)', '/path/${2}')).toEqual([])
    expect(rewriting('~/(a)', '/${1}/${2}')).toEqual(['CAPTURE_COUNT'])
    expect(rewriting('/a/*', '/${1}')).toEqual(['CAPTURE_COUNT'])
    expect(rewriting('~(a)(b)(c)(d)', '/x')).toEqual(['CAPTURE_COUNT'])
    expect(codes({ do: [{ rewrite: { query: '${1}' } }, toWeb] })).toEqual(['CAPTURE_COUNT'])
  })

  it('1.6 wildcard budget: 5 on Basic, 10 on others', () => {
    const rule = (count: number): RuleWords => ({
      when: { path: Array.from({ length: count }, (_, at) => `/${at}/*`) },
      do: toWeb,
    })
    expect(codes(rule(10))).toEqual([])
    expect(codes(rule(11))).toEqual(['QUOTA_EXCEEDED'])
    expect(codes(rule(5), { edition: 'basic' })).toEqual([])
    expect(codes(rule(6), { edition: 'basic' })).toEqual(['QUOTA_EXCEEDED'])
  })

  it('1.7 limits per rule: actions 3 / 5, conditions 5 / 10', () => {
    const inserting = (count: number): ActionWords[] => [
      ...Array.from({ length: count - 1 }, (_, at) => ({ insertHeader: { [`x-${at}`]: 'a' } })),
      toWeb,
    ]
    expect(doing(inserting(5))).toEqual([])
    expect(doing(inserting(6))).toEqual(['QUOTA_EXCEEDED'])
    expect(doing(inserting(3), { edition: 'basic' })).toEqual([])
    expect(doing(inserting(4), { edition: 'basic' })).toEqual(['QUOTA_EXCEEDED'])
    const asking = (count: number): RuleWords => ({
      when: Array.from({ length: count }, () => ({ path: '/a' })),
      do: toWeb,
    })
    expect(codes(asking(10))).toEqual([])
    expect(codes(asking(11))).toEqual(['QUOTA_EXCEEDED'])
    expect(codes(asking(6), { edition: 'basic' })).toEqual(['QUOTA_EXCEEDED'])
  })

  it('1.7 combination: one final action, and the last, else IllegalParam.Order', () => {
    expect(doing([{ insertHeader: { a: 'b' } }])).toEqual(['IllegalParam.Order'])
    expect(doing([toWeb, { fixedResponse: 200 }])).toEqual(['IllegalParam.Order'])
    expect(doing([toWeb, { insertHeader: { a: 'b' } }])).toEqual(['IllegalParam.Order'])
  })

  it('1.7 combination: InsertHeader with distinct keys, at most one Rewrite', () => {
    expect(doing([{ insertHeader: { a: '1' } }, { insertHeader: { A: '2' } }, toWeb])).toEqual([
      'ACTION_DUPLICATE',
    ])
    expect(doing([{ rewrite: '/a' }, { rewrite: '/b' }, toWeb])).toEqual(['ACTION_DUPLICATE'])
  })

  it('1.7 combination: Rewrite and TrafficLimit need a ForwardGroup, a limit may have something for the excess', () => {
    expect(doing([{ rewrite: '/a' }, { fixedResponse: 200 }])).toEqual(['ACTION_NEEDS_FORWARD'])
    expect(doing([{ trafficLimit: 10 }, { redirect: 'https' }])).toEqual(['ACTION_NEEDS_FORWARD'])
    expect(
      doing([{ trafficLimit: { qps: 10, excess: { fixedResponse: 429 } } }, { fixedResponse: 200 }]),
    ).toEqual([])
  })

  it('1.7 forbidden keys of requests and of responses', () => {
    const request =
      'slb-id slb-ip x-forwarded-for x-forwarded-proto x-forwarded-eip x-forwarded-port x-forwarded-client-srcport x-forwarded-host connection upgrade content-length transfer-encoding keep-alive te host cookie remoteip authority'
    for (const key of request.split(' ')) {
      expect([key, doing([{ insertHeader: { [key]: 'a' } }, toWeb])]).toEqual([key, ['HEADER_KEY_FORBIDDEN']])
      expect(doing([{ removeHeader: key.toUpperCase() }, toWeb])).toEqual(['HEADER_KEY_FORBIDDEN'])
    }
    const response = (key: string) => codes({ direction: 'response', do: { insertHeader: { [key]: 'a' } } })
    for (const key of ['connection', 'upgrade', 'content-length', 'transfer-encoding'])
      expect(response(key)).toEqual(['HEADER_KEY_FORBIDDEN'])
    expect(response('cookie')).toEqual([])
    expect(doing([{ insertHeader: { [x(41)]: 'a' } }, toWeb])).toEqual(['ACTION_INVALID'])
  })

  it.each<[string, ActionWords, string]>([
    ['not all parts may stay default', { redirect: {} }, 'REDIRECT_UNCHANGED'],
    [
      'not all parts may stay default, written out',
      { redirect: { host: '${host}', path: '${path}' } },
      'REDIRECT_UNCHANGED',
    ],
    ['host cannot be mixed with text', { redirect: { host: 'www.${host}' } }, 'VARIABLE_MIXED'],
    ['port cannot be mixed with text', { redirect: { port: '1${port}' } }, 'VARIABLE_MIXED'],
    ['a variable that is none', { redirect: { path: '/${uri}' } }, 'VARIABLE_UNKNOWN'],
    ['a port that is none', { redirect: { port: 70_000 } }, 'ACTION_INVALID'],
    ['a port that is no number', { redirect: { port: 'http' } }, 'ACTION_INVALID'],
    ['a protocol that is none', { redirect: { protocol: 'ftp' } }, 'ACTION_INVALID'],
  ])('1.7 Redirect: %s', (_, action, code) => {
    expect(doing([action])).toContain(code)
  })

  it('1.7 combination: an HTTPS listener redirects only to HTTPS', () => {
    const toHttp: ActionWords = { redirect: { protocol: 'HTTP', path: '/a' } }
    expect(doing([toHttp], { protocol: 'https' })).toEqual(['REDIRECT_TO_HTTP'])
    expect(doing([toHttp])).toEqual([])
    expect(
      doing([{ redirect: { protocol: '${protocol}', port: '${port}', path: '/a' } }], { protocol: 'https' }),
    ).toEqual([])
  })

  it.each<[string, ActionWords[], ActionWords[]]>([
    [
      'ForwardGroup: weight 0 to 100',
      [{ forward: { a: 0, b: 100 } }],
      [{ forward: { a: 101 } }, { forward: { a: -1 } }, { forward: {} }],
    ],
    [
      'ForwardGroup: stickiness 1 to 86400 s',
      [{ forward: 'a', stickySeconds: 86_400 }],
      [
        { forward: 'a', stickySeconds: 0 },
        { forward: 'a', stickySeconds: 86_401 },
      ],
    ],
    [
      'FixedResponse: 2xx/4xx/5xx, at most 1 KB of ASCII, five types',
      [{ fixedResponse: 200 }, { fixedResponse: { status: 503, content: x(1024), type: 'text/html' } }],
      [
        { fixedResponse: 302 },
        { fixedResponse: 600 },
        { fixedResponse: { status: 200, content: x(1025) } },
        { fixedResponse: { status: 200, content: 'ü' } },
        { fixedResponse: { status: 200, type: 'text/xml' } },
      ],
    ],
  ])('1.7 %s', (_, good, bad) => {
    for (const one of good) expect([one, doing([one])]).toEqual([one, []])
    for (const one of bad) expect([one, doing([one])]).toEqual([one, ['ACTION_INVALID']])
  })

  it.each<[string, ActionWords[], ActionWords[]]>([
    [
      'TrafficLimit: 1 to 1,000,000 (9 row 12), of one client less than of the rule',
      [
        { trafficLimit: 1 },
        { trafficLimit: 1_000_000 },
        { trafficLimit: { qps: 10, perIpQps: 9 } },
        { trafficLimit: { perIpQps: 5 } },
      ],
      [
        { trafficLimit: 0 },
        { trafficLimit: 1_000_001 },
        { trafficLimit: { qps: 10, perIpQps: 10 } },
        { trafficLimit: {} },
      ],
    ],
    [
      'Cors: max_age -1 to 172800',
      [{ cors: { maxAgeS: -1 } }, { cors: { maxAgeS: 172_800 } }],
      [{ cors: { maxAgeS: -2 } }, { cors: { maxAgeS: 172_801 } }],
    ],
  ])('1.7 %s', (_, good, bad) => {
    for (const one of good) expect([one, doing([one, toWeb])]).toEqual([one, []])
    for (const one of bad) expect([one, doing([one, toWeb])]).toEqual([one, ['ACTION_INVALID']])
  })

  it('1.7 ForwardGroup: all groups that clients stick to are sticky themselves', () => {
    const group = (name: string, isSticky: boolean): ServerGroup => ({
      name,
      vpc: 'shop',
      product: 'alb',
      protocol: 'http',
      members: [],
      scheduler: { kind: 'wrr' },
      ...(isSticky && { sticky: { kind: 'insert', timeoutUs: 1_000_000_000 } }),
      crossZone: true,
      keepsAlive: true,
      isMasterSlave: false,
      origin: unwritten(name),
    })
    const serverGroups = new Map([
      ['a', group('a', true)],
      ['b', group('b', false)],
    ])
    const sticky = (forward: Record<string, number>) =>
      doing([{ forward, stickySeconds: 10 }], { serverGroups })
    expect(sticky({ a: 1, unknown: 1 })).toEqual([])
    expect(sticky({ a: 1, b: 1 })).toEqual(['GROUP_NOT_STICKY'])
  })
})
