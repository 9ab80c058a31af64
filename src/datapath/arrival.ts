/** Into an instance: the border of its vSwitch and its security groups see the sender's address and its own private one (facts/vpc R3.5), then it answers or not. */
import { hasPorts } from '../net/protocol.ts'
import { crossBorderIn } from './border.ts'
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import { isUp, listens, type OwnerTable } from './owner-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { judgeIngress } from './security.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const PORT_NOT_SERVED = reasonIndex('PORT_NOT_SERVED')
const INSTANCE_NOT_ANSWERING = reasonIndex('INSTANCE_NOT_ANSWERING')
const SERVER_NOT_RUNNING = reasonIndex('SERVER_NOT_RUNNING')

/** `sender` is the slot of an ENI of the same VPC, seen with its private address; else `NONE`. */
export function enterInstance(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  sender: number,
  observer: Observer | undefined,
): void {
  const app = tables.owners[live.owner(slot)]!
  decision.target = 'instance'
  decision.targetNumber = slot
  if (crossBorderIn(tables, live, decision, slot, sender, observer)) return
  if (settle(decision, 'sg-in', judgeIngress(tables, live, decision, app, sender), observer)) return
  deliver(decision, judgeDelivery(app, live, decision, slot), observer)
}

function judgeDelivery(app: OwnerTable, live: Live, { tuple }: Decision, slot: number): number {
  if (app.kind === 'server' && !isUp(app, live, slot)) return SERVER_NOT_RUNNING
  if (!hasPorts(tuple.protocol)) return PASSED
  if (!listens(app, tuple.protocol, tuple.destinationPort)) return PORT_NOT_SERVED
  return live.isAnswering(slot) ? PASSED : INSTANCE_NOT_ANSWERING
}
