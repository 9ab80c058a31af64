/** What ALB asks of forwarding rules: facts/load-balancing 1.4 to 1.7. */

import { actionViolations } from './forwarding-action-rules.ts'
import { conditionViolations } from './forwarding-condition-rules.ts'
import type { ForwardingRule } from './forwarding-rule.ts'
import type { AlbListener } from './listener.ts'
import type { AlbEdition } from './load-balancer.ts'
import type { ServerGroup } from './server-group.ts'
import type { Path, Violation } from './violation.ts'

/** Where rules stand. */
export interface RuleSetting {
  readonly edition: AlbEdition
  readonly protocol: AlbListener['protocol']
  /** Those that are known; a rule that needs another one is silent. */
  readonly serverGroups: ReadonlyMap<string, ServerGroup>
  /** Of the map of rules: `['loadBalancers', 'front', 'listeners', 'http', 'rules']`. */
  readonly path: Path
}

/** What a rule may have (1.6, 1.7). */
interface RuleLimits {
  readonly actions: number
  readonly conditions: number
  readonly wildcards: number
}

const BASIC: RuleLimits = { actions: 3, conditions: 5, wildcards: 5 }
const STANDARD: RuleLimits = { actions: 5, conditions: 10, wildcards: 10 }

/** Violations of the rules of one listener, of both directions; under `PATH.RULE`, `.when` and `.do`. */
export function* forwardingRuleViolations(
  rules: readonly ForwardingRule[],
  setting: RuleSetting,
): Generator<Violation> {
  yield* checkPriorities(rules, setting.path)
  for (const rule of rules) {
    const path: Path = [...setting.path, rule.name]
    yield* checkDirection(rule, setting, path)
    yield* checkCounts(rule, setting.edition === 'basic' ? BASIC : STANDARD, path)
    yield* conditionViolations(rule, setting.edition, [...path, 'when'])
    yield* actionViolations(rule, setting, [...path, 'do'])
  }
}

/** Facts/load-balancing 1.4: unique in each direction. */
function* checkPriorities(rules: readonly ForwardingRule[], path: Path): Generator<Violation> {
  const taken = new Map<string, ForwardingRule>()
  for (const rule of rules) {
    const { name, priority, direction } = rule
    const at: Path = [...path, name, 'priority']
    if (!(Number.isInteger(priority) && priority >= 1 && priority <= 10_000))
      yield {
        code: 'VALUE_OUT_OF_RANGE',
        message: `priority ${priority} is not 1 to 10000`,
        path: at,
      }
    const earlier = taken.get(`${direction} ${priority}`)
    if (earlier === undefined) taken.set(`${direction} ${priority}`, rule)
    else
      yield {
        code: 'RULE_PRIORITY_DUPLICATE',
        message: `rule ${earlier.name} has priority ${priority} already`,
        hint: 'priorities are unique in a listener; the smaller one is asked first',
        path: at,
      }
  }
}

/** Facts/load-balancing 1.4, 1.5. That responses only have their headers edited is assumed. */
function* checkDirection(
  { direction, conditions, actions }: ForwardingRule,
  { edition }: RuleSetting,
  path: Path,
): Generator<Violation> {
  if (direction === 'response' && edition === 'basic')
    yield {
      code: 'ALB_EDITION_LACKS',
      message: 'a Basic ALB has no rules for responses',
      hint: 'write edition: standard',
      path: [...path, 'direction'],
    }
  if (direction === 'request') {
    for (const { kind } of conditions)
      if (kind === 'responseHeader' || kind === 'responseStatus')
        yield {
          code: 'RULE_DIRECTION',
          message: `a rule for requests cannot look at the ${kind === 'responseHeader' ? 'headers' : 'status'} of a response`,
          hint: 'write direction: response',
          path: [...path, 'when'],
        }
    return
  }
  for (const { kind } of actions)
    if (kind !== 'insertHeader' && kind !== 'removeHeader')
      yield {
        code: 'RULE_DIRECTION',
        message: `a rule for responses inserts or removes headers; ${kind} is for requests`,
        hint: 'leave direction out',
        path: [...path, 'do'],
      }
}

function* checkCounts(
  { conditions, actions }: ForwardingRule,
  limits: RuleLimits,
  path: Path,
): Generator<Violation> {
  const counts: readonly (readonly [count: number, limit: number, what: string, key: 'when' | 'do'])[] = [
    [actions.length, limits.actions, 'actions', 'do'],
    [conditions.length, limits.conditions, 'conditions', 'when'],
    [conditions.reduce((sum, one) => sum + countWildcards(one), 0), limits.wildcards, 'wildcards', 'when'],
  ]
  for (const [count, limit, what, key] of counts)
    if (count > limit)
      yield {
        // facts/load-balancing 1.6, 1.7
        code: 'QUOTA_EXCEEDED',
        message: `${count} ${what === 'wildcards' ? 'values with wildcards' : what}, but a rule of this edition may have ${limit}`,
        hint: limits === BASIC ? 'a Standard ALB allows more' : 'make several rules of it',
        path: [...path, key],
        at: 'key',
      }
}

function countWildcards(condition: ForwardingRule['conditions'][number]): number {
  const patterns =
    'patterns' in condition
      ? condition.patterns
      : 'pairs' in condition
        ? condition.pairs.map(({ value }) => value)
        : []
  return patterns.filter(({ kind }) => kind === 'wildcard').length
}
