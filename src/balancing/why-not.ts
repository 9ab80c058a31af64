/** Why a request did not take a rule: the first condition of it that does not hold (facts/load-balancing 1.4). */
import type { Condition, ForwardingRule } from '../cloud/forwarding-rule.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { compileCondition } from './compiled-condition.ts'
import { type HttpRequest, pairsOfCookie, pairsOfQuery } from './http-request.ts'
import type { HttpResponse } from './http-response.ts'
import { NO_RULE, type RuleList } from './rule-list.ts'

export interface PassedOver {
  readonly rule: ForwardingRule
  /** The first condition that fails, and its index. */
  readonly condition: Condition
  readonly index: number
  /** What the request had in that place; absent: nothing. */
  readonly given?: string
}

/** Of every rule that was asked before the one at `rank`, in the order of priority; before the default rule that is all. */
export function whyNot(
  list: RuleList,
  rank: number,
  request: HttpRequest,
  response?: HttpResponse,
): PassedOver[] {
  return list.rules.slice(0, rank === NO_RULE ? undefined : rank).map((rule) => {
    const index = rule.conditions.findIndex(
      (condition) => !compileCondition(condition, list.readings)(request, response),
    )
    const condition = rule.conditions[index]
    if (condition === undefined) throw new RangeError(`rule ${rule.name} matches`)
    const given = givenIn(condition, request, response)
    return { rule, condition, index, ...(given !== undefined && { given }) }
  })
}

function givenIn(
  condition: Condition,
  request: HttpRequest,
  response: HttpResponse | undefined,
): string | undefined {
  switch (condition.kind) {
    case 'host':
      return request.host
    case 'path':
      return request.path
    case 'method':
      return request.method
    case 'header':
      return request.headers.get(condition.key)
    case 'responseHeader':
      return response?.headers.get(condition.key)
    case 'query':
      return givenPairs(condition, pairsOfQuery(request.query))
    case 'cookie':
      return givenPairs(condition, pairsOfCookie(request.headers.get('cookie') ?? ''))
    case 'sourceIp':
      return formatIpv4(request.source)
    case 'responseStatus':
      return response === undefined ? undefined : String(response.status)
  }
}

/** The pairs whose keys the condition asks for. */
function givenPairs(
  { pairs }: Extract<Condition, { readonly kind: 'query' | 'cookie' }>,
  given: Iterable<readonly [string, string]>,
): string | undefined {
  const asked = new Set(pairs.map(({ key }) => key))
  const found = [...given].filter(([key]) => asked.has(key.toLowerCase()))
  return found.length === 0 ? undefined : found.map(([key, value]) => `${key}=${value}`).join(', ')
}
