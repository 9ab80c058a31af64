// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the cloud
/** ALB listeners whose rules do everything that rules can do, and requests that meet them. */
import fc from 'fast-check'
import type { HttpRequest } from '../../src/balancing/http-request.ts'
import type { Action, FinalAction, HeaderValue } from '../../src/cloud/forwarding-rule.ts'
import type { AlbListener } from '../../src/cloud/listener.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { readPattern } from '../../src/cloud/pattern.ts'
import { prefixOf } from '../../src/net/cidr.ts'
import { CidrSet } from '../../src/net/cidr-set.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { aRequest, someRules } from '../../src/testing/arbitraries/a-rule.ts'

const KEYS = ['x-user', 'x-a', 'x-forwarded-port', 'origin']
const key = fc.constantFrom(...KEYS)
const part = (...texts: string[]) => fc.option(fc.constantFrom(...texts), { nil: undefined })

const value: fc.Arbitrary<HeaderValue> = fc.oneof(
  fc.constantFrom('1', '').map((text): HeaderValue => ({ kind: 'userDefined', text })),
  key.map((header): HeaderValue => ({ kind: 'referenceHeader', header })),
  fc
    .constantFrom(
      'ClientSrcPort' as const,
      'ClientSrcIp' as const,
      'Protocol' as const,
      'SLBId' as const,
      'SLBPort' as const,
    )
    .map((variable): HeaderValue => ({ kind: 'systemDefined', variable })),
)

const cors = fc.record({
  origins: fc.constantFrom(['*'], ['https://a.example'], ['https://a.example', '*'], ['https://*.example']),
  methods: fc.constantFrom(['GET'], ['GET', 'POST']),
  headers: fc.constantFrom([], ['x-a']),
  exposeHeaders: fc.constantFrom([], ['x-a', 'x-b']),
  credentials: fc.boolean(),
  maxAgeS: fc.constantFrom(-1, 60),
})

const redirect = fc
  .record({
    status: fc.constantFrom(301 as const, 308 as const),
    protocol: part('HTTPS', 'http', '${protocol}'),
    host: part('other.example', '${host}'),
    port: part('80', '443', '8443', '${port}'),
    path: part('/new', '${path}', 'v1${path}', '/${1}/${2}', '${1}'),
    query: part('', 'a=1', '${query}', 'from=${host}&${query}'),
  })
  .map((parts) => ({ kind: 'redirect' as const, ...given(parts), status: parts.status }))
const fixedResponse = fc
  .constantFrom(200, 404, 503)
  .map((status) => ({ kind: 'fixedResponse' as const, status, content: 'x', type: 'text/plain' }))

const final: fc.Arbitrary<FinalAction> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(0, 1, 100), { minLength: 1, maxLength: 3 }).map(
      (weights): FinalAction => ({
        kind: 'forward',
        groups: weights.map((weight, at) => ({ group: `g${at}`, weight })),
      }),
    ),
  },
  redirect,
  fixedResponse,
)

const step: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ key, value }).map(({ key, value }): Action => ({ kind: 'insertHeader', key, value })),
  key.map((key): Action => ({ kind: 'removeHeader', key })),
  fc
    .record({
      host: part('SERVER.internal', '${host}'),
      path: part('/v1${path}', '/${1}', '${2}x${3}', '/'),
      query: part('', 'q=${query}'),
    })
    .map((parts): Action => ({ kind: 'rewrite', ...given(parts) })),
  cors.map((cors): Action => ({ kind: 'cors', cors })),
  fc.constant<Action>({ kind: 'trafficMirror', group: 'copy' }),
  fc
    .record({
      qps: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      perIpQps: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
      excess: fc.option(fc.oneof(redirect, fixedResponse), { nil: undefined }),
      status: fc.constantFrom(undefined, undefined, 429 as const),
    })
    .map((parts): Action => ({ kind: 'trafficLimit', ...given(parts) })),
)

/** What gateways of EAS put before a service. */
const check: fc.Arbitrary<Action> = fc.constantFrom<Action>(
  { kind: 'allowMethods', methods: ['GET'] },
  { kind: 'allowMethods', methods: ['GET', 'POST', 'OPTIONS'] },
  { kind: 'authorize', token: 'secret' },
)

/** At most one limit and one CORS action, as the cloud has it. */
const actions = fc
  .tuple(fc.array(fc.oneof({ weight: 9, arbitrary: step }, check), { maxLength: 4 }), final)
  .map(([steps, last]): Action[] => [
    ...steps.filter(
      ({ kind }, at) =>
        !(kind === 'trafficLimit' || kind === 'cors') || steps.findIndex((one) => one.kind === kind) === at,
    ),
    last,
  ])

const GROUPED = ['~^/(api)/(.*)', '~/shop/([0-9]+)', '~(a)|(b)']

export function anAlbListener(): fc.Arbitrary<AlbListener> {
  return fc
    .record({
      protocol: fc.constantFrom('http' as const, 'http' as const, 'https' as const),
      port: fc.constantFrom(80, 443, 8080),
      rules: someRules(6),
      doing: fc.array(actions, { minLength: 6, maxLength: 6 }),
      grouped: fc.array(fc.option(fc.constantFrom(...GROUPED), { nil: undefined }), {
        minLength: 6,
        maxLength: 6,
      }),
      defaultGroup: fc.option(fc.constant('web'), { nil: undefined }),
      forwardedFor: fc.constantFrom('append' as const, 'remove' as const),
      trustedProxies: fc.option(
        fc.constantFrom(CidrSet.of([]), CidrSet.of([prefixOf(ipv4(10, 0, 0, 0), 8)])),
        { nil: undefined },
      ),
      addedHeaders: fc.subarray([
        'x-forwarded-proto',
        'x-forwarded-port',
        'x-forwarded-client-srcport',
        'x-forwarded-host',
        'slb-id',
      ]),
    })
    .map(
      ({
        protocol,
        port,
        rules,
        doing,
        grouped,
        defaultGroup,
        forwardedFor,
        trustedProxies,
        addedHeaders,
      }) => ({
        kind: 'alb',
        name: 'http',
        protocol,
        port,
        rules: rules.map((rule, at) => {
          const text = grouped[at]
          return {
            ...rule,
            // Rules that catch groups match more often when they ask for nothing else.
            conditions:
              text === undefined
                ? rule.conditions
                : [{ kind: 'path' as const, patterns: [readPattern(text, false)] }],
            actions: doing[at]!,
          }
        }),
        ...(defaultGroup !== undefined && { defaultGroup }),
        idleTimeoutUs: 15_000_000,
        requestTimeoutUs: 60_000_000,
        certificates: [],
        forwardedFor,
        ...(trustedProxies !== undefined && { trustedProxies }),
        addedHeaders,
        origin: unwritten('listeners.http'),
      }),
    )
}

/** A request as browsers and loops send them, mostly in the protocol of the listener. */
export function aCall(protocol: HttpRequest['protocol']): fc.Arbitrary<HttpRequest> {
  const more = fc.record({
    origin: fc.constantFrom(undefined, 'https://a.example', 'https://b.example'),
    'access-control-request-method': fc.constantFrom(undefined, 'PUT'),
    'x-forwarded-for': fc.constantFrom(
      undefined,
      '192.0.2.1',
      '192.0.2.1, 10.0.0.9',
      '192.0.2.2,10.0.0.9 , 10.0.0.8',
      '10.0.0.9',
      'unknown, 10.0.0.9',
      '192.0.2.1, ::1',
    ),
    'x-a': fc.constantFrom(undefined, 'a'),
    authorization: fc.constantFrom(undefined, 'secret', 'secret', 'Bearer secret'),
    'alicloud-alb-trace': fc.constantFrom(
      undefined,
      undefined,
      'front/http/rule1, front/http/default',
      'other/http/x',
      Array(16).fill('x').join(','),
      Array(17).fill('x').join(','),
    ),
    'x-bad name': fc.constantFrom(...Array<undefined>(30).fill(undefined), 'x'),
    'x-long': fc.constantFrom(
      ...Array<undefined>(20).fill(undefined),
      'é'.repeat(16_380),
      'x'.repeat(33_000),
    ),
  })
  return fc
    .record({
      request: aRequest(),
      more,
      method: fc.constantFrom(undefined, undefined, undefined, 'OPTIONS', 'TRACE', 'G T'),
      protocol: fc.constantFrom(...Array<HttpRequest['protocol']>(20).fill(protocol), 'quic' as const),
      tail: fc.constantFrom(...Array<string>(20).fill(''), 'y'.repeat(32_760), 'ü'.repeat(16_384)),
      sourcePort: fc.constantFrom(1024, 65_535),
    })
    .map(({ request, more, method, protocol, tail, sourcePort }) => ({
      ...request,
      ...(method !== undefined && { method }),
      protocol,
      sourcePort,
      path: request.path + tail,
      headers: new Map([...request.headers, ...(Object.entries(given(more)) as [string, string][])]),
    }))
}

/** Without what is undefined. */
function given<Words extends object>(words: Words): { [Key in keyof Words]: Exclude<Words[Key], undefined> } {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as never
}
