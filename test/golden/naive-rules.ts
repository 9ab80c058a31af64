/**
 * Forwarding rules as facts/load-balancing 1.4 to 1.6 tell them: a loop over the list, condition by condition, with patterns
 * turned into regular expressions of the language. The specification that `RuleList` is held against.
 */
import type { Condition, ForwardingRule } from '../../src/cloud/forwarding-rule.ts'
import type { Pattern } from '../../src/cloud/pattern.ts'

export interface NaiveRequest {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: string
  readonly headers: ReadonlyMap<string, string>
  readonly source: number
}

/** The rule with the smallest priority whose conditions all hold. */
export function firstMatchNaively(
  rules: readonly ForwardingRule[],
  request: NaiveRequest,
  response?: { status: number; headers: ReadonlyMap<string, string> },
): ForwardingRule | undefined {
  return [...rules]
    .sort((a, b) => a.priority - b.priority)
    .find(({ conditions }) => conditions.every((condition) => holds(condition, request, response)))
}

function holds(
  condition: Condition,
  request: NaiveRequest,
  response: { status: number; headers: ReadonlyMap<string, string> } | undefined,
): boolean {
  switch (condition.kind) {
    case 'host':
      return condition.patterns.some((pattern) => matches(pattern, request.host))
    case 'path':
      return condition.patterns.some((pattern) => matches(pattern, request.path))
    case 'header':
      return condition.patterns.some((pattern) => matches(pattern, request.headers.get(condition.key)))
    case 'responseHeader':
      return condition.patterns.some((pattern) => matches(pattern, response?.headers.get(condition.key)))
    case 'query': {
      const given = new URLSearchParams()
      for (const part of request.query.split('&')) {
        const [key, ...value] = part.split('=')
        given.append(key!.toLowerCase(), value.join('=').toLowerCase())
      }
      return condition.pairs.some(({ key, value }) => given.getAll(key).some((one) => matches(value, one)))
    }
    case 'cookie': {
      const given = (request.headers.get('cookie') ?? '').split(';').map((part) => {
        const [key, ...value] = part.trim().split('=')
        return { key: key!.toLowerCase(), value: value.join('=').toLowerCase() }
      })
      return condition.pairs.some(({ key, value }) =>
        given.some((one) => one.key === key && matches(value, one.value)),
      )
    }
    case 'method':
      return condition.methods.includes(request.method)
    case 'sourceIp':
      return condition.set.has(request.source)
    case 'responseStatus':
      return condition.ranges.some(
        ({ first, last }) => response !== undefined && response.status >= first && response.status <= last,
      )
  }
}

/** 1.6 */
function matches({ kind, text }: Pattern, asked: string | undefined): boolean {
  if (asked === undefined) return false
  if (kind === 'exact') return asked === text
  if (kind === 'regex') return new RegExp(text, 's').test(asked)
  const source = [...text]
    .map((char) => (char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`, 's').test(asked)
}
