/** What an HTTP or HTTPS listener of CLB makes of a request: facts/load-balancing 2.3, 2.6 and 2.8. */
import { type Assumptions, assumptionsWith } from '../cloud/assumptions.ts'
import type { ClbHttpListener } from '../cloud/listener.ts'
import { type Answer, answered } from './answer.ts'
import type { Forward } from './forward.ts'
import { addForwardedHeaders } from './forwarded-headers.ts'
import type { HttpRequest } from './http-request.ts'
import { refusalOf } from './request-checks.ts'
import type { Routed } from './routed.ts'
import { NO_URL_RULE, UrlRuleTable } from './url-rules.ts'

/** A listener that can be asked. */
export interface CompiledClb {
  readonly listener: ClbHttpListener
  /** What servers see as `SLB-ID`: the name of the balancer. */
  readonly balancer: string
  readonly rules: UrlRuleTable
}

export function compileClb(
  listener: ClbHttpListener,
  balancer: string,
  { clbUrlMiss }: Assumptions = assumptionsWith(),
): CompiledClb {
  return { listener, balancer, rules: UrlRuleTable.of(listener.urlRules, clbUrlMiss) }
}

/** Checks, then the redirect to HTTPS, then rules, then the group of the listener. */
export function routeClb({ listener, balancer, rules }: CompiledClb, request: HttpRequest): Routed {
  const refusal = refusalOf(request, listener.protocol)
  if (refusal !== undefined) return routed('checks', refusal)
  if (listener.forwardPort !== undefined)
    return routed('redirection', redirectTo(listener.forwardPort, request))
  const rank = rules.take(request)
  const rule = rank === NO_URL_RULE ? undefined : rules.rules[rank]!
  const group = rule?.group ?? listener.defaultGroup
  // An empty group is 503 (2.8, assumed), and so is none.
  if (group === undefined) return routed('default', answered(503, 'groupAbsent'))
  const headers = new Map(request.headers)
  addForwardedHeaders(headers, listener, request, { id: balancer, port: listener.port })
  return {
    ...routed(rule === undefined ? 'default' : 'rule', {
      kind: 'forward',
      ruleId: `${balancer}/${listener.name}/${rule?.name ?? 'default'}`,
      groups: [{ group, weight: 100 }],
      request: { ...request, headers },
    }),
    rank,
    ...(rule !== undefined && { rule }),
  }
}

function routed(by: Routed['by'], outcome: Answer | Forward): Routed {
  return { by, rank: NO_URL_RULE, mirrors: [], outcome }
}

/** `ListenerForward` answers with 302, as the CLB documents on redirection from HTTP to HTTPS say. */
function redirectTo(port: number, { host, path, query }: HttpRequest): Answer {
  const authority = port === 443 ? host : `${host}:${port}`
  const location = `https://${authority}${path}${query === '' ? '' : `?${query}`}`
  return answered(302, 'redirect', [['location', location]])
}
