/** From probes to verdicts, and what a verdict sets going (facts/load-balancing 1.8, 1.9, 2.4). */
import type { HealthCheck } from '../cloud/health-check.ts'
import type { PoolEffect } from './backend-state.ts'
import { beginDrain, callOffDrain } from './drain.ts'
import type { PoolMember } from './pool-member.ts'
import { isProbedIn, type PoolRecord, stateChange, stateIn } from './pool-record.ts'
import { beginRamp, endRamp } from './slow-start.ts'

export function heard(record: PoolRecord, key: string, passed: boolean, nowUs: number): PoolEffect[] {
  const { product, healthCheck } = record.pool
  const member = record.members.get(key)
  if (member === undefined) return []
  if (product === 'serviceName') return judged(record, key, passed, nowUs)
  if (healthCheck === undefined || !isProbedIn(record, key)) return []
  return completesRow(member, passed, healthCheck) ? judged(record, key, passed, nowUs) : []
}

export function judged(record: PoolRecord, key: string, isHealthy: boolean, nowUs: number): PoolEffect[] {
  const { pool } = record
  const member = record.members.get(key)
  const isJudged = pool.product === 'serviceName' || isProbedIn(record, key)
  const verdict = isHealthy ? 'healthy' : 'unhealthy'
  if (member === undefined || !isJudged || member.verdict === verdict) return []
  const before = stateIn(record, key)
  member.verdict = verdict
  member.streak = 0
  const change = stateChange(record, key, before)
  if (isHealthy) return [...change, ...callOffDrain(member), ...beginRamp(member, pool, nowUs)]
  // One that was never healthy had nothing to drain.
  const drains = pool.drainUs !== undefined && before === 'healthy'
  return [...change, ...endRamp(member), ...(drains ? beginDrain(member, pool.drainUs, nowUs) : [])]
}

/** Counts one probe; true when it completes the row that turns the verdict. A server without one may turn either way. */
function completesRow(
  member: PoolMember,
  passed: boolean,
  { healthyThreshold, unhealthyThreshold }: HealthCheck,
): boolean {
  if (member.verdict === (passed ? 'healthy' : 'unhealthy')) {
    member.streak = 0
    return false
  }
  const step = passed ? 1 : -1
  member.streak = member.streak * step > 0 ? member.streak + step : step
  return Math.abs(member.streak) >= (passed ? healthyThreshold : unhealthyThreshold)
}
