/** The answer of a server on its way back through an ALB: facts/load-balancing 1.3 step 10. */
import type { ForwardingRule } from '../cloud/forwarding-rule.ts'
import type { CompiledAlb } from './alb-listener.ts'
import { corsHeaders } from './cors.ts'
import { editHeaders } from './header-edits.ts'
import type { HttpResponse } from './http-response.ts'
import type { RoutedByAlb } from './route-alb.ts'

export interface Responded extends HttpResponse {
  /** The rule of the response direction that matched; absent: it passes unchanged (1.4). */
  readonly rule?: ForwardingRule
}

/**
 * What the client gets of `response`. Conditions see the rewritten request, and the response with the status that is shown
 * and what CORS adds (assumed).
 */
export function respondAlb(
  alb: CompiledAlb,
  { outcome, cors }: RoutedByAlb,
  response: HttpResponse,
): Responded {
  if (outcome.kind !== 'forward') throw new RangeError('no server was asked, so none can have answered')
  const { request } = outcome
  const status = shownStatus(response.status)
  const headers = new Map(response.headers)
  if (cors !== undefined) for (const [name, value] of corsHeaders(cors, request)) headers.set(name, value)
  const rank = alb.responseRules.firstMatch(request, { status, headers })
  const rule = alb.responseRules.rules[rank]
  if (rule === undefined) return { status, headers }
  const editor = { id: alb.balancer, port: alb.listener.port }
  for (const edit of alb.responseEdits[rank]!) editHeaders(headers, edit, request, editor)
  return { status, headers, rule }
}

/** A server's own 504 or 444 is shown as 502 (1.11). */
function shownStatus(status: number): number {
  return status === 504 || status === 444 ? 502 : status
}
