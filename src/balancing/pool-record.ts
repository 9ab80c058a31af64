/** What a pool consists of. The steps of `pool-membership`, `pool-verdicts` and `pool-course` write it, on behalf of `PoolState`. */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { BackendState, PoolEffect } from './backend-state.ts'
import { type PoolMember, stateOf } from './pool-member.ts'

export interface PoolRecord {
  pool: BackendPool
  /** By key, in the order of the group. */
  readonly members: Map<string, PoolMember>
}

export const NO_VERDICT = { verdict: 'initial', streak: 0 } as const

export function stateIn({ pool, members }: PoolRecord, key: string): BackendState {
  const member = members.get(key)
  return member === undefined ? 'gone' : stateOf(member, pool)
}

/** In the group, with a weight, and checks are on (facts/load-balancing 1.9). */
export function isProbedIn(record: PoolRecord, key: string): boolean {
  const state = stateIn(record, key)
  const isJudged = state === 'initial' || state === 'healthy' || state === 'unhealthy'
  return isJudged && record.pool.healthCheck !== undefined
}

/** The change since `from`, if there is one. */
export function stateChange(record: PoolRecord, key: string, from: BackendState): PoolEffect[] {
  const to = stateIn(record, key)
  return from === to ? [] : [{ kind: 'state', key, from, to }]
}

export function memberOf({ pool, members }: PoolRecord, key: string): PoolMember {
  const member = members.get(key)
  if (member === undefined) throw new Error(`no server ${key} in pool ${pool.key}`)
  return member
}
