/**
 * Forwarding rules in a few words, as a scenario file writes them: `{ when: { path: '/api/*' }, do: { forward: 'web' } }`. For
 * programs that route requests without a file. What the words mean is in `cloud/forwarding-rule.ts`.
 */
import type { Condition, ForwardingRule, Pair } from '../cloud/forwarding-rule.ts'
import { unwritten } from '../cloud/origin.ts'
import { type Pattern, readPattern } from '../cloud/pattern.ts'
import { readStatusRange } from '../cloud/status-range.ts'
import { parseCidr } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { type ActionWords, readActions } from './action-words.ts'

export type OneOrMore<T> = T | readonly T[]

/** Values by their keys. */
export type ValueWords = Readonly<Record<string, OneOrMore<string>>>

export interface RuleWords {
  /** `rule1`, `rule2`, … by their place in the list. */
  readonly name?: string
  /** Its place in the list, from 1. */
  readonly priority?: number
  /** `request` by default. */
  readonly direction?: 'request' | 'response'
  /** All must hold; several keys in one object are several conditions. Absent: every request. */
  readonly when?: OneOrMore<ConditionWords>
  readonly do: OneOrMore<ActionWords>
}

/** Values of one condition are alternatives. `~` begins a regular expression, `*` and `?` are wildcards. */
export interface ConditionWords {
  readonly host?: OneOrMore<string>
  readonly path?: OneOrMore<string>
  readonly method?: OneOrMore<string>
  /** Addresses or blocks: `203.0.113.7`, `10.0.0.0/8`. */
  readonly source?: OneOrMore<string>
  /** Each key is a condition of its own. */
  readonly header?: ValueWords
  /** The pairs are alternatives (1.4), as those of `cookie` are. */
  readonly query?: ValueWords
  readonly cookie?: ValueWords
  readonly responseHeader?: ValueWords
  /** Of the response: `404`, `200-233`. */
  readonly status?: OneOrMore<number | string>
}

/** Throws a RangeError where a text is no address, block or status. */
export function forwardingRule(words: RuleWords, place = 1): ForwardingRule {
  const { name = `rule${place}`, priority = place, direction = 'request', when = [], do: actions } = words
  return {
    name,
    priority,
    direction,
    conditions: many(when).flatMap(readConditions),
    actions: many(actions).flatMap(readActions),
    origin: unwritten(`rules.${name}`),
  }
}

/** Rules in the order of their priorities, where none says its own. */
export function forwardingRules(words: readonly RuleWords[]): ForwardingRule[] {
  return words.map((rule, index) => forwardingRule(rule, index + 1))
}

function readConditions(words: ConditionWords): Condition[] {
  const { host, path, method, source, header, query, cookie, responseHeader, status } = words
  const conditions: Condition[] = []
  if (host !== undefined) conditions.push({ kind: 'host', patterns: patternsOf(host, true) })
  if (path !== undefined) conditions.push({ kind: 'path', patterns: patternsOf(path, false) })
  if (method !== undefined) conditions.push({ kind: 'method', methods: many(method) })
  if (source !== undefined) conditions.push(readSource(many(source)))
  if (header !== undefined) conditions.push(...readHeaders('header', header))
  if (query !== undefined) conditions.push({ kind: 'query', pairs: readPairs(query) })
  if (cookie !== undefined) conditions.push({ kind: 'cookie', pairs: readPairs(cookie) })
  if (responseHeader !== undefined) conditions.push(...readHeaders('responseHeader', responseHeader))
  if (status !== undefined) conditions.push({ kind: 'responseStatus', ranges: many(status).map(statusRange) })
  return conditions
}

function statusRange(text: number | string) {
  const range = readStatusRange(String(text))
  if (range === undefined) throw new RangeError(`${text} is no status, and no range such as 200-299`)
  return range
}

function readHeaders(kind: 'header' | 'responseHeader', words: ValueWords): Condition[] {
  return Object.entries(words).map(([key, values]) => ({
    kind,
    key: key.toLowerCase(),
    patterns: patternsOf(values, false),
  }))
}

function readPairs(words: ValueWords): Pair[] {
  return Object.entries(words).flatMap(([key, values]) =>
    many(values).map((value) => ({ key: key.toLowerCase(), value: readPattern(value, true) })),
  )
}

function readSource(texts: readonly string[]): Condition {
  const blocks = texts.map((text) => {
    const block = parseCidr(text, { hostBits: 'accept', bareAddress: 'accept' })
    if (!block.ok) throw new RangeError(block.message)
    return block.value
  })
  return { kind: 'sourceIp', set: CidrSet.of(blocks), texts }
}

function patternsOf(texts: OneOrMore<string>, ignoresCase: boolean): Pattern[] {
  return many(texts).map((text) => readPattern(text, ignoresCase))
}

export function many<T>(words: OneOrMore<T>): readonly T[] {
  return Array.isArray(words) ? words : [words as T]
}
