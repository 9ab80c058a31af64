/** A request that goes on to a server of one of several groups: facts/load-balancing 1.3 step 9. */
import type { WeightedGroup } from '../cloud/forwarding-rule.ts'
import type { HttpRequest } from './http-request.ts'

export interface Forward {
  readonly kind: 'forward'
  /** `front/http/api`; `front/http/default` for the default rule. */
  readonly ruleId: string
  /** Those with a weight, at least one, in the order of the rule. */
  readonly groups: readonly WeightedGroup[]
  /** The client sticks to the group that it got (1.7); absent: every request is weighed. */
  readonly stickySeconds?: number
  /** What the server gets: rewritten, with the headers that rule and listener add. */
  readonly request: HttpRequest
}
