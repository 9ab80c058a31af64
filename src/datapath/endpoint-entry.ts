/**
 * Through an endpoint of PrivateLink (facts/vpc R8.9, R8.10): its ENI has taken the connection, and the service opens
 * another one, from the address of its balancer to the first of its servers that runs. The networks of both may have equal
 * addresses. The reply goes the same way back (`second-leg-reply.ts`).
 */
import { hasPorts } from '../net/protocol.ts'
import { enterInstance } from './arrival.ts'
import type { Decision } from './decision.ts'
import { keepSide } from './endpoint-side.ts'
import { type Live, NONE } from './live.ts'
import { isUp, listens } from './owner-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { deliver, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const PORT_NOT_SERVED = reasonIndex('PORT_NOT_SERVED')
const BACKENDS_ALL_UNHEALTHY = reasonIndex('BACKENDS_ALL_UNHEALTHY')

/** The packet has passed the groups of the ENI in `slot`, which is `decision.targetNumber`. */
export function enterService(
  tables: Tables,
  live: Live,
  decision: Decision,
  slot: number,
  observer: Observer | undefined,
): void {
  const { tuple } = decision
  const entry = tables.endpointOfSlot.get(slot)
  // The balancer answers ping itself (assumed).
  if (entry === undefined || !hasPorts(tuple.protocol)) {
    deliver(decision, entry === undefined ? PORT_NOT_SERVED : PASSED, observer)
    return
  }
  if (!listens(tables.owners[live.owner(slot)]!, tuple.protocol, tuple.destinationPort)) {
    deliver(decision, PORT_NOT_SERVED, observer)
    return
  }
  const server = firstRunning(tables, live, entry.servers)
  if (server === NONE) {
    settle(decision, 'endpoint', BACKENDS_ALL_UNHEALTHY, observer)
    return
  }
  keepSide(decision, decision.consumer)
  decision.endpoint = slot
  decision.crossedIn = false
  decision.sourceKnown = true
  tuple.source = entry.front
  tuple.destination = live.address(server)
  tuple.destinationPort = entry.service.serverPort
  settle(decision, 'endpoint', PASSED, observer)
  enterInstance(tables, live, decision, server, NONE, observer)
}

function firstRunning(tables: Tables, live: Live, servers: readonly number[]): number {
  for (const slot of servers) if (isUp(tables.owners[live.owner(slot)]!, live, slot)) return slot
  return NONE
}
