/** What a change order is made of when it begins: what was asked for, and the limits that hold for it (facts/deployment A.2, B.6). */
import type { OrderTerms } from './change-order.ts'
import { rollingLimits } from './eas-rollout.ts'
import type { Fleet } from './fleet.ts'
import { resolveMaxSurge, resolveMinReady } from './strategy.ts'

export type AskedTerms = Pick<
  OrderTerms,
  'number' | 'type' | 'version' | 'previousVersion' | 'strategy' | 'batches' | 'target'
>

/** `desired`: declared instances once the order is done. */
export function termsOf(asked: AskedTerms, fleet: Fleet, desired: number): OrderTerms {
  const { name, deploy, eas } = fleet.app
  const rolling = eas && rollingLimits(eas, desired)
  return {
    app: name,
    ...asked,
    desired,
    boundAtBegin: fleet.bound,
    minReady: asked.type === 'CoStop' ? 0 : (rolling?.minReady ?? resolveMinReady(deploy, desired)),
    maxSurge: rolling?.maxSurge ?? resolveMaxSurge(deploy, desired),
    batchTimeoutUs: deploy.batchTimeoutUs,
    isRolling: rolling !== undefined,
  }
}
