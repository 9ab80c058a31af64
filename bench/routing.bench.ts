/**
 * Which rule takes a request: `RuleList` against a scan in the order of priorities, which is what the fact sheet says
 * literally, and against routers of web frameworks on the part of the language that they know.
 */
import findMyWay from 'find-my-way'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { Memoirist } from 'memoirist'
import { compileCondition } from '../src/balancing/compiled-condition.ts'
import { type HttpRequest, httpRequest } from '../src/balancing/http-request.ts'
import { NO_RULE, RuleList } from '../src/balancing/rule-list.ts'
import { forwardingRules, type RuleWords } from '../src/balancing/rule-words.ts'
import type { ForwardingRule } from '../src/cloud/forwarding-rule.ts'
import { type Bench, type Competitor, race, type Size, timed } from './harness.ts'

const SIZES = [10, 100, 1_000, 10_000]

const bench: Bench = {
  name: 'routing',
  regime:
    'decisions which rule takes a request, of which one in eight has none. Full language: host and path of 10 rules a host, ' +
    'of which a tenth has a wildcard host, a tenth a method or a header, a tenth a wildcard in the middle or an anchored ' +
    'regular expression. Routers: exact paths and prefixes, a router for each host in a map. Requests are 4,096 in a ring; ' +
    '"fresh" cuts host and path out of a line first, as a parser does',
  async *run(size: Size) {
    const decisions = size === 'tiny' ? 200 : 400_000
    const repetitions = size === 'tiny' ? 1 : 5
    for (const count of size === 'tiny' ? SIZES.slice(0, 1) : SIZES) {
      const rules = forwardingRules(fullRules(count))
      const requests = fullRequests(count)
      yield await race({
        title: `full language, ${count} rules`,
        unit: 'decision',
        baseline: 'scan in the order of priorities',
        repetitions,
        competitors: [
          scanning(rules, requests, Math.max(200, decisions / (count * 4))),
          ours(rules, requests, decisions),
          ours(
            rules,
            requests.slice(0, WARM),
            decisions,
            'RuleList, warm',
            `${WARM} requests again and again`,
          ),
          fresh(rules, requests, decisions),
        ],
      })
    }
    for (const count of size === 'tiny' ? SIZES.slice(0, 1) : SIZES) {
      const routes = plainRoutes(count)
      const requests = plainRequests(count)
      yield await race({
        title: `exact paths and prefixes, ${count} routes`,
        unit: 'decision',
        baseline: 'RuleList',
        repetitions,
        competitors: routers(routes, requests, decisions),
      })
    }
    for (const count of size === 'tiny' ? [10] : [1_000, 10_000])
      yield await race({
        title: `build from ${count} rules of the full language`,
        unit: 'list',
        baseline: 'RuleList.of',
        repetitions,
        competitors: [building(forwardingRules(fullRules(count)))],
      })
  },
}

export default bench

/** Ten rules a host; the service of rule n is `svcN`. */
function fullRules(count: number): RuleWords[] {
  return Array.from({ length: count }, (_, at): RuleWords => {
    const host = hostOf(at)
    const path = `/svc${at}`
    const when = ((): NonNullable<RuleWords['when']> => {
      switch (at % 10) {
        case 0:
          return { host, path: `${path}/list` }
        case 1:
          return { host: `*.${host}`, path: `${path}/*` }
        case 2:
          return { host, path: `${path}/*`, method: at % 20 === 2 ? 'POST' : ['GET', 'HEAD'] }
        case 3:
          return { host, path: `${path}/*`, header: { 'x-env': ['gray', 'can*'] } }
        case 4:
          return { host, path: at % 20 === 4 ? `${path}/*/edit` : `~^${path}/[0-9]+$` }
        default:
          return { host, path: [path, `${path}/*`] }
      }
    })()
    return { when, do: { forward: 'web' } }
  })
}

function fullRequests(count: number): HttpRequest[] {
  return ringOf(count, (at, draw) => {
    const isWild = at % 10 === 1
    const tail = ['/list', '/17', '/a/edit', '', '/a/b'][draw(5)]!
    return httpRequest({
      host: draw(8) === 0 ? 'other.example' : `${isWild ? 'a.' : ''}${hostOf(at)}`,
      path: `/svc${at}${tail}`,
      method: draw(4) === 0 ? 'POST' : 'GET',
      headers: draw(2) === 0 ? { 'x-env': 'gray' } : {},
    })
  })
}

interface Route {
  readonly host: string
  readonly path: string
  readonly isPrefix: boolean
}

/** No two of them meet, so specificity and priority agree. */
function plainRoutes(count: number): Route[] {
  return Array.from({ length: count }, (_, at) => ({
    host: hostOf(at),
    path: `/v1/svc${at}/items`,
    isPrefix: at % 2 === 0,
  }))
}

function plainRequests(count: number): HttpRequest[] {
  return ringOf(count, (at, draw) =>
    httpRequest({
      host: draw(8) === 0 ? 'other.example' : hostOf(at),
      path: `/v1/svc${at}/items${at % 2 === 0 ? '/17/parts' : ''}`,
    }),
  )
}

function hostOf(at: number): string {
  return `team${Math.floor(at / 10)}.shop.example`
}

const RING = 4_096
/** What they touch stays in the caches, whatever else the machine does. */
const WARM = 256

/** Draws come from a small generator of its own: equal in every run. */
function ringOf(
  count: number,
  make: (at: number, draw: (below: number) => number) => HttpRequest,
): HttpRequest[] {
  let state = 12_345
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  return Array.from({ length: RING }, () => make(draw(count), draw))
}

/** Sums what `decide` says over the ring; scans do fewer rounds, so the checksum is that of the first 200. */
function deciding<Request>(
  name: string,
  requests: readonly Request[],
  decisions: number,
  decide: (request: Request) => number,
  note = '',
): Competitor {
  const mask = requests.length - 1
  return {
    name,
    note,
    run() {
      let first = 0
      for (let at = 0; at < 200; at++) first += decide(requests[at]!) + 1
      let sum = 0
      const nanoseconds = timed(() => {
        for (let at = 0; at < decisions; at++) sum += decide(requests[at & mask]!)
      })
      if (Number.isNaN(sum)) throw new Error(`${name} gave no number`)
      return { nanoseconds, operations: decisions, checksum: String(first) }
    },
  }
}

function scanning(
  rules: readonly ForwardingRule[],
  requests: readonly HttpRequest[],
  decisions: number,
): Competitor {
  const tests = rules.map(({ conditions }) => conditions.map((condition) => compileCondition(condition)))
  return deciding('scan in the order of priorities', requests, decisions, (request) =>
    tests.findIndex((conditions) => conditions.every((holds) => holds(request, undefined))),
  )
}

function ours(
  rules: readonly ForwardingRule[],
  requests: readonly HttpRequest[],
  decisions: number,
  name = 'RuleList',
  note = '',
): Competitor {
  const list = RuleList.of(rules)
  return deciding(name, requests, decisions, (request) => list.firstMatch(request), note)
}

function fresh(
  rules: readonly ForwardingRule[],
  requests: readonly HttpRequest[],
  decisions: number,
): Competitor {
  const list = RuleList.of(rules)
  const raw = requests.map((request) => ({
    request,
    line: `${request.host}${request.path}`,
    at: request.host.length,
  }))
  return deciding(
    'RuleList, fresh substrings',
    raw,
    decisions,
    ({ line, at, request: { method, protocol, query, headers, source, sourcePort } }) => {
      const host = line.slice(0, at)
      const path = line.slice(at)
      return list.firstMatch({ method, protocol, host, path, query, headers, source, sourcePort })
    },
    'host and path cut out of a line, as a parser does',
  )
}

function routers(
  routes: readonly Route[],
  requests: readonly HttpRequest[],
  decisions: number,
): Competitor[] {
  const list = RuleList.of(
    forwardingRules(
      routes.map(({ host, path, isPrefix }) => ({
        when: { host, path: isPrefix ? `${path}/*` : path },
        do: { forward: 'web' },
      })),
    ),
  )
  const memoirists = byHost(
    routes,
    () => new Memoirist<number>(),
    (router, path, isPrefix, at) => router.add('GET', isPrefix ? `${path}/*` : path, at),
  )
  const ways = byHost(
    routes,
    () => findMyWay(),
    (router, path, isPrefix, at) => router.on('GET', isPrefix ? `${path}/*` : path, () => {}, { at }),
  )
  const expressions = byHost(
    routes,
    () => new RegExpRouter<number>(),
    (router, path, isPrefix, at) => router.add('GET', isPrefix ? `${path}/*` : path, at),
  )
  return [
    deciding(
      'RuleList',
      requests,
      decisions,
      (request) => list.firstMatch(request),
      'priorities, wildcards, headers',
    ),
    deciding(
      'memoirist',
      requests,
      decisions,
      ({ host, path }) => memoirists.get(host)?.find('GET', path)?.store ?? NO_RULE,
    ),
    deciding(
      'find-my-way',
      requests,
      decisions,
      ({ host, path }) =>
        (ways.get(host)?.find('GET', path)?.store as { at: number } | undefined)?.at ?? NO_RULE,
    ),
    deciding(
      'hono RegExpRouter',
      requests,
      decisions,
      ({ host, path }) => expressions.get(host)?.match('GET', path)[0][0]?.[0] ?? NO_RULE,
    ),
  ]
}

/** A router for each host. */
function byHost<Router>(
  routes: readonly Route[],
  make: () => Router,
  add: (router: Router, path: string, isPrefix: boolean, at: number) => void,
): Map<string, Router> {
  const routersOf = new Map<string, Router>()
  for (const [at, { host, path, isPrefix }] of routes.entries()) {
    const router = routersOf.get(host) ?? make()
    routersOf.set(host, router)
    add(router, path, isPrefix, at)
  }
  return routersOf
}

function building(rules: readonly ForwardingRule[]): Competitor {
  return {
    name: 'RuleList.of',
    run() {
      let list: RuleList | undefined
      const nanoseconds = timed(() => {
        list = RuleList.of(rules)
      })
      return { nanoseconds, operations: 1, checksum: String(list?.rules.length) }
    },
  }
}
