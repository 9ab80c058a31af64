/**
 * Connection drain (facts/load-balancing 1.8, 2.2): a server that is removed or turns unhealthy gets nothing new, and what is
 * open goes on until the time is over. CLB layer 4 documents only the switch and its range; that it drains for the same two reasons
 * is assumed.
 */
import type { PoolEffect } from './backend-state.ts'
import type { PoolMember } from './pool-member.ts'

/** 0 s cuts at once. Whoever is removed while it drains as an unhealthy one keeps the clock that runs. */
export function beginDrain(member: PoolMember, drainUs: number, nowUs: number): PoolEffect[] {
  const { key } = member.backend
  if (drainUs === 0) return [{ kind: 'drainEnds', key, cuts: true }]
  if (member.drainsUntilUs !== undefined) return []
  member.drainsUntilUs = nowUs + drainUs
  return [{ kind: 'drainBegins', key, endsUs: member.drainsUntilUs }]
}

/** It is asked again before the time was over. */
export function callOffDrain(member: PoolMember): PoolEffect[] {
  if (member.drainsUntilUs === undefined) return []
  member.drainsUntilUs = undefined
  return [{ kind: 'drainEnds', key: member.backend.key, cuts: false }]
}
