/**
 * The reply at servers that have put their own address in the place of the source: it comes to them, and they hand it on.
 * Their security groups know the session (R5.14), the borders of their vSwitches do not (R6.2). A server that has kept the
 * source does not see the reply: it goes to the sender, whom local routes and NAT gateways know.
 */
import { replyAtServer } from './border.ts'
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import type { Observer } from './stage.ts'
import type { Tables } from './tables.ts'

/** True: the walk ends here. */
export function replyThroughServers(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  for (let at = decision.passes - 1; at >= 0; at--) {
    const passed = decision.passed[at]!
    if (!passed.masks) continue
    decision.replying = passed
    if (passed.crossedOut && replyAtServer(tables, live, decision, passed, 'return-acl-in', observer))
      return true
    if (passed.crossedIn && replyAtServer(tables, live, decision, passed, 'return-acl-out', observer))
      return true
  }
  decision.replying = undefined
  return false
}
