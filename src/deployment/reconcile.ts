/**
 * What to do next in a batch: the rolling step of a Kubernetes Deployment (facts/deployment D.2), with SAE's order for
 * applications that have one EIP per instance – an old instance stops only for a new one whose EIP is bound (rules 2, 3).
 * Pure: counts in, one decision out. The caller carries it out and asks again until the answer is to wait.
 */

/** Where the batch stands. Terminating instances are not counted anywhere (D.4). */
export interface Standing {
  /** Declared instances of the application once the order is done. */
  readonly desired: number
  /** Instances of the target version wanted at the end of this batch. */
  readonly batchTarget: number
  readonly newSpec: number
  readonly newReady: number
  /** Target instances that let an old one go: EIP bound, or bound and ready (`eipGate`). */
  readonly newPastGate: number
  readonly oldSpec: number
  readonly oldReady: number
  /** Old instances whose EIP is in use. */
  readonly oldBound: number
}

export interface Limits {
  readonly minReady: number
  readonly maxSurge: number
  /** How many the pace of the order allows to create now: 0 during a pause between instances. */
  readonly createAtMost: number
  /** One EIP per instance: the gate holds. */
  readonly eipMode: boolean
}

/** The old instance that would go next. */
export interface Victim {
  readonly isReady: boolean
  readonly isBound: boolean
}

export type Decision =
  | { readonly kind: 'create'; readonly count: number }
  | { readonly kind: 'retire' }
  | { readonly kind: 'wait' }

const WAIT: Decision = { kind: 'wait' }
const RETIRE: Decision = { kind: 'retire' }

/** Creation goes before removal, as in a Deployment. */
export function decide(at: Standing, limits: Limits, victim: Victim | undefined): Decision {
  const total = at.newSpec + at.oldSpec
  // With the gate nothing may go before something has come, so one instance on top is the least that moves.
  const surge = limits.eipMode ? Math.max(1, limits.maxSurge) : limits.maxSurge
  const room = Math.min(at.desired + surge - total, at.batchTarget - at.newSpec, limits.createAtMost)
  if (room > 0) return { kind: 'create', count: room }
  if (victim === undefined || at.oldSpec <= at.desired - at.batchTarget) return WAIT
  return mayRetire(at, limits, victim) ? RETIRE : WAIT
}

function mayRetire(at: Standing, limits: Limits, victim: Victim): boolean {
  const ready = at.newReady + at.oldReady
  if (victim.isReady && ready - 1 < limits.minReady) return false
  if (limits.eipMode && victim.isBound) return at.oldBound + at.newPastGate > at.desired
  // One EIP per instance allows no dip at all, otherwise the floor is min-ready (A.2: maxUnavailable = desired - minReady).
  const floor = limits.eipMode ? at.desired : limits.minReady
  return at.newSpec + at.oldSpec - floor - (at.newSpec - at.newReady) > 0
}
