/** Into an instance: its security groups see the sender's address and its own private one (facts/vpc R3.5), then it answers or not. */
import { hasPorts } from '../net/protocol.ts'
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { judgeIngress } from './security.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const PORT_NOT_SERVED = reasonIndex('PORT_NOT_SERVED')
const INSTANCE_NOT_ANSWERING = reasonIndex('INSTANCE_NOT_ANSWERING')

/** `sender` is the slot of an ENI of the same VPC, seen with its private address; else `NONE`. */
export function enterInstance(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  sender: number,
  observer: Observer | undefined,
): void {
  const app = tables.apps[live.app(slot)]!
  const { tuple } = decision
  decision.target = 'instance'
  decision.targetNumber = slot
  if (settle(decision, 'sg-in', judgeIngress(tables, live, decision, app, sender), observer)) return
  let reason = PASSED
  if (hasPorts(tuple.protocol)) {
    if (tuple.destinationPort !== app.app.port) reason = PORT_NOT_SERVED
    else if (!live.isAnswering(slot)) reason = INSTANCE_NOT_ANSWERING
  }
  deliver(decision, reason, observer)
}
