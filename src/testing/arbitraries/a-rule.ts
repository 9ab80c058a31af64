/** Forwarding rules and requests that come near each other: both are made of the same few hosts, segments and values. */
import fc from 'fast-check'
import { type HttpRequest, httpRequest } from '../../balancing/http-request.ts'
import type { Condition, ForwardingRule } from '../../cloud/forwarding-rule.ts'
import { unwritten } from '../../cloud/origin.ts'
import { readPattern } from '../../cloud/pattern.ts'
import { prefixOf } from '../../net/cidr.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import { ipv4 } from '../../net/ipv4.ts'

const HOSTS = ['example.com', 'api.example.com', 'a.b.example.com', 'www.shop.cn', 'shop.cn']
const HOST_PATTERNS = [
  ...HOSTS,
  '*.example.com',
  '*.b.example.com',
  '*example.com',
  '*.cn',
  'www.*',
  'api.example.?om',
  '~^a[.]',
  '~shop',
]
const PATHS = [
  '/',
  '/api',
  '/api/',
  '/api/a',
  '/api/a/b',
  '/apix',
  '/API/a',
  '/abc',
  '/a',
  '/shop/1',
  '/shop/12',
]
const PATH_PATTERNS = [
  ...PATHS,
  '/*',
  '/api/*',
  '/api*',
  '/a?c',
  '/shop/*',
  '*',
  '/*/b',
  '/shop/1?',
  '~^/shop/[0-9]+$',
  '~*/api',
  '~(a|b)$',
]
const VALUES = ['1', 'one', 'One', 'canary', '']
const VALUE_PATTERNS = ['1', 'one', 'o?e', '*', 'can*']

const some = <T>(values: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const aPair = fc.record({
  key: fc.constantFrom('x', 'uid'),
  value: fc.constantFrom(...VALUE_PATTERNS).map((text) => readPattern(text, true)),
})

const aCondition: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 3,
    arbitrary: some(HOST_PATTERNS).map(
      (texts): Condition => ({ kind: 'host', patterns: texts.map((text) => readPattern(text, true)) }),
    ),
  },
  {
    weight: 4,
    arbitrary: some(PATH_PATTERNS).map(
      (texts): Condition => ({ kind: 'path', patterns: texts.map((text) => readPattern(text, false)) }),
    ),
  },
  some(VALUE_PATTERNS).map(
    (texts): Condition => ({
      kind: 'header',
      key: 'x-user',
      patterns: texts.map((text) => readPattern(text, false)),
    }),
  ),
  fc.array(aPair, { minLength: 1, maxLength: 2 }).map((pairs): Condition => ({ kind: 'query', pairs })),
  fc.array(aPair, { minLength: 1, maxLength: 2 }).map((pairs): Condition => ({ kind: 'cookie', pairs })),
  some(['GET', 'POST', 'HEAD']).map((methods): Condition => ({ kind: 'method', methods })),
  fc.constantFrom(24, 31, 32).map(
    (length): Condition => ({
      kind: 'sourceIp',
      set: CidrSet.of([prefixOf(ipv4(198, 51, 100, 6), length)]),
      texts: [`198.51.100.6/${length}`],
    }),
  ),
)

/** Rules of the request direction with unique priorities. */
export function someRules(maxLength = 12): fc.Arbitrary<ForwardingRule[]> {
  const aRule = fc.record({
    priority: fc.integer({ min: 1, max: 60 }),
    conditions: fc.array(aCondition, { minLength: 1, maxLength: 4 }),
  })
  return fc.uniqueArray(aRule, { selector: ({ priority }) => priority, maxLength }).map((rules) =>
    rules.map(
      ({ priority, conditions }): ForwardingRule => ({
        name: `rule${priority}`,
        priority,
        direction: 'request',
        conditions,
        actions: [{ kind: 'forward', groups: [{ group: `g${priority}`, weight: 100 }] }],
        origin: unwritten(`rules.rule${priority}`),
      }),
    ),
  )
}

export function aRequest(): fc.Arbitrary<HttpRequest> {
  const pairs = fc.array(fc.tuple(fc.constantFrom('x', 'X', 'uid', 'y'), fc.constantFrom(...VALUES)), {
    maxLength: 2,
  })
  return fc
    .record({
      method: fc.constantFrom('GET', 'POST', 'PUT'),
      host: fc.constantFrom(...HOSTS, 'API.example.com:8080', 'other.org'),
      path: fc.oneof(fc.constantFrom(...PATHS), fc.constantFrom('/zzz', '/shop/x', '/api/a/c')),
      query: pairs,
      cookies: pairs,
      user: fc.option(fc.constantFrom(...VALUES), { nil: undefined }),
      source: fc.constantFrom(
        ipv4(198, 51, 100, 6),
        ipv4(198, 51, 100, 7),
        ipv4(198, 51, 100, 8),
        ipv4(203, 0, 113, 9),
      ),
    })
    .map(({ path, query, cookies, user, ...rest }) =>
      httpRequest({
        ...rest,
        path: query.length === 0 ? path : `${path}?${query.map((pair) => pair.join('=')).join('&')}`,
        headers: {
          ...(user !== undefined && { 'X-User': user }),
          ...(cookies.length > 0 && { Cookie: cookies.map((pair) => pair.join('=')).join('; ') }),
        },
      }),
    )
}
