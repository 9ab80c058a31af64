/** Conditions of forwarding rules that can be asked: facts/load-balancing 1.5. Within one any value will do (1.4). */
import type { Condition, Pair, StatusRange } from '../cloud/forwarding-rule.ts'
import type { Pattern } from '../cloud/pattern.ts'
import { compilePattern, REGEX_DEFAULTS, type RegexReadings } from './compiled-pattern.ts'
import { type HttpRequest, pairsOfCookie, pairsOfQuery } from './http-request.ts'
import type { HttpResponse } from './http-response.ts'

/** Does it hold? `response` is there in the response direction only. */
export type Test = (request: HttpRequest, response: HttpResponse | undefined) => boolean

export function compileCondition(condition: Condition, readings: RegexReadings = REGEX_DEFAULTS): Test {
  switch (condition.kind) {
    case 'host': {
      const matches = anyOf(condition.patterns, readings)
      return ({ host }) => matches(host)
    }
    case 'path': {
      const matches = anyOf(condition.patterns, readings)
      return ({ path }) => matches(path)
    }
    case 'header': {
      const { key } = condition
      const matches = anyOf(condition.patterns, readings)
      return ({ headers }) => {
        const value = headers.get(key)
        return value !== undefined && matches(value)
      }
    }
    case 'responseHeader': {
      const { key } = condition
      const matches = anyOf(condition.patterns, readings)
      return (_, response) => {
        const value = response?.headers.get(key)
        return value !== undefined && matches(value)
      }
    }
    case 'query': {
      const matches = anyPair(condition.pairs, readings)
      return ({ query }) => query !== '' && matches(pairsOfQuery(query))
    }
    case 'cookie': {
      const matches = anyPair(condition.pairs, readings)
      return ({ headers }) => {
        const cookie = headers.get('cookie')
        return cookie !== undefined && matches(pairsOfCookie(cookie))
      }
    }
    case 'method': {
      const methods = new Set(condition.methods)
      return ({ method }) => methods.has(method)
    }
    case 'sourceIp': {
      const { set } = condition
      return ({ source }) => set.has(source)
    }
    case 'responseStatus': {
      const { ranges } = condition
      return (_, response) => response !== undefined && isWithin(ranges, response.status)
    }
  }
}

function anyOf(patterns: readonly Pattern[], readings: RegexReadings): (text: string) => boolean {
  const compiled = patterns.map((pattern) => compilePattern(pattern, readings))
  const [only] = compiled
  if (compiled.length === 1 && only !== undefined) return (text) => only.matches(text)
  return (text) => {
    for (const pattern of compiled) if (pattern.matches(text)) return true
    return false
  }
}

/** Keys and values are compared whatever their case (1.5); the pairs of one condition are alternatives (1.4). */
function anyPair(
  pairs: readonly Pair[],
  readings: RegexReadings,
): (given: Iterable<readonly [string, string]>) => boolean {
  const wanted = pairs.map(({ key, value }) => ({ key, value: compilePattern(value, readings) }))
  return (given) => {
    for (const [key, value] of given) {
      const asked = key.toLowerCase()
      for (const pair of wanted)
        if (pair.key === asked && pair.value.matches(value.toLowerCase())) return true
    }
    return false
  }
}

function isWithin(ranges: readonly StatusRange[], status: number): boolean {
  for (const { first, last } of ranges) if (first <= status && status <= last) return true
  return false
}
