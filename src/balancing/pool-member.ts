/** One server in a pool: what its pool remembers of it. Only `PoolState` writes it. */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { BackendState, MemberState } from './backend-state.ts'
import type { Backend } from './pool-view.ts'

export interface PoolMember {
  backend: Backend
  stay: MemberState
  verdict: 'initial' | 'healthy' | 'unhealthy'
  /** Probes in a row that speak against the verdict: passes above 0, failures below. */
  streak: number
  /** Of a service name: its deletion has begun, and whether it still answers. */
  terminating: 'no' | 'serving' | 'silent'
  /** It was added beside a sound server, and has not ended a slow start since. */
  mayRamp: boolean
  rampsSinceUs: number | undefined
  drainsUntilUs: number | undefined
}

export function newMember(backend: Backend, stay: MemberState): PoolMember {
  return {
    backend,
    stay,
    verdict: 'initial',
    streak: 0,
    terminating: 'no',
    mayRamp: false,
    rampsSinceUs: undefined,
    drainsUntilUs: undefined,
  }
}

export function stateOf(member: PoolMember, { product, healthCheck }: BackendPool): BackendState {
  if (member.stay === 'adding') return 'adding'
  if (member.stay === 'removing' || member.terminating !== 'no') return 'draining'
  if (product === 'serviceName') return member.verdict
  if (member.backend.weight <= 0) return 'unused'
  return healthCheck === undefined ? 'unavailable' : member.verdict
}

/** It may be asked as long as anybody may: healthy, or nobody looks. */
export function isSound(member: PoolMember, pool: BackendPool): boolean {
  const state = stateOf(member, pool)
  return state === 'healthy' || state === 'unavailable'
}
