/** A request as rules see it: what arrived at a listener, and after a rewrite what goes to the server. */
import type { Ipv4 } from '../net/ipv4.ts'

export interface HttpRequest {
  readonly method: string
  readonly protocol: 'http' | 'https' | 'quic'
  /** The Host header in lower case, without its port. */
  readonly host: string
  /** Without the query; case counts (facts/load-balancing 1.5). */
  readonly path: string
  /** Behind the `?`, as it came; empty without one. */
  readonly query: string
  /** By the name in lower case. */
  readonly headers: ReadonlyMap<string, string>
  /** The TCP peer. */
  readonly source: Ipv4
  readonly sourcePort: number
}

/** A request in a few words; what is left out is `GET http://HOST/` from 0.0.0.0. */
export interface RequestWords {
  readonly method?: string
  readonly protocol?: HttpRequest['protocol']
  /** That of the header `Host` where it is left out. */
  readonly host?: string
  /** With or without a query. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly source?: Ipv4
  readonly sourcePort?: number
}

export function httpRequest({
  method = 'GET',
  protocol = 'http',
  host,
  path: target = '/',
  headers: words = {},
  source = 0,
  sourcePort = 0,
}: RequestWords): HttpRequest {
  const mark = target.indexOf('?')
  const headers = new Map(Object.entries(words).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method,
    protocol,
    host: withoutPort(host ?? headers.get('host') ?? '').toLowerCase(),
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
    source,
    sourcePort,
  }
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '')
}

/** Key and value pairs of a query, `a=1&b=2`: as they came, without decoding (assumed: the documents do not say). */
export function* pairsOfQuery(query: string): Generator<readonly [key: string, value: string]> {
  for (const part of query.split('&')) if (part !== '') yield splitPair(part)
}

/** Key and value pairs of a Cookie header, `a=1; b=2`. */
export function* pairsOfCookie(header: string): Generator<readonly [key: string, value: string]> {
  for (const part of header.split(';')) {
    const trimmed = part.trim()
    if (trimmed !== '') yield splitPair(trimmed)
  }
}

function splitPair(part: string): readonly [string, string] {
  const sign = part.indexOf('=')
  return sign < 0 ? [part, ''] : [part.slice(0, sign), part.slice(sign + 1)]
}
