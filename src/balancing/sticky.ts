/**
 * Sticky sessions by cookie, of ALB and of CLB layer 7 (facts/load-balancing 1.8, 2.3). The client carries what there is to remember, so
 * the balancer keeps nothing. What Alibaba writes into the cookie is not published; ours names the server and the second in which
 * it was issued, and its time runs from there.
 */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { StickySession } from '../cloud/server-group.ts'

export const INSERTED_COOKIE = 'SERVERID'

const SECOND_US = 1_000_000

export interface SetCookie {
  readonly name: string
  readonly value: string
  /** Absent: until the client ends its session. */
  readonly maxAgeS?: number
}

/** What the answer of a server has to do with cookies. */
export interface CookieAnswer {
  readonly status: number
  /** Names of the cookies that the application itself sets. */
  readonly setsCookies?: readonly string[]
}

export function cookieName(sticky: StickySession): string {
  return sticky.kind === 'insert' ? INSERTED_COOKIE : sticky.cookie
}

/** The key of the server that a cookie of ours names; `undefined` for a foreign value, or when its time is over. */
export function serverOfCookie(sticky: StickySession, value: string, nowUs: number): string | undefined {
  const bar = value.lastIndexOf('|')
  const issued = value.slice(bar + 1)
  if (bar <= 0 || !/^\d+$/.test(issued)) return undefined
  if (sticky.kind === 'insert' && nowUs >= Number(issued) * SECOND_US + sticky.timeoutUs) return undefined
  return value.slice(0, bar)
}

/**
 * The cookie that the balancer adds to an answer of `server`. `named` is the server that the request's cookie named: who
 * comes back with a good one gets no new one. `server` mode only rewrites what the application sets. CLB adds none to a 4xx (2.3).
 */
export function cookieToSet(
  { product, sticky }: BackendPool,
  server: string,
  named: string | undefined,
  answer: CookieAnswer,
  nowUs: number,
): SetCookie | undefined {
  if (sticky === undefined) return undefined
  const name = cookieName(sticky)
  const value = `${server}|${Math.floor(nowUs / SECOND_US)}`
  if (sticky.kind === 'server') return answer.setsCookies?.includes(name) ? { name, value } : undefined
  const isClientError = answer.status >= 400 && answer.status < 500
  if (named === server || (product === 'clbHttp' && isClientError)) return undefined
  return { name, value, maxAgeS: Math.floor(sticky.timeoutUs / SECOND_US) }
}
