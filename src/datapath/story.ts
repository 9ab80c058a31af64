/**
 * The readable twin of `ask`: what becomes of a flow for one instance, with every hop of its packet. The verdict is the
 * one that `ask` gives, also where an SNAT entry may pick any of several EIPs: then the way that is told is the first
 * that fails, because a flow gets through only if it does with each of them.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import type { Answer } from './answer.ts'
import { askPacket, withoutPacket } from './ask.ts'
import { type Explanation, explain } from './explain.ts'
import type { Flow } from './flow.ts'
import { packetOf } from './flow-packet.ts'
import type { Live } from './live.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'

export interface Story {
  /** The ENI that was asked, or `NONE` where no instance takes part. */
  readonly slot: number
  readonly answer: Answer
  /** Absent where the flow has no packet, because nothing has an address that could be called. */
  readonly told?: { readonly packet: Packet; readonly explanation: Explanation }
}

/** What differs from the first packet that the flow would send by itself. */
export interface PacketWishes {
  readonly sourcePort?: number
  /** A plain address in place of the one that the flow's target has. */
  readonly destination?: Ipv4
}

/** `slot` is an ENI of the application that the flow comes from or goes to, as in `ask`. */
export function tell(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  { sourcePort, destination }: PacketWishes = {},
): Story {
  const drawn = packetOf(tables, live, flow, slot)
  if (drawn === undefined) return { slot, answer: withoutPacket(tables, live, flow, slot) }
  const packet = {
    ...drawn,
    ...(sourcePort !== undefined && hasPorts(flow.protocol) && { sourcePort }),
    ...(destination !== undefined && { destination }),
  }
  const answer = askPacket(tables, live, packet)
  return { slot, answer, told: { packet, explanation: explainAnswer(tables, live, packet, answer) } }
}

function explainAnswer(tables: Tables, live: Live, packet: Packet, answer: Answer): Explanation {
  const byHash = explain(tables, live, packet)
  if (answer.reachable || !byHash.reached) return byHash
  for (let choice = 0; choice < answer.sources.length; choice++) {
    const explanation = explain(tables, live, packet, choice)
    if (!explanation.reached) return explanation
  }
  return byHash
}
