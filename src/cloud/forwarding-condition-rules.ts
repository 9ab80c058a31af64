/** What ALB asks of conditions and their patterns: facts/load-balancing 1.5 and 1.6. */
import { LAST_IPV4 } from '../net/ipv4.ts'
import type { Condition, ForwardingRule } from './forwarding-rule.ts'
import type { AlbEdition } from './load-balancer.ts'
import { formatPattern, type Pattern } from './pattern.ts'
import { countGroups, whyNotRegex } from './regular-expression.ts'
import type { Path, Violation } from './violation.ts'

/** "Basic lacks most condition types" (1.1): which it has is assumed. */
const BASIC_CONDITIONS: ReadonlySet<string> = new Set<Condition['kind']>(['host', 'path'])

const METHODS: ReadonlySet<string> = new Set(['HEAD', 'GET', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])
const HEADER_KEY = /^[A-Za-z0-9_-]{1,40}$/
const HOST_TEXT = /^[A-Za-z0-9.\-?=~_+\\^*!$&|()[\]]+$/
const PATH_TEXT = /^\/[A-Za-z0-9$\-_.+/&~@:*?]*$/
const PRINTABLE = /^[\x20-\x7e]*$/

/** Facts/load-balancing 1.6. */
const MAX_CAPTURES = 3

export function* conditionViolations(
  { conditions }: ForwardingRule,
  edition: AlbEdition,
  path: Path,
): Generator<Violation> {
  for (const condition of conditions) {
    if (edition === 'basic' && !BASIC_CONDITIONS.has(condition.kind))
      yield {
        code: 'ALB_EDITION_LACKS',
        message: `a Basic ALB has no conditions of kind ${condition.kind}`,
        hint: 'write edition: standard',
        path,
      }
    for (const [message, hint] of wrongIn(condition))
      yield { code: 'CONDITION_INVALID', message, ...(hint !== undefined && { hint }), path }
    for (const pattern of patternsOf(condition)) yield* checkRegex(pattern, path)
  }
}

type Wrong = readonly [message: string, hint?: string]

function* wrongIn(condition: Condition): Generator<Wrong> {
  switch (condition.kind) {
    case 'host':
      for (const pattern of condition.patterns) yield* wrongHost(pattern)
      return
    case 'path':
      for (const pattern of condition.patterns) yield* wrongPath(pattern)
      return
    case 'header':
    case 'responseHeader': {
      const { key, patterns } = condition
      if (!HEADER_KEY.test(key)) yield [`"${key}" is no header key of 1 to 40 letters, digits, _ and -`]
      if (condition.kind === 'header' && (key === 'cookie' || key === 'host'))
        yield [`a header condition cannot look at ${key}`, `write a condition of kind ${key}`]
      for (const pattern of patterns) yield* wrongValue(pattern)
      return
    }
    case 'query':
    case 'cookie':
      for (const { key, value } of condition.pairs) {
        if (!(key.length >= 1 && key.length <= 100 && PRINTABLE.test(key)))
          yield [`"${key}" is no key of 1 to 100 printable characters`]
        yield* wrongValue(value)
      }
      return
    case 'method':
      for (const method of condition.methods)
        if (!METHODS.has(method)) yield [`${method} is no method that rules know`, [...METHODS].join(', ')]
      return
    case 'sourceIp': {
      const { texts, set } = condition
      if (texts.length > 5)
        yield [`${texts.length} blocks, but a condition has at most 5`, 'make several rules of it']
      const everybody = set.ranges.some(({ first, last }) => first === 0 && last === LAST_IPV4)
      if (everybody || texts.some((text) => text.startsWith('0.0.0.0/')))
        yield ['a source cannot be 0.0.0.0', 'leave the condition out: it holds for everybody']
      return
    }
    case 'responseStatus':
      for (const { first, last } of condition.ranges)
        if (!(first >= 100 && last <= 599 && first <= last))
          yield [`${first}-${last} is no range of status codes from 100 to 599`]
  }
}

/** Facts/load-balancing 1.5, 9 row 13. */
function* wrongHost(pattern: Pattern): Generator<Wrong> {
  const text = formatPattern(pattern)
  if (text.length < 3 || text.length > 256) yield [`host "${text}" has not 3 to 256 characters`]
  else if (!HOST_TEXT.test(text)) yield [`host "${text}" has characters that hosts of rules cannot have`]
  else if (pattern.kind === 'regex') return
  else if (!text.includes('.') || text.startsWith('.') || text.endsWith('.'))
    yield [`host "${text}" needs a dot, and not at an end`]
  else if (!/\.[A-Za-z*?]+$/.test(text))
    yield [`the last label of host "${text}" has more than letters and wildcards`]
}

function* wrongPath(pattern: Pattern): Generator<Wrong> {
  const text = formatPattern(pattern)
  if (text.length < 1 || text.length > 128) yield [`path "${text}" has not 1 to 128 characters`]
  if (pattern.kind !== 'regex' && !PATH_TEXT.test(text))
    yield [
      `path "${text}" begins with no /, or has characters that paths of rules cannot have`,
      'the query is a condition of its own; a regular expression begins with ~',
    ]
}

function* wrongValue(pattern: Pattern): Generator<Wrong> {
  const text = formatPattern(pattern)
  if (text.length < 1 || text.length > 128 || !PRINTABLE.test(text))
    yield [`"${text}" is no value of 1 to 128 printable characters`]
}

function patternsOf(condition: Condition): readonly Pattern[] {
  if ('patterns' in condition) return condition.patterns
  return 'pairs' in condition ? condition.pairs.map(({ value }) => value) : []
}

function* checkRegex({ kind, text }: Pattern, path: Path): Generator<Violation> {
  if (kind !== 'regex') return
  const wrong = whyNotRegex(text)
  if (wrong !== undefined)
    yield {
      code: 'REGEX_INVALID',
      message: `the regular expression ${text} cannot be read at character ${wrong.at + 1}: ${wrong.message}`,
      hint: 'regular expressions are those of RE2: no look-around and no back references',
      path,
    }
  else if (countGroups(text) > MAX_CAPTURES)
    yield {
      code: 'CAPTURE_COUNT',
      message: `the regular expression ${text} has ${countGroups(text)} groups, but a rule catches at most ${MAX_CAPTURES}`,
      hint: 'write (?:…) for a group that catches nothing',
      path,
    }
}
