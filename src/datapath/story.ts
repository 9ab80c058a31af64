/**
 * The readable twin of `ask`: what becomes of a flow for one instance, with every hop of its packet. The verdict is the
 * one that `ask` gives, also where a connection may take any of several ways: then the way that is told is the first
 * that fails, because a flow gets through only if it does with each of them.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import type { Answer } from './answer.ts'
import { askPackets, blamingOldAnswer, failingWay, withoutPacket } from './ask.ts'
import type { KeptAnswer } from './called-name.ts'
import { type Explanation, explain } from './explain.ts'
import type { Flow } from './flow.ts'
import { packetsOf } from './flow-packet.ts'
import { tell6 } from './ipv6-ask.ts'
import type { Packet6 } from './ipv6-decision.ts'
import type { Explanation6 } from './ipv6-explain.ts'
import type { Live } from './live.ts'
import { resolvingHop } from './name-details.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'
import { BY_HASH } from './ways.ts'

export interface Story {
  /** The ENI that was asked, or `NONE` where no instance takes part. */
  readonly slot: number
  readonly answer: Answer
  /** Absent where the flow has no packet, because nothing has an address that could be called. */
  readonly told?: { readonly packet: Packet; readonly explanation: Explanation }
  /** The same for a flow over IPv6, which has no `told`. */
  readonly told6?: { readonly packet: Packet6; readonly explanation: Explanation6 }
}

/** What is told of the packet, whatever its family. */
export function toldOf({ told, told6 }: Story): Story['told'] | Story['told6'] {
  return told ?? told6
}

/** What differs from the first packet that the flow would send by itself. */
export interface PacketWishes {
  readonly sourcePort?: number
  /** A plain address in place of the one that the flow's target has. */
  readonly destination?: Ipv4
  /** The answer of a resolver that the caller still keeps. */
  readonly kept?: KeptAnswer
}

/** `slot` is an ENI of the application that the flow comes from or goes to, as in `ask`. */
export function tell(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  { sourcePort, destination, kept }: PacketWishes = {},
): Story {
  if (flow.ip === 'v6') {
    const { answer, told } = tell6(tables, live, flow, slot, sourcePort)
    return { slot, answer, ...(told !== undefined && { told6: told }) }
  }
  const drawn = packetsOf(tables, live, flow, slot, kept)
  if (drawn.length === 0) {
    const answer = withoutPacket(tables, live, flow, slot, kept)
    return {
      slot,
      answer: kept === undefined ? answer : blamingOldAnswer(tables, live, flow, slot, kept, answer),
    }
  }
  const packets = (destination === undefined ? drawn : drawn.slice(0, 1)).map((each) => ({
    ...each,
    ...(sourcePort !== undefined && hasPorts(flow.protocol) && { sourcePort }),
    ...(destination !== undefined && { destination }),
  }))
  const answer = askPackets(tables, live, packets)
  const { packet, explanation } = explainAnswer(tables, live, packets, answer)
  if (flow.to.kind !== 'name') return { slot, answer, told: { packet, explanation } }
  return withName(tables, live, flow, { slot, answer, told: { packet, explanation } }, kept)
}

/** Where several ways fail for different reasons, the way that is told is the one that `ask` speaks of. */
function explainAnswer(
  tables: Tables,
  live: Live,
  packets: readonly Packet[],
  answer: Answer,
): Required<Story>['told'] {
  const { packet, way } = answer.reachable
    ? { packet: packets[0]!, way: BY_HASH }
    : failingWay(tables, live, packets)
  return { packet, explanation: explain(tables, live, packet, way) }
}

/** Before the packet the name is resolved. An old answer that is to blame is the first thing that blocks. */
function withName(
  tables: Tables,
  live: Live,
  flow: Flow,
  { slot, answer, told }: Story & Required<Pick<Story, 'told'>>,
  kept: KeptAnswer | undefined,
): Story {
  const { packet, explanation } = told
  const resolving = resolvingHop(tables, live, flow, slot, packet, kept)
  const blamed = kept === undefined ? answer : blamingOldAnswer(tables, live, flow, slot, kept, answer)
  if (blamed.code !== 'NAME_CACHED_OLD')
    return {
      slot,
      answer,
      told: { packet, explanation: { ...explanation, hops: [resolving, ...explanation.hops] } },
    }
  const { code, details } = blamed
  const behind = explanation.hops.map((hop) => ({ ...hop, hypothetical: true }))
  return {
    slot,
    answer: blamed,
    told: {
      packet,
      explanation: {
        ...explanation,
        hops: [{ ...resolving, verdict: 'dropped', code, details }, ...behind],
        blockers: [{ code, details }, ...explanation.blockers],
      },
    },
  }
}
