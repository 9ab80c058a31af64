/** What clients that keep cookies do with those of a balancer (facts/load-balancing 1.7, 1.8, 2.3). */
import type { Forward } from '../balancing/forward.ts'
import type { GroupChoice } from '../balancing/group-choice.ts'
import { cookieName, cookieToSet } from '../balancing/sticky.ts'
import type { BackendPool } from '../cloud/backend-pool.ts'

/** The group that the client sticks to, or a new one, which it keeps from now on. */
export function groupByCookie(choice: GroupChoice, forward: Forward, jar: Map<string, string>): string {
  const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = new Map([...forward.request.headers, ['cookie', cookies]])
  const { group, setCookie = '' } = choice.choose({ ...forward, request: { ...forward.request, headers } })
  const [name, value] = setCookie.split(';')[0]!.split('=')
  if (name && value) jar.set(name, value)
  return group
}

/** The client keeps what the answer of the server sets. The application sets its own cookie where the client has none (assumed). */
export function keepCookie(
  pool: BackendPool,
  server: string,
  jar: Map<string, string>,
  status: number,
  nowUs: number,
): void {
  if (pool.sticky === undefined) return
  const name = cookieName(pool.sticky)
  const had = jar.get(name)
  const named = had?.slice(0, had.lastIndexOf('|'))
  if (named === server) return
  const cookie = cookieToSet(pool, server, named, { status, setsCookies: [name] }, nowUs)
  if (cookie !== undefined) jar.set(name, cookie.value)
}
