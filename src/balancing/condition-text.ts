/** Conditions of forwarding rules in words, as a person would say them. */
import type { Condition } from '../cloud/forwarding-rule.ts'
import type { UrlRule } from '../cloud/listener.ts'
import { formatPattern } from '../cloud/pattern.ts'
import type { UrlRuleMiss } from './url-rule-story.ts'

/** `path /api/* or /v1/*`, `header x-env gray`, `source 10.0.0.0/8`. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'host':
    case 'path':
      return `${condition.kind} ${anyOf(condition.patterns.map(formatPattern))}`
    case 'header':
      return `header ${condition.key} ${anyOf(condition.patterns.map(formatPattern))}`
    case 'responseHeader':
      return `response header ${condition.key} ${anyOf(condition.patterns.map(formatPattern))}`
    case 'query':
    case 'cookie':
      return `${condition.kind} ${anyOf(condition.pairs.map(({ key, value }) => `${key}=${formatPattern(value)}`))}`
    case 'method':
      return `method ${anyOf(condition.methods)}`
    case 'sourceIp':
      return `source ${anyOf(condition.texts)}`
    case 'responseStatus':
      return `status ${anyOf(condition.ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)))}`
  }
}

/** `it asks for path /api/*, and the path is /shop`; `given` is what the request has there. */
export function mismatchText(condition: Condition, given: string | undefined): string {
  const noun = conditionNoun(condition)
  const has =
    given === undefined ? `there is no such ${noun}` : `the ${noun} is ${given === '' ? 'empty' : given}`
  return `it asks for ${conditionText(condition)}, and ${has}`
}

/** What it looks at, in one word. */
export function conditionNoun({ kind }: Condition): string {
  return NOUNS[kind]
}

const NOUNS: Readonly<Record<Condition['kind'], string>> = {
  host: 'host',
  path: 'path',
  header: 'header',
  responseHeader: 'header',
  query: 'parameter',
  cookie: 'cookie',
  method: 'method',
  sourceIp: 'source',
  responseStatus: 'status',
}

/** Why a rule of CLB did not get a request. */
export function urlMissText(miss: UrlRuleMiss, { domain, url }: UrlRule, host: string): string {
  switch (miss) {
    case 'domain':
      return `its domain is ${domain}, and the host is ${host === '' ? 'empty' : host}`
    case 'url':
      return `the request does not begin with ${url}`
    case 'lessSpecificDomain':
      return `a more specific domain than ${domain ?? 'any'} was chosen, and there is no way back`
    case 'shorterUrl':
      return `a longer URL than ${url ?? 'none'} takes it`
  }
}

function anyOf(texts: readonly string[]): string {
  return texts.length <= 2 ? texts.join(' or ') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}
