/**
 * What a simulation asks after each event: does this flow get through for this instance? Decisions run on numbers; text
 * is made only where something stops the flow.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Answer } from './answer.ts'
import { decide } from './decide.ts'
import { type Decision, newDecision, type Stage } from './decision.ts'
import { detailsOf } from './details.ts'
import type { Flow } from './flow.ts'
import { packetOf } from './flow-packet.ts'
import { type Live, NONE } from './live.ts'
import { isAmbiguous } from './nat-table.ts'
import type { Packet } from './packet.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import type { Tables } from './tables.ts'

/**
 * `slot` is an ENI of the application that the flow comes from or, from the Internet, goes to. Where an SNAT entry may
 * pick any of several EIPs, the flow gets through only if it does with each of them (facts/vpc R4.15, R9.5).
 */
export function ask(tables: Tables, live: Live, flow: Flow, slot: number): Answer {
  const packet = packetOf(tables, live, flow, slot)
  if (packet === undefined) return withoutPacket(flow)
  const decision = newDecision()
  decide(tables, live, packet, decision)
  if (decision.entry !== NONE) {
    const row = tables.natGateways[decision.gateway]!.entries[decision.entry]!
    if (isAmbiguous(row)) return throughEach(tables, live, packet, decision, row.eips)
  }
  return answerOf(tables, live, packet, decision, [decision.tuple.source])
}

function withoutPacket(flow: Flow): Answer {
  if (flow.from.kind === 'app') {
    return blocked('INSTANCE_ADDRESS_NOT_A_CONTRACT', { from: flow.from.name, to: flow.to.name })
  }
  return blocked('EIP_NONE_ON_INSTANCE', { app: flow.to.name })
}

function blocked(code: ReasonCode, details: Readonly<Record<string, string>>): Answer {
  return { reachable: false, code, sources: [], details }
}

/** Asks with every EIP in the entry's order; the first that is not let through gives the answer. */
function throughEach(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  eips: readonly Ipv4[],
): Answer {
  for (let choice = 0; choice < eips.length; choice++) {
    if (!decide(tables, live, packet, decision, choice)) break
  }
  return answerOf(tables, live, packet, decision, eips)
}

/** Stages that a packet passes before anybody outside can see it. */
const UNSEEN: ReadonlySet<Stage> = new Set(['sg-out', 'choose-source', 'route', 'snat'])

/** `sources` are what the far side sees, if the packet comes that far. */
function answerOf(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  sources: readonly Ipv4[],
): Answer {
  if (decision.reached) return { reachable: true, sources, details: {} }
  const { stage, reason } = decision
  const details = detailsOf(tables, live, packet, decision, stage, reason)
  const seen = UNSEEN.has(stage) ? [] : sources
  return { reachable: false, code: reasons[reason]!.code, sources: seen, details }
}
