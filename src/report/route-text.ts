/** What a listener makes of a request, for a person at a terminal: the rules in their order, the one that took it, and what comes of it. */
import type { ShownCertificate } from '../checking/route-certificate.ts'
import type { PassedOver, RouteStory } from '../checking/route-question.ts'
import type { GroupServers } from '../checking/route-servers.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { certificateBlock } from './certificate-words.ts'
import { linesToText } from './lines.ts'
import type { Page } from './page.ts'

/** A request that was routed at an instant. */
export interface AnsweredRoute {
  readonly file: string
  readonly version: string
  readonly atUs: number
  readonly balancer: string
  readonly listener: string
  readonly story: RouteStory
  /** Undefined at a listener without TLS. */
  readonly tls: ShownCertificate | undefined
  readonly groups: readonly GroupServers[]
}

export function renderRoute(route: AnsweredRoute, page: Page): string {
  return linesToText([
    headBlock(route, page),
    ...(route.tls === undefined ? [] : [certificateBlock(route.tls, route.file, page)]),
    rulesBlock(route, page),
    outcomeBlock(route, page),
    [verdictLine(route, page)],
  ])
}

/** One line: the verdict. */
export function renderQuietRoute(route: AnsweredRoute, page: Page): string {
  return linesToText([[verdictLine(route, page)]])
}

function headBlock({ balancer, listener, story, file, atUs, version }: AnsweredRoute, page: Page): string[] {
  const { method, protocol, host } = story.request
  const url = `${protocol}://${host === '' ? `${balancer}` : host}${targetOf(story.request)}`
  const facts = [`${balancer}/${listener}`, file, `at ${page.moment(atUs)}`, `vpcsim ${version}`]
  return [
    ...page.paragraph('', `${method} ${url}`).map((line) => page.heading(line)),
    ...page.paragraph('', facts.join(` ${page.glyphs.dot} `)).map((line) => page.paint('dim', line)),
  ]
}

function rulesBlock({ story, file }: AnsweredRoute, page: Page): string[] {
  const { passedOver, routed, matched } = story
  const lines = passedOver.flatMap((each) => passedOverLines(each, file, page))
  const { rule } = routed
  if (rule === undefined) {
    const words = {
      default: 'no rule matches: the default rule',
      checks: 'no rule is asked: the request is refused before',
      redirection: 'no rule is asked: the listener redirects every request',
      rule: '',
    }[routed.by]
    return [...lines, ...page.paragraph(`${page.glyphs.held} `, words).map((line) => page.heading(line))]
  }
  const because = matched.length === 0 ? 'it asks for nothing' : matched.join(', and ')
  return [
    ...lines,
    ...page
      .paragraph(`${page.glyphs.held} `, `${nameOf(rule)} matches: ${because}`)
      .map((line) => page.heading(line)),
    ...page.paragraph('  ', placeOf(rule, file)).map((line) => page.paint('dim', line)),
  ]
}

function passedOverLines({ rule, why }: PassedOver, file: string, page: Page): string[] {
  return [
    ...page.paragraph(`${page.glyphs.dot} `, `${nameOf(rule)}: ${why}`),
    ...page.paragraph('  ', placeOf(rule, file)).map((line) => page.paint('dim', line)),
  ]
}

function outcomeBlock({ story, groups }: AnsweredRoute, page: Page): string[] {
  const { request, routed } = story
  const { outcome } = routed
  if (outcome.kind === 'answer') {
    const headers = [...outcome.headers].map(([key, value]) => `${key}: ${value}`)
    return [
      ...page.paragraph(
        'client  ',
        `gets ${outcome.status} from the balancer itself (${CAUSES[outcome.cause]})`,
      ),
      ...headers.flatMap((header) => page.paragraph('        ', header)),
      ...(outcome.body === '' ? [] : page.paragraph('        ', outcome.body)),
    ]
  }
  const lines: string[] = []
  const changed = changesOf(request, outcome.request)
  if (changed.length > 0) lines.push(...page.paragraph('server  ', `sees ${changed.join(', ')}`))
  for (const group of groups) lines.push(...groupLines(group, groups.length > 1, page))
  for (const mirror of routed.mirrors)
    lines.push(...page.paragraph('copy    ', `to group ${mirror}; nobody waits for its answer`))
  return lines
}

function groupLines(
  { group, weight, servers, why, isFailingOpen }: GroupServers,
  isOneOfMany: boolean,
  page: Page,
): string[] {
  const share = isOneOfMany ? ` with weight ${weight}` : ''
  const note = isFailingOpen ? ', none of them healthy' : ''
  const words =
    why === undefined
      ? `${servers.length} ${servers.length === 1 ? 'server' : 'servers'} may get it${note}: ${servers
          .map(({ key, address, port }) => `${key} (${formatIpv4(address)}:${port})`)
          .join(', ')}`
      : NOBODY[why]
  return page.paragraph('group   ', `${group}${share}: ${words}`)
}

const NOBODY: Readonly<Record<NonNullable<GroupServers['why']>, string>> = {
  empty: 'there is no server in it; the client gets 503',
  registering: 'servers are about to be added; the client gets 503',
  weights: 'all servers have weight 0; the client gets 503',
  unhealthy: 'all servers are unhealthy',
  zone: 'no server is in the zone of the node',
}

const CAUSES = {
  malformed: 'the request is malformed',
  headersTooLarge: 'its headers are larger than 32 KB',
  trace: 'TRACE is refused',
  uriTooLong: 'path and query are longer than 32 KB',
  loop: 'it has come by this rule before',
  fixedResponse: 'a fixed response',
  redirect: 'a redirect',
  preflight: 'a pre-flight request of a browser',
  rateLimited: 'the limit of the rule',
  weightsZero: 'all groups of the rule have weight 0',
  accessRefused: 'the access list of the listener refuses the client',
  methodRefused: 'the service does not take that method',
  unauthorized: 'the request does not bring the token of the service',
  groupAbsent: 'there is no group for it',
} as const

function verdictLine({ balancer, listener, story, tls }: AnsweredRoute, page: Page): string {
  const { routed } = story
  if (tls?.refusal !== undefined) {
    const text = `${page.glyphs.failed} ${balancer}/${listener}: no TLS connection (${tls.refusal})`
    return page.paint('bad', page.short(text, page.width))
  }
  const { outcome, rule, by } = routed
  const who = rule === undefined ? (by === 'default' ? 'default rule' : by) : `rule ${rule.name}`
  const what =
    outcome.kind === 'answer'
      ? `${outcome.status}`
      : outcome.groups.map(({ group }) => `group ${group}`).join(', ')
  const tone = outcome.kind === 'answer' && outcome.status >= 400 ? 'bad' : 'good'
  const glyph = tone === 'good' ? page.glyphs.held : page.glyphs.failed
  const text = `${glyph} ${balancer}/${listener}: ${who} ${page.glyphs.arrow} ${what}`
  return page.paint(tone, page.short(text, page.width))
}

/** `host b.example`, `path /v1/a`: what a rewrite has changed, and headers that were added. */
function changesOf(before: RouteStory['request'], after: RouteStory['request']): string[] {
  const changes: string[] = []
  if (before.host !== after.host) changes.push(`host ${after.host}`)
  if (targetOf(before) !== targetOf(after)) changes.push(`path ${targetOf(after)}`)
  for (const [key, value] of after.headers)
    if (before.headers.get(key) !== value && !isOwn(key, before)) changes.push(`${key}: ${value}`)
  for (const key of before.headers.keys()) if (!after.headers.has(key)) changes.push(`no ${key}`)
  return changes
}

/** What the balancer adds for itself, and the client where nobody has said who that is. */
function isOwn(key: string, { source }: RouteStory['request']): boolean {
  return key === 'alicloud-alb-trace' || (key === 'x-forwarded-for' && source === 0)
}

function nameOf(rule: PassedOver['rule']): string {
  return 'priority' in rule ? `rule ${rule.name} (priority ${rule.priority})` : `rule ${rule.name}`
}

function placeOf({ origin }: PassedOver['rule'], file: string): string {
  return `${file}:${origin.line}:${origin.column}`
}

function targetOf({ path, query }: RouteStory['request']): string {
  return query === '' ? path : `${path}?${query}`
}
