/** Actions of forwarding rules in a few words, as a scenario file writes them: facts/load-balancing 1.7 with its defaults. */
import type {
  Action,
  AddressParts,
  FinalAction,
  HeaderValue,
  RedirectStatus,
} from '../cloud/forwarding-rule.ts'

/** Exactly one key, but for `stickySeconds` beside `forward`. */
export type ActionWords =
  /** A group, or groups with their weights. */
  | { readonly forward: string | Readonly<Record<string, number>>; readonly stickySeconds?: number }
  /** `https`: there, to port 443, with 301. */
  | { readonly redirect: 'https' | RedirectWords }
  /** A status, or more. */
  | { readonly fixedResponse: number | FixedResponseWords }
  /** A path, or several parts. */
  | { readonly rewrite: string | AddressParts }
  /** `{ 'x-env': 'gray' }` */
  | { readonly insertHeader: Readonly<Record<string, InsertedWords>> }
  | { readonly removeHeader: string }
  /** Requests a second, or more. */
  | { readonly trafficLimit: number | TrafficLimitWords }
  /** A group that gets a copy. */
  | { readonly trafficMirror: string }
  | { readonly cors: CorsWords }

export interface RedirectWords extends AddressParts {
  /** 301 by default. */
  readonly status?: RedirectStatus
  readonly protocol?: string
  readonly port?: number | string
}

export interface FixedResponseWords {
  readonly status: number
  readonly content?: string
  /** `text/plain` by default. */
  readonly type?: string
}

/** A text, the value of another header, or what the balancer knows. */
export type InsertedWords =
  | string
  | { readonly header: string }
  | { readonly system: Extract<HeaderValue, { readonly kind: 'systemDefined' }>['variable'] }

export interface TrafficLimitWords {
  readonly qps?: number
  readonly perIpQps?: number
  /** What comes instead of 503. */
  readonly excess?:
    | { readonly redirect: 'https' | RedirectWords }
    | { readonly fixedResponse: number | FixedResponseWords }
}

export interface CorsWords {
  /** `*` by default. */
  readonly origins?: readonly string[]
  readonly methods?: readonly string[]
  readonly headers?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  /** On by default (1.7). */
  readonly credentials?: boolean
  /** 172800 by default. */
  readonly maxAgeS?: number
}

const METHODS = ['GET', 'PUT', 'DELETE', 'POST', 'PATCH']

/** An action for each header that is inserted; of everything else one. */
export function readActions(words: ActionWords): Action[] {
  if ('forward' in words) {
    const { forward, stickySeconds } = words
    const weights = typeof forward === 'string' ? { [forward]: 100 } : forward
    const groups = Object.entries(weights).map(([group, weight]) => ({ group, weight }))
    return [{ kind: 'forward', groups, ...(stickySeconds !== undefined && { stickySeconds }) }]
  }
  if ('redirect' in words) return [readRedirect(words.redirect)]
  if ('fixedResponse' in words) return [readFixedResponse(words.fixedResponse)]
  if ('rewrite' in words) {
    const { rewrite } = words
    return [{ kind: 'rewrite', ...(typeof rewrite === 'string' ? { path: rewrite } : rewrite) }]
  }
  if ('insertHeader' in words)
    return Object.entries(words.insertHeader).map(([key, value]) => ({
      kind: 'insertHeader',
      key: key.toLowerCase(),
      value: readValue(value),
    }))
  if ('removeHeader' in words) return [{ kind: 'removeHeader', key: words.removeHeader.toLowerCase() }]
  if ('trafficMirror' in words) return [{ kind: 'trafficMirror', group: words.trafficMirror }]
  if ('cors' in words) return [readCors(words.cors)]
  return [readLimit(words.trafficLimit)]
}

type Redirect = Extract<FinalAction, { readonly kind: 'redirect' }>
type FixedResponse = Extract<FinalAction, { readonly kind: 'fixedResponse' }>

function readRedirect(words: 'https' | RedirectWords): Redirect {
  if (words === 'https') return { kind: 'redirect', status: 301, protocol: 'HTTPS', port: '443' }
  const { status = 301, port, ...parts } = words
  return { kind: 'redirect', status, ...parts, ...(port !== undefined && { port: String(port) }) }
}

function readFixedResponse(words: number | FixedResponseWords): FixedResponse {
  const { status, content = '', type = 'text/plain' } = typeof words === 'number' ? { status: words } : words
  return { kind: 'fixedResponse', status, content, type }
}

function readLimit(words: number | TrafficLimitWords): Action {
  if (typeof words === 'number') return { kind: 'trafficLimit', qps: words }
  const { excess, ...limits } = words
  if (excess === undefined) return { kind: 'trafficLimit', ...limits }
  const instead =
    'redirect' in excess ? readRedirect(excess.redirect) : readFixedResponse(excess.fixedResponse)
  return { kind: 'trafficLimit', ...limits, excess: instead }
}

function readValue(words: InsertedWords): HeaderValue {
  if (typeof words === 'string') return { kind: 'userDefined', text: words }
  if ('system' in words) return { kind: 'systemDefined', variable: words.system }
  return { kind: 'referenceHeader', header: words.header.toLowerCase() }
}

function readCors(words: CorsWords): Action {
  const { origins = ['*'], methods = METHODS, headers = [], exposeHeaders = [] } = words
  const { credentials = true, maxAgeS = 172_800 } = words
  return { kind: 'cors', cors: { origins, methods, headers, exposeHeaders, credentials, maxAgeS } }
}
