/**
 * One request at one listener of an ALB: which rule, and what comes of it. The steps are those of facts/load-balancing 1.3, from
 * the checks to the choice of a group; which server of a group gets it is for its pool. Pure but for the limits that are
 * handed in.
 */
import type { Cors, ForwardingRule } from '../cloud/forwarding-rule.ts'
import type { Arrival } from './address-filling.ts'
import type { CompiledAlb } from './alb-listener.ts'
import { type Answer, answered } from './answer.ts'
import { answerPreflight, corsHeaders, isPreflight } from './cors.ts'
import { addForwardedHeaders } from './forwarded-headers.ts'
import { editHeaders } from './header-edits.ts'
import type { HttpRequest } from './http-request.ts'
import { addToTrace, isLooping } from './loop-trace.ts'
import { rooted } from './redirect.ts'
import { refusalOf } from './request-checks.ts'
import type { Routed } from './routed.ts'
import { NO_RULE } from './rule-list.ts'
import type { RulePlan } from './rule-plan.ts'
import { refusalByService } from './service-checks.ts'
import type { TrafficLimits } from './traffic-limits.ts'
import { clientBehind } from './trusted-proxies.ts'

export interface RoutedByAlb extends Routed {
  /** The rule that matched, also where the loop check then refused. */
  readonly rule?: ForwardingRule
  /** What `${1}` and so on stand for. */
  readonly captures: readonly string[]
  /** What the answer of a server will say to browsers (1.7). */
  readonly cors?: Cors
}

/** What limits have let pass so far, and the instant. Without it nothing is limited. */
export interface Meter {
  readonly limits: TrafficLimits
  readonly nowUs: number
}

export function routeAlb(alb: CompiledAlb, request: HttpRequest, meter?: Meter): RoutedByAlb {
  const refusal = refusalOf(request, alb.listener.protocol)
  if (refusal !== undefined) return refused(refusal)
  const rank = alb.requestRules.firstMatch(request)
  const rule = alb.requestRules.rules[rank]
  const plan = alb.plans[rank] ?? alb.defaultPlan
  const arrival = { request, port: alb.listener.port, captures: plan.capturesOf(request.path) }
  const passage = isLooping(request.headers, plan.id)
    ? stopped(answered(463, 'loop'))
    : carryOut(plan, arrival, alb, meter)
  return {
    by: rank === NO_RULE ? 'default' : 'rule',
    ...(rule !== undefined && { rule }),
    rank,
    captures: arrival.captures,
    ...passage,
  }
}

type Passage = Pick<RoutedByAlb, 'mirrors' | 'cors' | 'outcome'>

/** Checks of a service of EAS, limits, then the steps in their order, then the final action (1.3 steps 7 to 9). */
function carryOut(plan: RulePlan, arrival: Arrival, alb: CompiledAlb, meter: Meter | undefined): Passage {
  const { request } = arrival
  const refusal = refusalByService(plan.checks, request)
  if (refusal !== undefined) return stopped(refusal)
  if (meter !== undefined && plan.limits.length > 0) {
    const client = clientBehind(request.headers, alb.listener.trustedProxies) ?? request.source
    for (const { limit, excess } of plan.limits)
      if (!meter.limits.admit(plan.id, limit, client, meter.nowUs)) return stopped(excess(arrival))
  }

  const editor = { id: alb.balancer, port: alb.listener.port }
  const headers = new Map(request.headers)
  const mirrors: string[] = []
  let { host, path, query } = request
  let cors: Cors | undefined
  for (const step of plan.steps)
    switch (step.kind) {
      case 'trafficMirror':
        mirrors.push(step.group)
        break
      case 'cors':
        if (isPreflight(request))
          return { mirrors, outcome: answerPreflight(step.cors, request, alb.preflightStatus) }
        cors = step.cors
        break
      case 'insertHeader':
      case 'removeHeader':
        editHeaders(headers, step, request, editor)
        break
      case 'rewrite':
        host = step.host?.(arrival).toLowerCase() ?? host
        if (step.path !== undefined) path = rooted(step.path(arrival))
        query = step.query?.(arrival) ?? query
    }
  const permission = cors === undefined ? {} : { cors }
  const { final } = plan
  if (final.kind === 'ending')
    return { mirrors, ...permission, outcome: withCors(final.end(arrival), cors, request) }
  addForwardedHeaders(headers, alb.listener, request, editor)
  addToTrace(headers, plan.id)
  const { method, protocol, source, sourcePort } = request
  const { groups, stickySeconds } = final
  return {
    mirrors,
    ...permission,
    outcome: {
      kind: 'forward',
      ruleId: plan.id,
      groups,
      ...(stickySeconds !== undefined && { stickySeconds }),
      request: { method, protocol, host, path, query, headers, source, sourcePort },
    },
  }
}

function refused(outcome: Answer): RoutedByAlb {
  return { by: 'checks', rank: NO_RULE, captures: [], ...stopped(outcome) }
}

function stopped(outcome: Answer): Passage {
  return { mirrors: [], outcome }
}

function withCors(answer: Answer, cors: Cors | undefined, request: HttpRequest): Answer {
  if (cors === undefined) return answer
  return { ...answer, headers: new Map([...answer.headers, ...corsHeaders(cors, request)]) }
}
