/** A forwarding rule of an ALB listener, as it is written: facts/load-balancing 1.4, 1.5 and 1.7. */
import type { CidrSet } from '../net/cidr-set.ts'
import type { Origin } from './origin.ts'
import type { Pattern } from './pattern.ts'

export interface ForwardingRule {
  readonly name: string
  /** 1 to 10000, unique in its listener and direction; the smaller is asked first, and no other order counts (1.4). */
  readonly priority: number
  readonly direction: 'request' | 'response'
  /** All of them must hold (1.4). */
  readonly conditions: readonly Condition[]
  /** In the order in which they run; the last one of a request rule is final (1.7). */
  readonly actions: readonly Action[]
  readonly origin: Origin
}

/** One of its values must match (1.4). */
export type Condition =
  | { readonly kind: 'host' | 'path'; readonly patterns: readonly Pattern[] }
  /** `key` is in lower case. */
  | {
      readonly kind: 'header' | 'responseHeader'
      readonly key: string
      readonly patterns: readonly Pattern[]
    }
  | { readonly kind: 'query' | 'cookie'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'method'; readonly methods: readonly string[] }
  /** The TCP peer, not what a header says (1.5). `texts` are the entries as they were written. */
  | { readonly kind: 'sourceIp'; readonly set: CidrSet; readonly texts: readonly string[] }
  | { readonly kind: 'responseStatus'; readonly ranges: readonly StatusRange[] }

/** A key in lower case, and what its value must match, whatever its case (1.5). */
export interface Pair {
  readonly key: string
  readonly value: Pattern
}

/** Status codes from `first` to `last`, both included. */
export interface StatusRange {
  readonly first: number
  readonly last: number
}

export type Action = NonFinalAction | FinalAction

export type NonFinalAction =
  /**
   * Requests beyond it are answered with 503, or with `excess` (1.7); `perIpQps` counts each client address. Runs first,
   * wherever it stands.
   */
  | {
      readonly kind: 'trafficLimit'
      readonly qps?: number
      readonly perIpQps?: number
      readonly excess?: Extract<FinalAction, { readonly kind: 'redirect' | 'fixedResponse' }>
      /** Of a gateway of EAS, whose answer has no header of ALB (facts/deployment B.4). */
      readonly status?: 429
    }
  /** Of gateways of EAS, made by `gateway-front.ts`: another method is answered with 405, before any limit (facts/deployment B.4). */
  | { readonly kind: 'allowMethods'; readonly methods: readonly string[] }
  /** The same for `Authorization: TOKEN`, without a scheme: 401. It comes behind `allowMethods`, wherever they stand. */
  | { readonly kind: 'authorize'; readonly token: string }
  | { readonly kind: 'trafficMirror'; readonly group: string }
  | { readonly kind: 'cors'; readonly cors: Cors }
  | { readonly kind: 'insertHeader'; readonly key: string; readonly value: HeaderValue }
  | { readonly kind: 'removeHeader'; readonly key: string }
  /** For the server only; parts that are absent stay. */
  | ({ readonly kind: 'rewrite' } & AddressParts)

/** Exactly one in a rule, and the last (1.7). */
export type FinalAction =
  | { readonly kind: 'forward'; readonly groups: readonly WeightedGroup[]; readonly stickySeconds?: number }
  | ({
      readonly kind: 'redirect'
      readonly status: RedirectStatus
      readonly protocol?: string
    } & AddressParts & {
        readonly port?: string
      })
  | {
      readonly kind: 'fixedResponse'
      readonly status: number
      readonly content: string
      readonly type: string
    }

/** Texts with `${host}`, `${path}`, `${query}`, `${1}` in them; absent: as in the request. */
export interface AddressParts {
  readonly host?: string
  readonly path?: string
  readonly query?: string
}

export type RedirectStatus = 301 | 302 | 303 | 307 | 308

/** Weight 0 to 100 (1.7). */
export interface WeightedGroup {
  readonly group: string
  readonly weight: number
}

export type HeaderValue =
  | { readonly kind: 'userDefined'; readonly text: string }
  | { readonly kind: 'referenceHeader'; readonly header: string }
  | {
      readonly kind: 'systemDefined'
      readonly variable: 'ClientSrcPort' | 'ClientSrcIp' | 'Protocol' | 'SLBId' | 'SLBPort'
    }

/** What ALB says to browsers, and the pre-flight requests that it answers itself (1.7). */
export interface Cors {
  readonly origins: readonly string[]
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  readonly exposeHeaders: readonly string[]
  readonly credentials: boolean
  readonly maxAgeS: number
}
