/**
 * Where the cloud hashes a connection onto one of several ways: an EIP of an SNAT entry (facts/vpc R4.15), a next hop of an
 * ECMP route (R2.17). A single way is named by one number, whose digits are the choices in the order of the walk, the
 * first of them the lowest; so counting from 0 goes through all of them, whatever way a choice leads to.
 */
import type { Decision } from './decision.ts'

/** Of all ways, the one that the hash gives. */
export const BY_HASH = -1

/** An index below `count`: the one that the hash gives, or that of the way which is asked about. */
export function chooseWay(decision: Decision, count: number, byHash: number): number {
  decision.ways *= count
  if (decision.way === BY_HASH) return byHash
  const chosen = decision.way % count
  decision.way = (decision.way - chosen) / count
  return chosen
}
