/**
 * Domain and URL rules as facts/load-balancing 2.6 tells them: the domain first, by comparing all of them, then the longest
 * URL by trying every length. The specification that `UrlRuleTable` is held against.
 */
import type { UrlRule } from '../../src/cloud/listener.ts'

export interface NaiveUrlRequest {
  readonly host: string
  readonly path: string
  readonly query: string
}

type Miss = 'domainless' | 'listener' | 'wider'

/** The rule that takes the request; undefined: the group of the listener does. */
export function takeNaively(
  rules: readonly UrlRule[],
  request: NaiveUrlRequest,
  miss: Miss = 'domainless',
): UrlRule | undefined {
  const labels = request.host.split('.')
  // The host itself, then `*.` before ever fewer of its last labels, where the `*` stands for something.
  const wildcards = labels.slice(1).map((_, at) => ({
    star: labels.slice(0, at + 1).join('.'),
    text: `*.${labels.slice(at + 1).join('.')}`,
  }))
  const domains = [request.host, ...wildcards.filter(({ star }) => star !== '').map(({ text }) => text)]
  for (const domain of domains) {
    const ofDomain = rules.filter((rule) => rule.domain === domain)
    if (ofDomain.length === 0) continue
    const found = longestNaively(ofDomain, request)
    if (found !== undefined) return found
    if (miss === 'listener') return undefined
    if (miss === 'domainless') break
  }
  return longestNaively(
    rules.filter(({ domain }) => domain === undefined),
    request,
  )
}

function longestNaively(rules: readonly UrlRule[], { path, query }: NaiveUrlRequest): UrlRule | undefined {
  const target = query === '' ? path : `${path}?${query}`
  for (let length = target.length; length >= 0; length--) {
    const found = rules.find(({ url }) => (url ?? '') === target.slice(0, length))
    if (found !== undefined) return found
  }
  return undefined
}
