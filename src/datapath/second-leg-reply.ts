/**
 * The reply of a server behind an endpoint of PrivateLink or a load balancer. It comes back to whoever opened the second
 * connection, who knows both and answers the client from the address that was called. So it is asked about on both sides.
 */
import { replyOutOfTarget } from './border.ts'
import type { Decision } from './decision.ts'
import { keepSide, takeSide } from './endpoint-side.ts'
import { type Live, NONE } from './live.ts'
import { replyOutOfGroups } from './security-reply.ts'
import type { Observer } from './stage.ts'
import type { Tables } from './tables.ts'

/** The reply of the server, and then the packet as the client's side knows it. True: the walk ends here. */
export function replyOfSecondLeg(
  tables: Tables,
  live: Live,
  decision: Decision,
  observer: Observer | undefined,
): boolean {
  if (decision.endpoint === NONE && !decision.isThroughBalancer) return false
  if (decision.target === 'instance' && !isInsideEas(tables, decision)) {
    if (replyOutOfGroups(tables, live, decision, observer)) return true
    if (replyOutOfTarget(tables, live, decision, observer)) return true
  }
  keepSide(decision, decision.provider)
  takeSide(decision, decision.consumer)
  decision.isAtConsumer = true
  return false
}

/** The second connection is one of a gateway of EAS, which meets no filters. */
function isInsideEas({ balancers }: Tables, { balancer }: Decision): boolean {
  return balancer !== NONE && balancers.nodes[balancer]!.balancer.kind === 'eas'
}

/** Behind the reply, the packet is told as it arrived. */
export function backToProvider(decision: Decision): void {
  if (!decision.isAtConsumer) return
  takeSide(decision, decision.provider)
  decision.isAtConsumer = false
}
