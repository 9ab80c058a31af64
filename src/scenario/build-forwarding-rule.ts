/** Forwarding rules of ALB as they were read, with their conditions: facts/load-balancing 1.4, 1.5. */
import type { Condition, ForwardingRule, Pair } from '../cloud/forwarding-rule.ts'
import type { Pattern } from '../cloud/pattern.ts'
import type { Path } from '../cloud/violation.ts'
import { type Cidr, formatCidr } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { BuildContext } from './build-context.ts'
import { buildForwardingAction } from './build-forwarding-action.ts'
import type { ReadAlbRule, ReadCondition } from './schema/forwarding-rule.ts'

/** A rule of ALB; undefined where its shape is wrong, which is reported under `path`. */
export function buildForwardingRule(
  name: string,
  read: ReadAlbRule,
  path: Path,
  context: BuildContext,
): ForwardingRule | undefined {
  const conditions = listed(read.when, [...path, 'when']).map(([one, at]) => conditionsOf(one, at, context))
  const actions = listed(read.do, [...path, 'do']).map(([one, at]) => buildForwardingAction(one, at, context))
  if (conditions.some((each) => each.length === 0) || actions.includes(undefined)) return undefined
  return {
    name,
    priority: read.priority,
    direction: read.direction,
    conditions: conditions.flat(),
    actions: actions.filter((each) => each !== undefined),
    origin: context.origin(path),
  }
}

/** One thing or a list of them, each with its place. */
function listed<T>(read: T | readonly T[], path: Path): (readonly [T, Path])[] {
  return Array.isArray(read)
    ? (read as readonly T[]).map((one, index) => [one, [...path, index]])
    : [[read as T, path]]
}

/** A condition for each key. */
function conditionsOf(read: ReadCondition, path: Path, context: BuildContext): Condition[] {
  const { host, path: paths, header, query, cookie, method, source, status, responseHeader } = read
  const conditions: Condition[] = []
  if (host !== undefined) conditions.push({ kind: 'host', patterns: host })
  if (paths !== undefined) conditions.push({ kind: 'path', patterns: paths })
  if (header !== undefined) conditions.push(...headerOf('header', header, [...path, 'header'], context))
  if (query !== undefined) conditions.push({ kind: 'query', pairs: pairsOf(query) })
  if (cookie !== undefined) conditions.push({ kind: 'cookie', pairs: pairsOf(cookie) })
  if (method !== undefined) conditions.push({ kind: 'method', methods: method })
  if (source !== undefined)
    conditions.push({ kind: 'sourceIp', set: CidrSet.of(source), texts: source.map(blockText) })
  if (status !== undefined) conditions.push({ kind: 'responseStatus', ranges: status })
  if (responseHeader !== undefined)
    conditions.push(...headerOf('responseHeader', responseHeader, [...path, 'responseHeader'], context))
  if (Object.values(read).every((each) => each === undefined))
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: 'the condition is empty',
      hint: "write what must hold: { host: shop.example }, { path: '/api/*' }; everything is { path: '/*' }",
      path,
    })
  return conditions
}

function headerOf(
  kind: 'header' | 'responseHeader',
  read: Readonly<Record<string, readonly Pattern[]>>,
  path: Path,
  context: BuildContext,
): Condition[] {
  const [only, ...more] = Object.entries(read)
  if (only === undefined || more.length > 0) {
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: `a condition looks at one header, and this one names ${Object.keys(read).length}`,
      hint: 'write when: [{ header: { x-env: gray } }, { header: { x-user: [a, b] } }], a condition for each',
      path,
    })
    return []
  }
  return [{ kind, key: only[0].toLowerCase(), patterns: only[1] }]
}

function pairsOf(read: Readonly<Record<string, readonly Pattern[]>>): Pair[] {
  return Object.entries(read).flatMap(([key, values]) =>
    values.map((value) => ({ key: key.toLowerCase(), value })),
  )
}

/** `10.0.0.0/8`, or an address alone. */
export function blockText(cidr: Cidr): string {
  return cidr.first === cidr.last ? formatIpv4(cidr.first) : formatCidr(cidr)
}
