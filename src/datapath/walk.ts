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
import { backToProvider } from './second-leg-reply.ts'
import { callService } from './service-entry.ts'
import { FRESH, type SessionState } from './session.ts'
import type { Observer } from './stage.ts'
import type { Tables } from './tables.ts'

/**
 * `way` is the number of one of the ways that a connection might take (`ways.ts`), or `BY_HASH`; `session` is what is
 * remembered of the packet's connection, and `keptSource` the source that it has; both are absent for a first packet.
 */
export function walk(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  way: number,
  observer: Observer | undefined,
  session: SessionState = FRESH,
  keptSource: number = NONE,
): void {
  start(decision, packet, way)
  decision.session = session
  decision.keptSource = keptSource
  const sent = packet.service === undefined ? packet : callService(tables, live, decision, packet, observer)
  if (sent === undefined) return
  if (packet.slot === NONE) crossInternet(tables, live, decision, observer)
  else leaveInstance(tables, live, decision, packet.slot, observer)
  if (decision.target === 'nobody' || (decision.reason !== PASSED && observer === undefined)) return
  walkReply(tables, live, decision, sent, observer)
  if (decision.reason !== PASSED) decision.reached = false
  // Where the walk has ended at a drop, the decision stays as that stage left it.
  if (decision.reached || observer !== undefined) backToProvider(decision)
}

function start(decision: Decision, packet: Packet, way: number): void {
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
  decision.at = packet.slot
  decision.sourceSlot = packet.slot
  decision.passes = 0
  decision.passesBefore = 0
  decision.isPassing = false
  decision.replying = undefined
  decision.routeVpc = undefined
  decision.routeTable = undefined
  decision.route = NONE
  decision.hops = 0
  decision.peering = NONE
  decision.routerInterface = NONE
  decision.returnInterface = NONE
  decision.cen = NONE
  decision.cenNear = undefined
  decision.cenFar = undefined
  decision.cenRow = undefined
  decision.legCount = 0
  decision.replyingLeg = undefined
  if (decision.transits.size > 0) decision.transits.clear()
  if (decision.vpcGateways.size > 0) decision.vpcGateways.clear()
  decision.vpcGateway = NONE
  decision.vpcEntry = NONE
  decision.vpcMappingGateway = NONE
  decision.vpcMapping = NONE
  decision.gateway = NONE
  decision.entry = NONE
  decision.way = way
  decision.ways = 1
  decision.mappingGateway = NONE
  decision.mapping = NONE
  decision.endpoint = NONE
  decision.isAtConsumer = false
  decision.request = packet.request
  decision.balancer = NONE
  decision.isThroughBalancer = false
  decision.listener = undefined
  decision.certificate = undefined
  decision.asked = undefined
  decision.routed = undefined
  decision.service = undefined
  decision.choice = undefined
  decision.picked = packet.picked
  decision.askedVSwitch = NONE
  decision.askedFor = 0
}
