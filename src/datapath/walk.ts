/**
 * The way of a packet, stage by stage (facts/vpc section 11): `egress.ts`, `internet.ts` and `arrival.ts` are the one
 * place where it is written down. `decide` walks it until the packet is dropped; `explain` walks it with an observer, and
 * then it goes on behind a drop as if there had been none, as far as a next stage can be named.
 *
 * The reply is walked where nobody keeps a session of it (`reply.ts`). Security groups and NAT do keep one (R5.14, R4.9),
 * and what they let in may answer.
 */
import type { Decision } from './decision.ts'
import { leaveInstance } from './egress.ts'
import { crossInternet } from './internet.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import { PASSED } from './reasons.ts'
import { walkReply } from './reply.ts'
import type { Observer } from './stage.ts'
import type { Tables } from './tables.ts'

/** Of several EIPs in an SNAT entry, the one that the hash gives. */
export const BY_HASH = -1

/** `eipChoice` is an index into the EIPs of whatever SNAT entry the packet meets, or `BY_HASH`. */
export function walk(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  eipChoice: number,
  observer: Observer | undefined,
): void {
  start(decision, packet, eipChoice)
  if (packet.slot === NONE) crossInternet(tables, live, decision, observer)
  else leaveInstance(tables, live, decision, packet.slot, observer)
  if (decision.target === 'nobody' || (decision.reason !== PASSED && observer === undefined)) return
  walkReply(tables, live, decision, packet, observer)
  if (decision.reason !== PASSED) decision.reached = false
}

function start(decision: Decision, packet: Packet, eipChoice: number): void {
  decision.reached = false
  decision.reason = PASSED
  decision.stage = 'deliver'
  decision.tuple.protocol = packet.protocol
  decision.tuple.source = packet.source
  decision.tuple.sourcePort = packet.sourcePort
  decision.tuple.destination = packet.destination
  decision.tuple.destinationPort = packet.destinationPort
  decision.sourceKnown = true
  decision.target = 'nobody'
  decision.targetNumber = NONE
  decision.ground = NONE
  decision.crossedOut = false
  decision.crossedIn = false
  decision.route = NONE
  decision.peering = NONE
  decision.gateway = NONE
  decision.entry = NONE
  decision.eip = eipChoice
  decision.mappingGateway = NONE
  decision.mapping = NONE
  decision.askedVSwitch = NONE
  decision.askedFor = 0
}
