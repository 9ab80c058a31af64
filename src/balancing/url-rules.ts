/**
 * Which rule of a CLB listener takes a request (facts/load-balancing 2.6)? The most specific domain first – exact, then the
 * narrower wildcard, then the wider – and within it the longest URL that the request begins with, as plain text. There are
 * no priorities: the order of the file does not count.
 */
import type { Assumptions } from '../cloud/assumptions.ts'
import type { UrlRule } from '../cloud/listener.ts'
import type { HttpRequest } from './http-request.ts'
import { PathForest } from './path-forest.ts'
import { PathTree } from './path-tree.ts'

/** No rule takes it: the group of the listener does. */
export const NO_URL_RULE = -1

/** What comes after a domain that has rules, of which none has the URL: `assume.clbUrlMiss`. */
export type UrlMissReading = Assumptions['clbUrlMiss']

export class UrlRuleTable {
  readonly rules: readonly UrlRule[]
  readonly #byDomain = new Map<string, Urls>()
  /** By what stands behind the `*` of a wildcard: `.example.com`. */
  readonly #bySuffix = new Map<string, Urls>()
  readonly #anyDomain: Urls
  readonly #miss: UrlMissReading
  /** Some URL has a `?` in it, so queries are part of what is compared. */
  readonly #readsQueries: boolean

  private constructor(rules: readonly UrlRule[], miss: UrlMissReading) {
    this.rules = rules
    this.#miss = miss
    this.#readsQueries = rules.some(({ url }) => url?.includes('?'))
    const indices = new Map(rules.map((rule, index) => [rule, index]))
    const longestFirst = rules.toSorted((a, b) => (b.url ?? '').length - (a.url ?? '').length)
    const byDomain = new Map<string | undefined, Numbered[]>()
    for (const rule of longestFirst) {
      const numbered = { rule, index: indices.get(rule)! }
      const beside = byDomain.get(rule.domain)
      if (beside === undefined) byDomain.set(rule.domain, [numbered])
      else beside.push(numbered)
    }
    this.#anyDomain = urlsOf(byDomain.get(undefined) ?? [])
    for (const [domain, numbered] of byDomain)
      if (domain?.startsWith('*.')) this.#bySuffix.set(domain.slice(1), urlsOf(numbered))
      else if (domain !== undefined) this.#byDomain.set(domain, urlsOf(numbered))
  }

  /** Of rules with unique keys, in any order. */
  static of(rules: readonly UrlRule[], miss: UrlMissReading = 'domainless'): UrlRuleTable {
    return new UrlRuleTable(rules, miss)
  }

  /** Index in `rules` of the one that takes it, or `NO_URL_RULE`. */
  take(request: HttpRequest): number {
    const target = this.#targetOf(request)
    const { host } = request
    const exact = this.#byDomain.get(host)
    if (exact !== undefined) {
      const index = longest(exact, target)
      if (index !== NO_URL_RULE) return index
      if (this.#miss !== 'wider') return this.#withoutDomain(target, this.#miss)
    }
    if (this.#bySuffix.size > 0)
      for (let at = host.indexOf('.', 1); at >= 0; at = host.indexOf('.', at + 1)) {
        const urls = this.#bySuffix.get(host.slice(at))
        if (urls === undefined) continue
        const index = longest(urls, target)
        if (index !== NO_URL_RULE) return index
        if (this.#miss !== 'wider') return this.#withoutDomain(target, this.#miss)
      }
    return longest(this.#anyDomain, target)
  }

  #withoutDomain(target: string, miss: UrlMissReading): number {
    return miss === 'listener' ? NO_URL_RULE : longest(this.#anyDomain, target)
  }

  /** What URLs are compared with. A `?` may stand in one (2.6), so the query belongs to it (our reading). */
  #targetOf({ path, query }: HttpRequest): string {
    return this.#readsQueries && query !== '' ? `${path}?${query}` : path
  }
}

/** An absent domain covers every host, a wildcard several levels (2.6). */
export function coversHost(domain: string | undefined, host: string): boolean {
  if (domain === undefined) return true
  if (!domain.startsWith('*.')) return domain === host
  return host.length >= domain.length && host.endsWith(domain.slice(1))
}

interface Numbered {
  readonly rule: UrlRule
  readonly index: number
}

/** The rules of one domain. */
interface Urls {
  readonly forest: PathForest
  /** By the rank in the tree, the longest URL first. */
  readonly indices: readonly number[]
}

function urlsOf(longestFirst: readonly Numbered[]): Urls {
  const tree = new PathTree()
  for (const [rank, { rule }] of longestFirst.entries())
    tree.add(rule.url ?? '', 'prefix', { rank, rest: [] })
  // The only root stands at 0.
  return { forest: PathForest.of([tree]).forest, indices: longestFirst.map(({ index }) => index) }
}

function longest({ forest, indices }: Urls, target: string): number {
  const rank = forest.best(0, target, indices.length)
  return rank === indices.length ? NO_URL_RULE : indices[rank]!
}
