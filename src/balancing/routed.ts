/**
 * What a listener makes of one request: what `routeAlb` (facts/load-balancing 1.3) and `routeClb` (2.3, 2.6) have in common.
 * Which server of the group gets it, and what becomes of it there, is not asked here.
 */
import type { ForwardingRule } from '../cloud/forwarding-rule.ts'
import type { UrlRule } from '../cloud/listener.ts'
import type { Answer } from './answer.ts'
import type { Forward } from './forward.ts'

export interface Routed {
  /** Who decided: checks before any rule, `ListenerForward` of a CLB listener (2.3), a rule, or the group of the listener. */
  readonly by: 'checks' | 'redirection' | 'rule' | 'default'
  /** The rule that matched. */
  readonly rule?: ForwardingRule | UrlRule
  /** Its index in the compiled rules, -1 without one. */
  readonly rank: number
  /** Groups that get a copy, whose answers nobody waits for (1.7). */
  readonly mirrors: readonly string[]
  readonly outcome: Answer | Forward
}
