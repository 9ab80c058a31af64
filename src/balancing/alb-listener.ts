/** An ALB listener, compiled once so that requests can be routed: facts/load-balancing 1.2 to 1.7. */
import { type Assumptions, assumptionsWith } from '../cloud/assumptions.ts'
import type { AlbListener } from '../cloud/listener.ts'
import type { HeaderEdit } from './header-edits.ts'
import { RuleList } from './rule-list.ts'
import { planDefault, planRule, type RulePlan } from './rule-plan.ts'

export interface CompiledAlb {
  readonly listener: AlbListener
  /** What servers see as `SLB-ID`: the name of the balancer. */
  readonly balancer: string
  readonly requestRules: RuleList
  /** By the index of the rule in `requestRules`. */
  readonly plans: readonly RulePlan[]
  /** 200 or 204 (9 row 11). */
  readonly preflightStatus: number
  /** Of the default rule. */
  readonly defaultPlan: RulePlan
  readonly responseRules: RuleList
  /** By the index of the rule in `responseRules`. */
  readonly responseEdits: readonly (readonly HeaderEdit[])[]
}

/** Throws a RangeError where a rule breaks what `forwardingRuleViolations` asks: no final action, a wrong regular expression. */
export function compileAlb(
  listener: AlbListener,
  balancer: string,
  assumptions: Assumptions = assumptionsWith(),
): CompiledAlb {
  const { rules, name, defaultGroup } = listener
  const id = `${balancer}/${name}`
  const requestRules = RuleList.of(
    rules.filter(({ direction }) => direction === 'request'),
    assumptions,
  )
  const responseRules = RuleList.of(
    rules.filter(({ direction }) => direction === 'response'),
    assumptions,
  )
  return {
    listener,
    balancer,
    requestRules,
    plans: requestRules.rules.map((rule) => planRule(rule, `${id}/${rule.name}`, assumptions)),
    preflightStatus: assumptions.corsPreflight === 'ok' ? 200 : 204,
    defaultPlan: planDefault(defaultGroup, `${id}/default`),
    responseRules,
    responseEdits: responseRules.rules.map(({ actions }) => actions.filter(isHeaderEdit)),
  }
}

function isHeaderEdit(action: { readonly kind: string }): action is HeaderEdit {
  return action.kind === 'insertHeader' || action.kind === 'removeHeader'
}
