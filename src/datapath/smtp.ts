/**
 * Mail to the Internet: TCP port 25 is blocked for ECS, whatever its security groups say, until somebody applies for it
 * (facts/vpc R5.19). The row does not say where; we take it for destinations outside of the private ranges, and whether it
 * holds for instances of applications too is assumed.
 */
import { TCP } from '../net/protocol.ts'
import type { Decision } from './decision.ts'
import type { OwnerTable } from './owner-table.ts'
import { reasonIndex } from './reasons.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const PORT_25_BLOCKED = reasonIndex('PORT_25_BLOCKED')
export const SMTP = 25

/** True: the walk ends here. Where nothing is blocked there is no stage. */
export function blocksMail(
  tables: Tables,
  decision: Decision,
  { server }: OwnerTable,
  observer: Observer | undefined,
): boolean {
  if (decision.tuple.destinationPort !== SMTP || decision.tuple.protocol !== TCP) return false
  const isOpen = server === undefined ? !tables.readings.blocksMailOfApps : server.unblock25 === true
  return isOpen ? false : settle(decision, 'smtp', PORT_25_BLOCKED, observer)
}
