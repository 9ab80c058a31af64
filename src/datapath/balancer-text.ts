/** Requests, listeners and backends as they are told. */
import type { HttpRequest } from '../balancing/http-request.ts'
import type { Backend } from '../balancing/pool-view.ts'
import type { Listener } from '../cloud/listener.ts'
import { formatIpv4 } from '../net/ipv4.ts'

/** `http 80`. */
export function listenerText({ protocol, port }: Listener): string {
  return `${protocol} ${port}`
}

/** `172.16.1.5:8080`. */
export function backendText({ address, port }: Backend): string {
  return `${formatIpv4(address)}:${port}`
}

/** `GET shop.example.com/api?x=1`. */
export function requestText({ method, host, path, query }: HttpRequest): string {
  return `${method} ${host}${path}${query === '' ? '' : `?${query}`}`
}

/** Rules and servers that a sentence names before it only counts the others. */
const MOST_NAMED = 4

/** `a, b, c, d, 3 more`. */
export function someOf(texts: readonly string[]): string {
  const named = texts.slice(0, MOST_NAMED)
  if (texts.length > MOST_NAMED) named.push(`${texts.length - MOST_NAMED} more`)
  return named.join(', ')
}
