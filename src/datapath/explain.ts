/**
 * The readable way to ask: the hops of a packet, each with what was decided and why. It walks the same stages as
 * `decide`, and goes on behind a drop so that all blockers come to light; what lies behind is marked hypothetical.
 */
import { type FiveTuple, reverse } from '../net/five-tuple.ts'
import { type Decision, newDecision, type Stage } from './decision.ts'
import { detailsOf } from './details.ts'
import { type Hop, wayOfReply } from './hop.ts'
import type { Live } from './live.ts'
import { accountOf } from './narration.ts'
import { notesOf, type Remark } from './notes.ts'
import type { Packet } from './packet.ts'
import { PASSED, reasons } from './reasons.ts'
import type { Tables } from './tables.ts'
import { BY_HASH, walk } from './walk.ts'

export interface Explanation {
  readonly reached: boolean
  /** The way out, then for a packet that arrives the way of its reply; for others only what would stop the reply. */
  readonly hops: readonly Hop[]
  /** Everything that stops the packet, in the order of its way. The first is what `decide` gives. */
  readonly blockers: readonly Remark[]
  /** What does not stop it and is worth knowing. */
  readonly notes: readonly Remark[]
}

export function explain(
  tables: Tables,
  live: Live,
  packet: Packet,
  eipChoice: number = BY_HASH,
): Explanation {
  const decision = newDecision()
  const hops: Hop[] = []
  const blockers: Remark[] = []
  const notes: Remark[] = []
  let before: FiveTuple = packetOnly(packet)
  const observe = (stage: Stage, reason: number) => {
    const reply = replyAt(stage, packet, decision)
    const after = reply ?? packetOnly(decision.tuple)
    const { component, why, rule, unknown } = accountOf(tables, live, packet, decision, stage, reason)
    const hypothetical = blockers.length > 0
    const dropped = reason !== PASSED
    const code = dropped ? reasons[reason]!.code : undefined
    const details = dropped ? detailsOf(tables, live, packet, decision, stage, reason) : undefined
    const verdict = dropped ? 'dropped' : unknown ? 'unknown' : 'passed'
    const direction = reply === undefined ? 'forward' : 'return'
    const { sourceKnown } = decision
    hops.push({
      stage,
      direction,
      component,
      verdict,
      why,
      rule,
      code,
      details,
      before: reply ?? before,
      after,
      sourceKnown,
      hypothetical,
    })
    if (reply === undefined) before = after
    if (code !== undefined) blockers.push({ code, details: details! })
    else if (!hypothetical) notes.push(...notesOf(tables, live, packet, decision, stage))
  }
  walk(tables, live, packet, decision, eipChoice, { stage: observe })
  const forward = hops.filter(({ direction }) => direction === 'forward')
  const asked = hops.filter(({ direction }) => direction === 'return')
  return { reached: decision.reached, hops: [...forward, ...wayOfReply(forward, asked)], blockers, notes }
}

/** The reply as a stage of the way back sees it; undefined for stages of the way out. */
function replyAt(stage: Stage, packet: Packet, decision: Decision): FiveTuple | undefined {
  switch (stage) {
    case 'return-acl-out':
    case 'return-route':
      return reverse(packetOnly(decision.tuple))
    case 'return-acl-in':
      return reverse(packetOnly(packet))
    default:
      return undefined
  }
}

function packetOnly({ protocol, source, sourcePort, destination, destinationPort }: FiveTuple): FiveTuple {
  return { protocol, source, sourcePort, destination, destinationPort }
}
