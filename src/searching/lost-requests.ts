/** Requests to one application that got a 5xx or no answer. */
import { NO_STATUS, type RequestError } from '../trace/request-record.ts'
import type { Outcome } from './outcome.ts'

/** `17 requests of flow buy got 502 (BACKEND_STALE)`, of the largest group of them; undefined: none was lost. */
export function lostRequests({ summary }: Outcome, app: string): string | undefined {
  let worst: { readonly flow: string; readonly error: RequestError } | undefined
  for (const { flow, total } of summary.requests ?? []) {
    const isAsked = total.backends.some(({ server }) => isOf(server, app))
    for (const error of total.errors) {
      if (error.failed === 0 || (error.status !== NO_STATUS && error.status < 500)) continue
      // Where nobody was picked, the one who was not there counts.
      const isOurs = error.servers.length === 0 ? isAsked : error.servers.some((server) => isOf(server, app))
      if (isOurs && error.failed > (worst?.error.failed ?? 0)) worst = { flow, error }
    }
  }
  if (worst === undefined) return undefined
  const { flow, error } = worst
  const got = error.status === NO_STATUS ? 'no answer' : error.status
  return `${error.failed} ${error.failed === 1 ? 'request' : 'requests'} of flow ${flow} got ${got} (${error.code})`
}

/** Instances are named by their application: `shop-4`. */
function isOf(server: string, app: string): boolean {
  return server.startsWith(`${app}-`) && /^\d+$/.test(server.slice(app.length + 1))
}
