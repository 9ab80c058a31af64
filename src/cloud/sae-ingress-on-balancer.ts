/** What SAE asks of the rules of gateway routes, on CLB and on ALB: facts/load-balancing 3.2. */
import { actionViolations } from './forwarding-action-rules.ts'
import { conditionViolations } from './forwarding-condition-rules.ts'
import type { Alb } from './load-balancer.ts'
import { albListenerOf } from './sae-alb-listener.ts'
import type { SaeIngress, SaeIngressRule } from './sae-ingress.ts'
import { checkUrlRule } from './url-rule-rules.ts'
import type { Path, Violation } from './violation.ts'

/** Both keys, no rewriting, then what CLB itself asks (2.6). */
export function* checkIngressOnClb({ rules }: SaeIngress, path: Path): Generator<Violation> {
  const keys = new Map<string, number>()
  for (const [at, rule] of rules.entries()) {
    const { domain, path: url, rewrite, backendProtocol } = rule
    const place = [...path, 'rules', at]
    for (const [key, value] of Object.entries({ domain, path: url }))
      if (value === undefined)
        yield {
          code: 'INGRESS_CLB_RULE',
          message: `a rule of a route on CLB needs domain and path, and has no ${key}`,
          hint: 'what has neither belongs to default; ALB needs no domain',
          path: place,
        }
    if (rewrite !== undefined)
      yield {
        code: 'INGRESS_REWRITE_UNSUPPORTED',
        message: 'CLB rewrites no paths',
        hint: 'use an ALB for the route, or let the application do it',
        path: [...place, 'rewrite'],
      }
    if (backendProtocol !== 'http') yield protocolViolation(rule, 'CLB speaks HTTP to its servers', place)
    if (domain === undefined || url === undefined) continue
    const lower = domain.toLowerCase()
    yield* checkUrlRule({ domain: lower, url }, place, { domain: 'domain', url: 'path' })
    const earlier = keys.get(lower + url)
    if (earlier !== undefined)
      yield {
        code: 'CLB_RULE_DUPLICATE',
        message: `rule ${earlier + 1} of the route has ${lower}${url} already`,
        path: place,
      }
    else keys.set(lower + url, at)
  }
}

/** As a hand-made rule would be asked (1.5 to 1.7), with the keys of a route. */
export function* checkIngressOnAlb(ingress: SaeIngress, { edition }: Alb, path: Path): Generator<Violation> {
  const protocol = ingress.protocol === 'https' ? 'https' : 'http'
  const { rules } = albListenerOf({ ...ingress, protocol }, undefined, { saeRules: 'first' })
  const setting = { edition, protocol, serverGroups: new Map(), path } as const
  for (const [at, rule] of rules.entries()) {
    const place = [...path, 'rules', at]
    for (const condition of rule.conditions)
      for (const violation of conditionViolations({ ...rule, conditions: [condition] }, edition, place))
        yield { ...violation, path: [...place, condition.kind === 'host' ? 'domain' : 'path'] }
    for (const violation of actionViolations(rule, setting, place))
      yield { ...violation, path: [...place, 'rewrite'] }
    const written = ingress.rules[at]!
    if (rule.conditions.length === 0)
      yield {
        code: 'INGRESS_RULE_EMPTY',
        message: 'a rule of a gateway route has a domain, a path, or both',
        hint: 'what no rule takes goes to default',
        path: place,
      }
    if (written.backendProtocol !== 'http' && protocol === 'http')
      yield protocolViolation(written, 'an HTTP listener forwards HTTP', place)
  }
}

function protocolViolation({ backendProtocol }: SaeIngressRule, why: string, path: Path): Violation {
  return {
    // facts/load-balancing 1.8
    code: 'INGRESS_BACKEND_PROTOCOL',
    message: `${why}, not ${backendProtocol}`,
    hint: 'backendProtocol: http, or a route with protocol: https on an ALB',
    path: [...path, 'backendProtocol'],
  }
}
