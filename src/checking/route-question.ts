/**
 * Which rule of a listener gets this request, and what does the client see? A question about configuration alone: who of a
 * group is in rotation is a matter of the instant (`route-servers.ts`).
 */
import { conditionText, mismatchText, urlMissText } from '../balancing/condition-text.ts'
import { type HttpRequest, httpRequest, type RequestWords } from '../balancing/http-request.ts'
import type { Routed } from '../balancing/routed.ts'
import { whyNotUrlRules } from '../balancing/url-rule-story.ts'
import { whyNot } from '../balancing/why-not.ts'
import type { ForwardingRule } from '../cloud/forwarding-rule.ts'
import { type HttpListener, isStream, type UrlRule } from '../cloud/listener.ts'
import type { Topology } from '../cloud/topology.ts'
import { type CompiledRouting, compileRouting, routeRequest } from '../datapath/balancer-rules.ts'

export interface RouteQuestion {
  readonly balancer: string
  readonly listener: string
  /** Its protocol is that of the listener. */
  readonly request: Omit<RequestWords, 'protocol'>
}

export interface RouteStory {
  readonly listener: HttpListener
  readonly request: HttpRequest
  readonly routed: Routed
  /** Why the rule that got it matched; empty without one. */
  readonly matched: readonly string[]
  /** Rules that were asked before and did not match: of ALB by priority, of CLB all others. */
  readonly passedOver: readonly PassedOver[]
}

export interface PassedOver {
  readonly rule: ForwardingRule | UrlRule
  /** A clause: `it asks for path /api/*, and the path is /shop`. */
  readonly why: string
}

/** The listener of that name; undefined where there is none, or none that routes requests. */
export function httpListener(
  { loadBalancers }: Topology,
  balancer: string,
  listener: string,
): HttpListener | undefined {
  const found = loadBalancers.get(balancer)?.listeners.get(listener)
  return found === undefined || isStream(found) ? undefined : found
}

/** Throws a RangeError where there is no such listener. */
export function routeOf(topology: Topology, question: RouteQuestion): RouteStory {
  const listener = httpListener(topology, question.balancer, question.listener)
  if (listener === undefined)
    throw new RangeError(`no listener ${question.balancer}/${question.listener} routes requests`)
  const request = httpRequest({ ...question.request, protocol: listener.protocol })
  const routing = compiled(topology, question.balancer, listener)
  const routed = routeRequest(routing, request)
  return {
    listener,
    request,
    routed,
    matched: matchText(routed),
    passedOver:
      routed.by === 'checks' || routed.by === 'redirection' ? [] : passedOver(routing, routed, request),
  }
}

function passedOver(routing: CompiledRouting, { rank }: Routed, request: HttpRequest): PassedOver[] {
  if (routing.kind === 'alb')
    return whyNot(routing.compiled.requestRules, rank, request).map(({ rule, condition, given }) => ({
      rule,
      why: mismatchText(condition, given),
    }))
  return whyNotUrlRules(routing.compiled.rules, request).flatMap(({ rule, miss }) =>
    miss === undefined ? [] : [{ rule, why: urlMissText(miss, rule, request.host) }],
  )
}

function matchText({ rule }: Routed): string[] {
  if (rule === undefined) return []
  if ('conditions' in rule) return rule.conditions.map(conditionText)
  const { domain, url } = rule
  return [...(domain === undefined ? [] : [`domain ${domain}`]), ...(url === undefined ? [] : [`url ${url}`])]
}

/** Listeners are asked again and again, and a listener is never written. */
const routings = new WeakMap<HttpListener, CompiledRouting>()

function compiled(topology: Topology, balancer: string, listener: HttpListener): CompiledRouting {
  const known = routings.get(listener)
  if (known !== undefined) return known
  const routing = compileRouting(topology.loadBalancers.get(balancer)!, listener, topology.assumptions)!
  routings.set(listener, routing)
  return routing
}
