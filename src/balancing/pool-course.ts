/** What time and other settings do to the servers that are there (facts/load-balancing 1.8). */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { PoolEffect } from './backend-state.ts'
import { callOffDrain } from './drain.ts'
import { NO_VERDICT, type PoolRecord, stateChange, stateIn } from './pool-record.ts'
import { endRamp, rampEndUs, rampTimeUs } from './slow-start.ts'

/** When `elapse` has something to do next; `Infinity` for never. */
export function nextDueUs({ pool, members }: PoolRecord): number {
  let dueUs = Number.POSITIVE_INFINITY
  for (const member of members.values())
    dueUs = Math.min(dueUs, member.drainsUntilUs ?? dueUs, rampEndUs(member, pool))
  return dueUs
}

export function elapse(record: PoolRecord, nowUs: number): PoolEffect[] {
  const effects: PoolEffect[] = []
  for (const [key, member] of record.members) {
    if (rampEndUs(member, record.pool) <= nowUs) {
      member.mayRamp = false
      effects.push(...endRamp(member))
    }
    if (member.drainsUntilUs === undefined || member.drainsUntilUs > nowUs) continue
    member.drainsUntilUs = undefined
    if (member.stay === 'removing') {
      record.members.delete(key)
      effects.push(...stateChange(record, key, 'draining'))
    }
    effects.push({ kind: 'drainEnds', key, cuts: true })
  }
  return effects
}

export function reconfigure(record: PoolRecord, pool: BackendPool): PoolEffect[] {
  const { members } = record
  const before = new Map(Array.from(members.keys(), (key) => [key, stateIn(record, key)]))
  const isNewlyChecked = record.pool.healthCheck === undefined && pool.healthCheck !== undefined
  record.pool = pool
  const effects: PoolEffect[] = []
  for (const [key, member] of members) {
    if (isNewlyChecked) Object.assign(member, NO_VERDICT)
    effects.push(...stateChange(record, key, before.get(key)!))
    if (stateIn(record, key) === 'unavailable') effects.push(...callOffDrain(member))
    if (rampTimeUs(pool) !== undefined) continue
    member.mayRamp = false
    effects.push(...endRamp(member))
  }
  return effects
}
