/** Into an instance: the border of its vSwitch and its security groups see the sender's address and its own private one (facts/vpc R3.5), then it answers or not. */
import { hasPorts } from '../net/protocol.ts'
import { crossBorderIn } from './border.ts'
import type { Decision } from './decision.ts'
import { enterService } from './endpoint-entry.ts'
import { type Live, NONE } from './live.ts'
import { isUp, listens, type OwnerTable } from './owner-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { judgeIngress } from './security.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const PORT_NOT_SERVED = reasonIndex('PORT_NOT_SERVED')
const INSTANCE_NOT_ANSWERING = reasonIndex('INSTANCE_NOT_ANSWERING')
const SERVER_NOT_RUNNING = reasonIndex('SERVER_NOT_RUNNING')

/** `sender` is the ENI of the same VPC that the packet comes from; else `NONE`. */
export function enterInstance(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  sender: number,
  observer: Observer | undefined,
): void {
  const app = tables.owners[live.owner(slot)]!
  decision.isPassing = false
  decision.target = 'instance'
  decision.targetNumber = slot
  // A packet that a server has passed on keeps its source: rules know it by that.
  const peer = sender === NONE ? NONE : decision.sourceSlot
  if (crossBorderIn(tables, live, decision, slot, sender, observer)) return
  if (settle(decision, 'sg-in', judgeIngress(tables, live, decision, app, peer), observer)) return
  if (app.kind === 'endpoint') enterService(tables, live, decision, slot, observer)
  else deliver(decision, judgeDelivery(app, live, decision, slot), observer)
}

function judgeDelivery(app: OwnerTable, live: Live, { tuple }: Decision, slot: number): number {
  if (app.kind === 'server' && !isUp(app, live, slot)) return SERVER_NOT_RUNNING
  if (!hasPorts(tuple.protocol)) return PASSED
  if (!listens(app, tuple.protocol, tuple.destinationPort)) return PORT_NOT_SERVED
  return live.isAnswering(slot) ? PASSED : INSTANCE_NOT_ANSWERING
}
