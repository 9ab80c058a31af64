/** A listener of a CLB in a few words, for programs that route requests without a file: facts/load-balancing 2.3 and 2.6. */
import { assumptionsWith, type ChosenReadings } from '../cloud/assumptions.ts'
import type { ClbHttpListener, UrlRule } from '../cloud/listener.ts'
import { unwritten } from '../cloud/origin.ts'
import { type CompiledClb, compileClb } from './route-clb.ts'

export interface ClbWords {
  /** `http` by default. */
  readonly protocol?: ClbHttpListener['protocol']
  /** 80 by default; 443 for HTTPS. */
  readonly port?: number
  /** In any order: the most specific domain wins, then the longest URL (2.6). */
  readonly rules?: readonly UrlRuleWords[]
  /** The group of the listener; absent: 503 for what no rule takes. */
  readonly default?: string
  /** `ListenerForward`: every request is redirected to this HTTPS port. */
  readonly forwardPort?: number
  readonly forwardedFor?: 'append' | 'remove'
  /** Such as `x-forwarded-proto`, `slb-id`. */
  readonly addedHeaders?: readonly string[]
  /** Of the balancer: `clb` by default. */
  readonly balancer?: string
  /** Of the listener: its protocol by default. */
  readonly name?: string
  /** Open points of the documents, where another reading than the default is meant (`docs/assumptions.md`). */
  readonly assumptions?: ChosenReadings
}

/** A domain, a URL, or both: `{ domain: '*.example.com', url: '/api', group: 'api' }`. */
export interface UrlRuleWords {
  /** `rule1`, `rule2`, … by their place in the list. */
  readonly name?: string
  readonly domain?: string
  readonly url?: string
  readonly group: string
}

/** A listener with its defaults (2.3), ready for `route`. Throws a RangeError where two rules have the same domain and URL, or one has neither. */
export function clbListener(words: ClbWords): CompiledClb {
  const { protocol = 'http', rules = [], forwardedFor = 'append', addedHeaders = [] } = words
  const { port = protocol === 'http' ? 80 : 443, name = protocol, balancer = 'clb' } = words
  const listener: ClbHttpListener = {
    kind: 'clbHttp',
    name,
    protocol,
    port,
    urlRules: urlRules(rules),
    ...(words.default !== undefined && { defaultGroup: words.default }),
    ...(words.forwardPort !== undefined && { forwardPort: words.forwardPort }),
    scheduler: 'wrr',
    idleTimeoutUs: 15_000_000,
    requestTimeoutUs: 60_000_000,
    certificates: [],
    forwardedFor,
    addedHeaders: addedHeaders.map((header) => header.toLowerCase()),
    origin: unwritten(`loadBalancers.${balancer}.listeners.${name}`),
  }
  return compileClb(listener, balancer, assumptionsWith(words.assumptions))
}

function urlRules(words: readonly UrlRuleWords[]): UrlRule[] {
  const keys = new Set<string>()
  return words.map(({ domain, url, group, name }, index) => {
    const key = `${domain?.toLowerCase() ?? ''}${url ?? ''}`
    if (key === '') throw new RangeError(`rule ${index + 1} has neither a domain nor a URL`)
    if (keys.has(key)) throw new RangeError(`two rules have ${key}`)
    keys.add(key)
    const named = name ?? `rule${index + 1}`
    return {
      name: named,
      group,
      ...(domain !== undefined && { domain: domain.toLowerCase() }),
      ...(url !== undefined && { url }),
      origin: unwritten(`rules.${named}`),
    }
  })
}
