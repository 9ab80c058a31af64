/**
 * Slow start: a new server beside sound ones gets a growing share (facts/load-balancing 1.8). The curve is not published;
 * ours is linear, and begins at one part (section 9, row 10).
 */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { PoolEffect } from './backend-state.ts'
import { isSound, type PoolMember } from './pool-member.ts'

/** How long a server of this pool ramps in microseconds, or `undefined`: off. Only weighted round robin has it. */
export function rampTimeUs({ product, scheduler, slowStartUs }: BackendPool): number | undefined {
  return product === 'alb' && scheduler.kind === 'wrr' ? slowStartUs : undefined
}

/** A server that is added now would ramp: somebody else is sound and does not ramp. The very first one never does. */
export function wouldRamp(pool: BackendPool, others: Iterable<PoolMember>): boolean {
  if (rampTimeUs(pool) === undefined) return false
  for (const other of others)
    if (other.stay === 'available' && other.rampsSinceUs === undefined && isSound(other, pool)) return true
  return false
}

/** The clock starts: at the first good verdict, at once where checks are off, and anew after every recovery before its end. */
export function beginRamp(member: PoolMember, pool: BackendPool, nowUs: number): PoolEffect[] {
  const timeUs = rampTimeUs(pool)
  if (!member.mayRamp || timeUs === undefined) return []
  member.rampsSinceUs = nowUs
  return [{ kind: 'slowStartBegins', key: member.backend.key, endsUs: nowUs + timeUs }]
}

/** By time, removal, a bad verdict, or because the option was switched off. */
export function endRamp(member: PoolMember): PoolEffect[] {
  if (member.rampsSinceUs === undefined) return []
  member.rampsSinceUs = undefined
  return [{ kind: 'slowStartEnds', key: member.backend.key }]
}

/** `Infinity`: it does not ramp. */
export function rampEndUs({ rampsSinceUs }: PoolMember, pool: BackendPool): number {
  const timeUs = rampTimeUs(pool)
  return rampsSinceUs === undefined || timeUs === undefined ? Number.POSITIVE_INFINITY : rampsSinceUs + timeUs
}

/** The weight that counts at an instant: `max(1, weight · t / T)`, or Envoy's with a tenth at least; not rounded. */
export function rampedWeight(
  { backend, rampsSinceUs }: PoolMember,
  pool: BackendPool,
  nowUs: number,
): number {
  const { weight } = backend
  const timeUs = rampTimeUs(pool)
  if (rampsSinceUs === undefined || timeUs === undefined || weight <= 0) return weight
  const sinceUs = nowUs - rampsSinceUs
  const least = pool.slowStartCurve === 'envoy' ? weight / 10 : 1
  return sinceUs >= timeUs ? weight : Math.max(least, (weight * sinceUs) / timeUs)
}
