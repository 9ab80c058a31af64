import { type PacketProtocol, TCP } from '../net/protocol.ts'
import type { Decision, Target } from './decision.ts'
import { NONE } from './live.ts'

/** One side of an endpoint or a load balancer: the packet as it is there, and who has got it. */
export interface Side {
  target: Target
  /** Slot of an ENI, or number of a balancer's node. */
  slot: number
  protocol: PacketProtocol
  source: number
  destination: number
  destinationPort: number
  sourceKnown: boolean
  crossedIn: boolean
}

export function newSide(): Side {
  return {
    target: 'nobody',
    slot: NONE,
    protocol: TCP,
    source: 0,
    destination: 0,
    destinationPort: 0,
    sourceKnown: true,
    crossedIn: false,
  }
}

/** Notes the packet as it is now. */
export function keepSide(decision: Decision, side: Side): void {
  const { tuple } = decision
  side.target = decision.target
  side.slot = decision.targetNumber
  side.protocol = tuple.protocol
  side.source = tuple.source
  side.destination = tuple.destination
  side.destinationPort = tuple.destinationPort
  side.sourceKnown = decision.sourceKnown
  side.crossedIn = decision.crossedIn
}

/** The packet is again as it was noted. */
export function takeSide(decision: Decision, side: Side): void {
  const { tuple } = decision
  decision.target = side.target
  decision.targetNumber = side.slot
  tuple.protocol = side.protocol
  tuple.source = side.source
  tuple.destination = side.destination
  tuple.destinationPort = side.destinationPort
  decision.sourceKnown = side.sourceKnown
  decision.crossedIn = side.crossedIn
}
