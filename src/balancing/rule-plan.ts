/** What a forwarding rule does, ready to be done: facts/load-balancing 1.7. */
import type { FinalAction, ForwardingRule, NonFinalAction, WeightedGroup } from '../cloud/forwarding-rule.ts'
import { type Arrival, compileTemplate, type Filling } from './address-filling.ts'
import { type Answer, answered } from './answer.ts'
import { type CaptureOf, compileCaptures } from './captures.ts'
import type { RegexReadings } from './compiled-pattern.ts'
import type { HeaderEdit } from './header-edits.ts'
import { compileLocation, type Redirect } from './redirect.ts'
import { checksOf, isServiceCheck, type ServiceCheck } from './service-checks.ts'
import type { TrafficLimit } from './traffic-limits.ts'

export interface RulePlan {
  /** `front/http/api`. */
  readonly id: string
  readonly capturesOf: CaptureOf
  /** Of a service behind a gateway of EAS: before its limits. */
  readonly checks: readonly ServiceCheck[]
  /** They run first (1.7). */
  readonly limits: readonly { readonly limit: TrafficLimit; readonly excess: Ending }[]
  /** In the order of the rule. */
  readonly steps: readonly Step[]
  readonly final: FinalPlan
}

export type Step =
  | HeaderEdit
  | Extract<NonFinalAction, { readonly kind: 'trafficMirror' | 'cors' }>
  | { readonly kind: 'rewrite'; readonly host?: Filling; readonly path?: Filling; readonly query?: Filling }

export type FinalPlan =
  | { readonly kind: 'groups'; readonly groups: readonly WeightedGroup[]; readonly stickySeconds?: number }
  | { readonly kind: 'ending'; readonly end: Ending }

/** Makes the answer of a rule that asks no server. */
export type Ending = (arrival: Arrival) => Answer

/** Facts/load-balancing 1.7: what a client beyond a limit gets. */
const RATE_LIMITED = answered(503, 'rateLimited', [['alb-qps-limited', 'Limited']])
/** Facts/deployment B.4. */
const TOO_MANY = answered(429, 'rateLimited')
/** Facts/load-balancing 1.7, U. */
const WEIGHTS_ZERO = answered(503, 'weightsZero')

/** Throws a RangeError for a rule without a final action, and for a regular expression that cannot be read. */
export function planRule(
  { name, conditions, actions }: ForwardingRule,
  id: string,
  readings: RegexReadings,
): RulePlan {
  const final = actions.find(isFinal)
  if (final === undefined) throw new RangeError(`rule ${name} has no final action`)
  const limits = actions.filter((action) => action.kind === 'trafficLimit')
  const steps = actions.filter(
    (action): action is StepAction =>
      action.kind !== 'trafficLimit' && !isServiceCheck(action) && !isFinal(action),
  )
  return {
    id,
    capturesOf: compileCaptures(conditions, readings),
    checks: checksOf(actions),
    limits: limits.map((limit) => ({ limit, excess: excessOf(limit) })),
    steps: steps.map(compileStep),
    final: final.kind === 'forward' ? planGroups(final) : { kind: 'ending', end: compileEnding(final) },
  }
}

function excessOf({ excess, status }: TrafficLimit): Ending {
  if (excess !== undefined) return compileEnding(excess, 'rateLimited')
  return status === undefined ? () => RATE_LIMITED : () => TOO_MANY
}

/** The plan of the default rule (1.2): no conditions, no steps. */
export function planDefault(group: string | undefined, id: string): RulePlan {
  const final: FinalPlan =
    group === undefined
      ? { kind: 'ending', end: () => GROUP_ABSENT }
      : { kind: 'groups', groups: [{ group, weight: 100 }] }
  return { id, capturesOf: () => [], checks: [], limits: [], steps: [], final }
}

/** Facts/load-balancing 4.1: the controller's placeholder group. */
const GROUP_ABSENT = answered(503, 'groupAbsent')

export function isFinal(action: { readonly kind: string }): action is FinalAction {
  return action.kind === 'forward' || action.kind === 'redirect' || action.kind === 'fixedResponse'
}

function planGroups({
  groups,
  stickySeconds,
}: Extract<FinalAction, { readonly kind: 'forward' }>): FinalPlan {
  const used = groups.filter(({ weight }) => weight > 0)
  if (used.length === 0) return { kind: 'ending', end: () => WEIGHTS_ZERO }
  return { kind: 'groups', groups: used, ...(stickySeconds !== undefined && { stickySeconds }) }
}

function compileEnding(
  action: Redirect | Extract<FinalAction, { readonly kind: 'fixedResponse' }>,
  cause?: 'rateLimited',
): Ending {
  if (action.kind === 'redirect') {
    const location = compileLocation(action)
    return (arrival) => answered(action.status, cause ?? 'redirect', [['location', location(arrival)]])
  }
  const { status, type, content } = action
  const answer = answered(status, cause ?? 'fixedResponse', [['content-type', type]], content)
  return () => answer
}

type StepAction = Exclude<NonFinalAction, TrafficLimit | ServiceCheck>

function compileStep(action: StepAction): Step {
  if (action.kind !== 'rewrite') return action
  const { host, path, query } = action
  return {
    kind: 'rewrite',
    ...(host !== undefined && { host: compileTemplate(host) }),
    ...(path !== undefined && { path: compileTemplate(path) }),
    ...(query !== undefined && { query: compileTemplate(query) }),
  }
}
