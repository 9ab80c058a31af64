/**
 * How a change is cut into batches, and how many instances must stay and may come on top: facts/deployment A.1, A.2.
 * Pure arithmetic on the numbers of the deploy policy.
 */
import type { DeployPolicy, Strategy } from '../cloud/app.ts'

export interface Batch {
  readonly size: number
  readonly gray: boolean
}

/**
 * Even split with the remainder in the later batches: 10 in 3 is 3, 3, 4; after a gray batch of 2, 8 in 3 is 2, 3, 3 (A.1).
 * Batches that would be empty do not exist; nothing to replace gives no batch at all.
 */
export function planBatches(instances: number, strategy: Strategy): Batch[] {
  const gray = Math.min(strategy.gray ?? 0, instances)
  const rest = instances - gray
  const count = Math.min(strategy.batches, rest)
  const batches: Batch[] = gray > 0 ? [{ size: gray, gray: true }] : []
  for (let index = 0; index < count; index++) {
    const isLater = index >= count - (rest % count)
    batches.push({ size: Math.floor(rest / count) + (isLater ? 1 : 0), gray: false })
  }
  return batches
}

/** The floor of ready instances: the ratio wins over the number, -1 is `ceil(25 %)` of the current instances (A.2). */
export function resolveMinReady(policy: DeployPolicy, current: number): number {
  if (policy.minReadyPercent !== -1) return percentOf(policy.minReadyPercent, current)
  return policy.minReady === -1 ? percentOf(25, current) : policy.minReady
}

/** Instances on top of the declared ones: -1 is `ceil(30 %)` (A.2; the rounding is assumed as in Kubernetes). */
export function resolveMaxSurge(policy: DeployPolicy, current: number): number {
  if (policy.maxSurgePercent !== -1) return percentOf(policy.maxSurgePercent, current)
  return policy.maxSurge === -1 ? percentOf(30, current) : policy.maxSurge
}

/** `ceil(count * percent / 100)` in whole numbers, so that no rounding of binary fractions adds an instance. */
function percentOf(percent: number, count: number): number {
  return Math.ceil((percent * count) / 100)
}

/** Phased and gray releases roll back by themselves, a single-batch release does not (A.3). */
export function rollsBackByItself(strategy: Strategy): boolean {
  return strategy.batches > 1 || strategy.gray !== undefined
}
