/** A server that passes a packet on, as the packet met it: what its reply needs to know. The record is used again and again. */
import type { Ipv4 } from '../net/ipv4.ts'
import { NONE } from './live.ts'

/** Longer rows of servers are taken for a loop; a packet lives for 64 of them at most, and nobody builds 16. */
export const MOST_SERVERS = 16

export interface Passed {
  /** Its ENI. */
  slot: number
  address: Ipv4
  /** It has put its own address in the place of the source, so that the reply comes back to it. */
  masks: boolean
  /** The border of its vSwitch that the packet has crossed on its way in, and out again. */
  crossedIn: boolean
  crossedOut: boolean
  /** The packet as it came. */
  source: Ipv4
  /** False where nobody can tell the source that it came with. */
  sourceKnown: boolean
  destination: Ipv4
  destinationPort: number
}

export function newPassed(): Passed {
  return {
    slot: NONE,
    address: 0,
    masks: false,
    crossedIn: false,
    crossedOut: false,
    source: 0,
    sourceKnown: true,
    destination: 0,
    destinationPort: 0,
  }
}
