/** Routing without a scenario file: a listener, its rules and a request in a few lines. One of CLB is made by `clbListener`. */
import { assumptionsWith, type ChosenReadings } from '../cloud/assumptions.ts'
import type { AlbListener } from '../cloud/listener.ts'
import { unwritten } from '../cloud/origin.ts'
import { type Cidr, parseCidr } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { type Ipv4, parseIpv4 } from '../net/ipv4.ts'
import { type CompiledAlb, compileAlb } from './alb-listener.ts'
import { httpRequest, type RequestWords } from './http-request.ts'
import { type Meter, type RoutedByAlb, routeAlb } from './route-alb.ts'
import { type CompiledClb, routeClb } from './route-clb.ts'
import type { Routed } from './routed.ts'
import { forwardingRules, type RuleWords } from './rule-words.ts'

export interface ListenerWords {
  /** `http` by default. */
  readonly protocol?: AlbListener['protocol']
  /** 80 by default; 443 for HTTPS and QUIC. */
  readonly port?: number
  /** In the order of their priorities, where none says its own. */
  readonly rules?: readonly RuleWords[]
  /** The group of the default rule; absent: 503 for what no rule matches. */
  readonly default?: string
  readonly forwardedFor?: 'append' | 'remove'
  /** Such as `x-forwarded-proto`, `slb-id`. */
  readonly addedHeaders?: readonly string[]
  /** Proxies whose word on the client is taken (facts/load-balancing 1.13): `10.0.0.0/8`, or addresses. */
  readonly trustedProxies?: readonly string[]
  /** Of the balancer: `alb` by default. */
  readonly balancer?: string
  /** Of the listener: its protocol by default. */
  readonly name?: string
  /** Open points of the documents, where another reading than the default is meant (`docs/assumptions.md`). */
  readonly assumptions?: ChosenReadings
}

/** A request; its `source` may be written as text. Its protocol is that of the listener where it says none. */
export interface CallWords extends Omit<RequestWords, 'source'> {
  readonly source?: Ipv4 | string
}

/**
 * What becomes of one request at one listener of an ALB.
 *
 * ```ts
 * const { rule, outcome } = route(
 *   { rules: [{ when: { host: '*.example.com', path: '/api/*' }, do: { forward: 'api' } }], default: 'web' },
 *   { host: 'shop.example.com', path: '/api/orders?id=7' },
 * )
 * ```
 *
 * Compiles the listener each time: for many requests keep `albListener(words)` and hand that in. A listener of a CLB is
 * `clbListener(words)`, one of Kubernetes manifests `ingressListener(text)`.
 */
export function route(listener: ListenerWords | CompiledAlb, call: CallWords, meter?: Meter): RoutedByAlb
/** What becomes of one request at one listener of a CLB. */
export function route(listener: CompiledClb, call: CallWords): Routed
export function route(
  listener: ListenerWords | CompiledAlb | CompiledClb,
  call: CallWords,
  meter?: Meter,
): Routed {
  if (!('listener' in listener)) return route(albListener(listener), call, meter)
  const { source = 0, ...words } = call
  const peer = typeof source === 'string' ? addressOf(source) : source
  const request = httpRequest({ protocol: listener.listener.protocol, ...words, source: peer })
  return 'requestRules' in listener ? routeAlb(listener, request, meter) : routeClb(listener, request)
}

/** A listener with its defaults (facts/load-balancing 1.2), ready to be asked. Throws a RangeError where its words are wrong. */
export function albListener(words: ListenerWords): CompiledAlb {
  const {
    protocol = 'http',
    rules = [],
    forwardedFor = 'append',
    addedHeaders = [],
    balancer = 'alb',
  } = words
  const { port = protocol === 'http' ? 80 : 443, name = protocol } = words
  const listener: AlbListener = {
    kind: 'alb',
    name,
    protocol,
    port,
    rules: forwardingRules(rules),
    ...(words.default !== undefined && { defaultGroup: words.default }),
    idleTimeoutUs: 15_000_000,
    requestTimeoutUs: 60_000_000,
    certificates: [],
    forwardedFor,
    addedHeaders: addedHeaders.map((header) => header.toLowerCase()),
    ...(words.trustedProxies !== undefined && {
      trustedProxies: CidrSet.of(words.trustedProxies.map(blockOf)),
    }),
    origin: unwritten(`loadBalancers.${balancer}.listeners.${name}`),
  }
  return compileAlb(listener, balancer, assumptionsWith(words.assumptions))
}

function blockOf(text: string): Cidr {
  const block = parseCidr(text, { hostBits: 'refuse', bareAddress: 'accept' })
  if (!block.ok) throw new RangeError(block.message)
  return block.value
}

function addressOf(text: string): Ipv4 {
  const address = parseIpv4(text)
  if (!address.ok) throw new RangeError(address.message)
  return address.value
}
