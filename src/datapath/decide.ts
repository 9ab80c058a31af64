/** The quick way to ask: numbers in, numbers out, nothing allocated. */
import type { Decision } from './decision.ts'
import type { Decision6, Packet6 } from './ipv6-decision.ts'
import { walk6 } from './ipv6-walk.ts'
import type { Live } from './live.ts'
import type { Packet } from './packet.ts'
import type { Tables } from './tables.ts'
import { walk } from './walk.ts'
import { BY_HASH } from './ways.ts'

/**
 * Does the packet arrive? `decision` is filled with where it stopped and why, or who got it with which source address.
 * `way` is one of those that a connection might take, where the question is what would happen on that one.
 * Throws a RangeError when no ENI is in the slot of the packet.
 */
export function decide(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  way: number = BY_HASH,
): boolean {
  walk(tables, live, packet, decision, way, undefined)
  return decision.reached
}

/** The same for an IPv6 packet, which nobody translates and which has one way only. */
export function decide6(tables: Tables, live: Live, packet: Packet6, decision: Decision6): boolean {
  walk6(tables, live, packet, decision, undefined)
  return decision.reached
}
