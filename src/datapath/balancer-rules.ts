/** What a listener makes of a request, as the data path asks it: the machinery of `balancing/`, and none at layer 4. */
import { type CompiledAlb, compileAlb } from '../balancing/alb-listener.ts'
import { compileCondition } from '../balancing/compiled-condition.ts'
import type { HttpRequest } from '../balancing/http-request.ts'
import { routeAlb } from '../balancing/route-alb.ts'
import { type CompiledClb, compileClb, routeClb } from '../balancing/route-clb.ts'
import type { Routed } from '../balancing/routed.ts'
import { coversHost } from '../balancing/url-rules.ts'
import type { Assumptions } from '../cloud/assumptions.ts'
import { clbKey, nlbKey } from '../cloud/backend-pool.ts'
import type { AlbListener, ClbHttpListener, Listener } from '../cloud/listener.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'

/** A listener of layer 7 that can be asked. */
export type CompiledRouting =
  | { readonly kind: 'alb'; readonly compiled: CompiledAlb }
  | { readonly kind: 'clb'; readonly compiled: CompiledClb }

export function compileRouting(
  { name }: LoadBalancer,
  listener: Listener,
  assumptions: Assumptions,
): CompiledRouting | undefined {
  switch (listener.kind) {
    case 'alb':
      return { kind: 'alb', compiled: compileAlb(listener, name, assumptions) }
    case 'clbHttp':
      return { kind: 'clb', compiled: compileClb(listener, name, assumptions) }
    case 'clbStream':
    case 'nlb':
      return undefined
  }
}

/** Limits count over time, and a question about one request meets none (1.7). */
export function routeRequest(routing: CompiledRouting, request: HttpRequest): Routed {
  return routing.kind === 'alb' ? routeAlb(routing.compiled, request) : routeClb(routing.compiled, request)
}

/** The key of the pool that a group is, for whoever comes by that listener and rule. */
export function poolKeyFor(
  { kind, name }: LoadBalancer,
  listener: Listener,
  group: string,
  rule: string | undefined,
): string {
  if (kind === 'alb' || kind === 'eas') return group
  if (kind === 'nlb') return nlbKey(name, group)
  const isOwn =
    listener.kind === 'clbHttp' && listener.urlRules.some((one) => one.name === rule && one.own !== undefined)
  return clbKey(name, listener.name, group, isOwn ? rule : undefined)
}

/** No rule has taken a request, and the listener has no group: whether rules lack its host, or only its path and the rest. */
export function whatIsUnmatched(
  listener: AlbListener | ClbHttpListener,
  request: HttpRequest,
): 'host' | 'path' | 'nothing' {
  const fits =
    listener.kind === 'alb'
      ? listener.rules
          .filter(({ direction }) => direction === 'request')
          .map(({ conditions }) =>
            conditions
              .filter(({ kind }) => kind === 'host')
              .every((one) => compileCondition(one)(request, undefined)),
          )
      : listener.urlRules.map(({ domain }) => coversHost(domain, request.host))
  if (fits.length === 0) return 'nothing'
  return fits.includes(true) ? 'path' : 'host'
}
