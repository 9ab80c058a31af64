/** Servers come, go and change weight (facts/load-balancing 1.8, section 5). `PoolState` says what each step means. */
import type { PoolEffect } from './backend-state.ts'
import { beginDrain, callOffDrain } from './drain.ts'
import { newMember } from './pool-member.ts'
import { memberOf, NO_VERDICT, type PoolRecord, stateChange, stateIn } from './pool-record.ts'
import type { Backend } from './pool-view.ts'
import { beginRamp, endRamp, wouldRamp } from './slow-start.ts'

export function announce(record: PoolRecord, backend: Backend): PoolEffect[] {
  const { key } = backend
  if (record.members.has(key)) throw new Error(`announced twice: ${key}`)
  record.members.set(key, newMember(backend, 'adding'))
  return stateChange(record, key, 'gone')
}

export function add(record: PoolRecord, backend: Backend, nowUs: number, isSound: boolean): PoolEffect[] {
  const { pool, members } = record
  const { key } = backend
  const old = members.get(key)
  if (old?.stay === 'available') throw new Error(`added twice: ${key}`)
  const before = stateIn(record, key)
  const member = newMember(backend, 'available')
  member.mayRamp = !isSound && wouldRamp(pool, members.values())
  if (isSound || pool.product === 'serviceName') member.verdict = 'healthy'
  members.set(key, member)
  return [
    ...stateChange(record, key, before),
    ...(old === undefined ? [] : callOffDrain(old)),
    ...(pool.healthCheck === undefined ? beginRamp(member, pool, nowUs) : []),
  ]
}

export function remove(record: PoolRecord, key: string, nowUs: number): PoolEffect[] {
  const member = memberOf(record, key)
  if (member.stay === 'removing') throw new Error(`removed twice: ${key}`)
  const before = stateIn(record, key)
  const drainUs = member.stay === 'available' ? record.pool.drainUs : undefined
  if (drainUs !== undefined && drainUs > 0) member.stay = 'removing'
  else record.members.delete(key)
  return [
    ...stateChange(record, key, before),
    ...endRamp(member),
    ...(drainUs === undefined ? [] : beginDrain(member, drainUs, nowUs)),
  ]
}

export function setWeight(record: PoolRecord, key: string, weight: number): PoolEffect[] {
  const member = memberOf(record, key)
  const before = stateIn(record, key)
  const wasUsed = member.backend.weight > 0
  const isUsed = weight > 0
  member.backend = { ...member.backend, weight }
  if (!wasUsed && isUsed && record.pool.product !== 'serviceName') Object.assign(member, NO_VERDICT)
  // Without a verdict it is not healthy, hence ramps no longer (1.8).
  const losesVerdict = !isUsed && record.pool.healthCheck !== undefined
  return [...stateChange(record, key, before), ...(losesVerdict ? endRamp(member) : [])]
}

export function terminate(record: PoolRecord, key: string, isServing: boolean): PoolEffect[] {
  const member = memberOf(record, key)
  const before = stateIn(record, key)
  member.terminating = isServing ? 'serving' : 'silent'
  return stateChange(record, key, before)
}
