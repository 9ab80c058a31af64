/** The quick way to ask: numbers in, numbers out, nothing allocated. */
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'
import { BY_HASH, walk } from './walk.ts'

/**
 * Does the packet arrive? `decision` is filled with where it stopped and why, or who got it with which source address.
 * `eipChoice` picks an EIP of the SNAT entry by its index, where the question is what would happen with that one.
 * Throws a RangeError when no ENI is in the slot of the packet.
 */
export function decide(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  eipChoice: number = BY_HASH,
): boolean {
  walk(tables, live, packet, decision, eipChoice, undefined)
  return decision.reached
}
