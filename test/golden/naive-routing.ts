// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the cloud
/**
 * One request at an ALB listener as facts/load-balancing 1.3 to 1.13 tell it, step by step: the specification that `routeAlb` and
 * `respondAlb` are held against. Shares no code with them but the types of what was read.
 */
import type {
  Action,
  AddressParts,
  Condition,
  Cors,
  ForwardingRule,
} from '../../src/cloud/forwarding-rule.ts'
import type { AlbListener } from '../../src/cloud/listener.ts'
import { firstMatchNaively, type NaiveRequest } from './naive-rules.ts'

export interface NaiveCall extends NaiveRequest {
  readonly protocol: string
  readonly sourcePort: number
}

export interface NaiveOutcome {
  readonly rule: string | undefined
  readonly mirrors: string[]
  /** Present where the balancer answers itself. */
  readonly answer?: { status: number; headers: Record<string, string>; body: string }
  readonly forward?: {
    groups: string[]
    host: string
    path: string
    query: string
    headers: Record<string, string>
  }
}

/** Requests that passed limits before, oldest first. */
export type NaivePast = { rule: string; source: number; atUs: number }[]

export function routeNaively(
  listener: AlbListener,
  balancer: string,
  call: NaiveCall,
  past: NaivePast,
  nowUs: number,
): NaiveOutcome {
  const early = checkNaively(listener, call)
  if (early !== undefined)
    return { rule: undefined, mirrors: [], answer: { status: early, headers: {}, body: '' } }
  const requests = listener.rules.filter((rule) => rule.direction === 'request')
  const rule = firstMatchNaively(requests, call)
  const id = `${balancer}/${listener.name}/${rule?.name ?? 'default'}`

  // 1.11, 463
  const trace = call.headers.get('alicloud-alb-trace')
  const been = trace === undefined ? [] : trace.split(',').map((entry) => entry.trim())
  if (been.length > 16 || been.includes(id))
    return { rule: rule?.name, mirrors: [], answer: { status: 463, headers: {}, body: '' } }

  const fill = (text: string) => fillNaively(text, listener, call, rule)
  const actions: readonly Action[] = rule?.actions ?? [
    {
      kind: 'forward',
      groups: listener.defaultGroup === undefined ? [] : [{ group: listener.defaultGroup, weight: 100 }],
    },
  ]

  // Facts/deployment B.4: of services of EAS, the method before the token, and both before the limit.
  const refused = (status: number) => ({
    rule: rule?.name,
    mirrors: [],
    answer: { status, headers: {}, body: '' },
  })
  for (const action of actions)
    if (action.kind === 'allowMethods' && !action.methods.includes(call.method)) return refused(405)
  for (const action of actions)
    if (action.kind === 'authorize' && call.headers.get('authorization') !== action.token) return refused(401)

  // 1.7: limits run first.
  for (const action of actions) {
    if (action.kind !== 'trafficLimit') continue
    const recent = past.filter((one) => one.rule === id && nowUs - one.atUs < 1_000_000)
    const client = clientNaively(listener, call)
    const own = recent.filter((one) => one.source === client)
    const isOver =
      (action.qps !== undefined && recent.length >= action.qps) ||
      (action.perIpQps !== undefined && own.length >= action.perIpQps)
    if (isOver)
      return {
        rule: rule?.name,
        mirrors: [],
        answer:
          action.excess === undefined
            ? action.status === 429
              ? { status: 429, headers: {}, body: '' }
              : { status: 503, headers: { 'alb-qps-limited': 'Limited' }, body: '' }
            : finalNaively(action.excess, listener, call, fill),
      }
    past.push({ rule: id, source: client, atUs: nowUs })
  }

  const headers = Object.fromEntries(call.headers)
  const mirrors: string[] = []
  let cors: Cors | undefined
  let sent = { host: call.host, path: call.path, query: call.query }
  for (const action of actions) {
    if (action.kind === 'trafficMirror') mirrors.push(action.group)
    if (action.kind === 'insertHeader') {
      const { value } = action
      const text =
        value.kind === 'userDefined'
          ? value.text
          : value.kind === 'referenceHeader'
            ? headers[value.header]
            : {
                ClientSrcPort: String(call.sourcePort),
                ClientSrcIp: dotted(call.source),
                Protocol: call.protocol === 'http' ? 'http' : 'https',
                SLBId: balancer,
                SLBPort: String(listener.port),
              }[value.variable]
      if (text !== undefined) headers[action.key] = text
    }
    if (action.kind === 'removeHeader') delete headers[action.key]
    if (action.kind === 'rewrite') sent = rewriteNaively(action, sent, fill)
    if (action.kind === 'cors') {
      cors = action.cors
      const asks = call.method === 'OPTIONS' && call.headers.has('origin')
      if (asks && call.headers.has('access-control-request-method'))
        return {
          rule: rule?.name,
          mirrors,
          answer: { status: 200, headers: { ...permission(cors, call), ...preflight(cors, call) }, body: '' },
        }
    }
  }

  const final = actions.at(-1)!
  if (final.kind === 'redirect' || final.kind === 'fixedResponse') {
    const answer = finalNaively(final, listener, call, fill)
    return {
      rule: rule?.name,
      mirrors,
      answer: { ...answer, headers: { ...answer.headers, ...exposed(cors, call) } },
    }
  }
  if (final.kind !== 'forward') throw new Error('no final action')
  const groups = final.groups.filter(({ weight }) => weight > 0).map(({ group }) => group)
  if (groups.length === 0)
    return {
      rule: rule?.name,
      mirrors,
      answer: { status: 503, headers: { ...exposed(cors, call) }, body: '' },
    }

  // 1.13
  const client = dotted(call.source)
  const before = headers['x-forwarded-for']
  if (listener.forwardedFor === 'remove') delete headers['x-forwarded-for']
  else headers['x-forwarded-for'] = before === undefined ? client : `${before}, ${client}`
  for (const name of listener.addedHeaders) {
    if (name === 'x-forwarded-proto') headers[name] = call.protocol === 'http' ? 'http' : 'https'
    if (name === 'x-forwarded-port') headers[name] = String(listener.port)
    if (name === 'x-forwarded-client-srcport') headers[name] = String(call.sourcePort)
    if (name === 'x-forwarded-host') headers[name] = call.host
    if (name === 'slb-id') headers[name] = balancer
  }
  headers['alicloud-alb-trace'] = [
    ...(headers['alicloud-alb-trace'] === undefined ? [] : [headers['alicloud-alb-trace']]),
    id,
  ].join(',')
  return { rule: rule?.name, mirrors, forward: { groups, ...sent, headers } }
}

/** 1.13: from the right, the first that no trusted proxy has; whoever connects, where the header does not tell. */
function clientNaively({ trustedProxies }: AlbListener, call: NaiveCall): number {
  if (trustedProxies === undefined) return call.source
  const chain = (call.headers.get('x-forwarded-for') ?? '').split(',').map((text) => text.trim())
  for (let at = chain.length - 1; at >= 0; at--) {
    const parts = chain[at]!.split('.')
    if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255))
      return call.source
    const address = parts.reduce((sum, part) => sum * 256 + Number(part), 0)
    if (!trustedProxies.ranges.some(({ first, last }) => first <= address && address <= last)) return address
  }
  return call.source
}

/** 1.3 step 4, 1.11 */
function checkNaively(listener: AlbListener, call: NaiveCall): number | undefined {
  if (call.protocol !== listener.protocol) return 400
  if (!call.path.startsWith('/') && !(call.path === '*' && call.method === 'OPTIONS')) return 400
  if (/[^\w!#$%&'*+.^`|~-]/.test(call.method) || call.method === '') return 400
  for (const [name, value] of call.headers)
    if (name === '' || /[^\w!#$%&'*+.^`|~-]/.test(name) || /[\r\n\0]/.test(value)) return 400
  if (call.method === 'TRACE') return 405
  const bytes = (text: string) => new TextEncoder().encode(text).length
  if (bytes(call.query === '' ? call.path : `${call.path}?${call.query}`) > 32_768) return 414
  if (bytes([...call.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')) > 32_768) return 400
  return undefined
}

/** 1.7: variables of the request that arrived, groups of the path condition. */
function fillNaively(
  text: string,
  listener: AlbListener,
  call: NaiveCall,
  rule: ForwardingRule | undefined,
): string {
  const caught = capturesNaively(rule?.conditions ?? [], call.path)
  return text
    .replaceAll('${1}', () => caught[0] ?? '')
    .replaceAll('${2}', () => caught[1] ?? '')
    .replaceAll('${3}', () => caught[2] ?? '')
    .replaceAll('${host}', () => call.host)
    .replaceAll('${protocol}', () => (call.protocol === 'http' ? 'http' : 'https'))
    .replaceAll('${port}', () => String(listener.port))
    .replaceAll('${path}', () => call.path)
    .replaceAll('${query}', () => call.query)
}

/** 1.6 */
function capturesNaively(conditions: readonly Condition[], path: string): string[] {
  for (const condition of conditions) {
    if (condition.kind !== 'path') continue
    for (const { kind, text } of condition.patterns) {
      const found = kind === 'regex' ? new RegExp(text, 's').exec(path) : null
      if (found !== null && found.length > 1) return found.slice(1).map((one) => one ?? '')
    }
  }
  return []
}

function rewriteNaively(
  parts: AddressParts,
  before: { host: string; path: string; query: string },
  fill: (text: string) => string,
): { host: string; path: string; query: string } {
  const path = parts.path === undefined ? before.path : fill(parts.path)
  return {
    host: parts.host === undefined ? before.host : fill(parts.host).toLowerCase(),
    path: path.startsWith('/') ? path : `/${path}`,
    query: parts.query === undefined ? before.query : fill(parts.query),
  }
}

function finalNaively(
  action: Extract<Action, { kind: 'redirect' | 'fixedResponse' }>,
  listener: AlbListener,
  call: NaiveCall,
  fill: (text: string) => string,
): { status: number; headers: Record<string, string>; body: string } {
  if (action.kind === 'fixedResponse')
    return { status: action.status, headers: { 'content-type': action.type }, body: action.content }
  const scheme =
    action.protocol === undefined
      ? call.protocol === 'http'
        ? 'http'
        : 'https'
      : fill(action.protocol.toLowerCase())
  const host = action.host === undefined ? call.host : fill(action.host)
  const port = action.port === undefined ? String(listener.port) : fill(action.port)
  const path = action.path === undefined ? call.path : fill(action.path)
  const query = action.query === undefined ? call.query : fill(action.query)
  const usual = (scheme === 'http' && port === '80') || (scheme === 'https' && port === '443')
  const location = `${scheme}://${host}${usual ? '' : `:${port}`}${path.startsWith('/') ? '' : '/'}${path}${query === '' ? '' : `?${query}`}`
  return { status: action.status, headers: { location }, body: '' }
}

/** What a browser must read to let a page of this origin go on. */
function permission(cors: Cors, call: NaiveCall): Record<string, string> {
  const origin = call.headers.get('origin')
  if (origin === undefined) return {}
  const isAllowed = cors.origins.some((allowed) => {
    if (allowed === '*' || allowed === origin) return true
    // `https://*.a.example`: whatever stands before the dot.
    const [scheme = '', rest] = allowed.split('*')
    return (
      rest !== undefined &&
      scheme !== '' &&
      origin.startsWith(scheme) &&
      origin.slice(scheme.length).endsWith(rest)
    )
  })
  if (!isAllowed) return {}
  if (cors.credentials)
    return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' }
  return { 'access-control-allow-origin': cors.origins.includes('*') ? '*' : origin }
}

function preflight(cors: Cors, call: NaiveCall): Record<string, string> {
  if (Object.keys(permission(cors, call)).length === 0) return {}
  return Object.fromEntries(
    [
      ['access-control-allow-methods', cors.methods.join(',')],
      ['access-control-allow-headers', cors.headers.join(',')],
      ['access-control-max-age', String(cors.maxAgeS)],
    ].filter(([, value]) => value !== ''),
  )
}

function exposed(cors: Cors | undefined, call: NaiveCall): Record<string, string> {
  if (cors === undefined) return {}
  const allowed = permission(cors, call)
  if (Object.keys(allowed).length === 0 || cors.exposeHeaders.length === 0) return allowed
  return { ...allowed, 'access-control-expose-headers': cors.exposeHeaders.join(',') }
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}
