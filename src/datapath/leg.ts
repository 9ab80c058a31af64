/**
 * A way through transit routers that a packet has gone with one and the same source: what its reply needs to know. It ends
 * where somebody translates the source, for the reply comes back to him. The record is used again and again.
 */
import type { FiveTuple } from '../net/five-tuple.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { NONE } from './live.ts'
import type { VpcTable } from './vpc-table.ts'

export interface Leg {
  /** The VPC that it began in, and the packet as it was there. */
  from: VpcTable | undefined
  source: Ipv4
  destination: Ipv4
  destinationPort: number
  /** The vSwitch of whoever has translated the source behind it; `NONE`: nobody, and the receiver replies. */
  end: number
}

function newLeg(): Leg {
  return { from: undefined, source: 0, destination: 0, destinationPort: 0, end: NONE }
}

interface Way {
  /** As many as any packet of this record has had, the first `legCount` of them its own. */
  readonly legs: Leg[]
  legCount: number
  readonly tuple: Pick<FiveTuple, 'source' | 'destination' | 'destinationPort'>
}

/** The packet leaves `from` as it is now. */
export function beginLeg(decision: Way, from: VpcTable): Leg {
  const { source, destination, destinationPort } = decision.tuple
  decision.legs[decision.legCount] ??= newLeg()
  const leg = decision.legs[decision.legCount++]!
  leg.from = from
  leg.source = source
  leg.destination = destination
  leg.destinationPort = destinationPort
  leg.end = NONE
  return leg
}

/** Is the packet in a VPC that is not its source's? */
export function isAbroad({ legs, legCount }: Pick<Way, 'legs' | 'legCount'>): boolean {
  return legCount > 0 && legs[legCount - 1]!.end === NONE
}

/** Somebody in the vSwitch has put another source into the packet. */
export function endLeg(decision: Way, vswitch: number): void {
  if (isAbroad(decision)) decision.legs[decision.legCount - 1]!.end = vswitch
}
