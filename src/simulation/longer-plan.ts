/** A plan that goes on beyond its end: what its author would have seen, had they waited. */
import type { Action, Plan } from './plan.ts'

/** `durationUs` is not below that of the plan. What was to last until the end lasts until the new one. */
export function longerPlan<P extends Plan>(plan: P, durationUs: number): P {
  if (!(durationUs >= plan.durationUs))
    throw new RangeError(`the plan lasts ${plan.durationUs} already, got ${durationUs}`)
  if (durationUs === plan.durationUs) return plan
  const timeline = plan.timeline.map((entry) => ({
    ...entry,
    action: lasting(entry.action, entry.atUs, plan.durationUs, durationUs),
  }))
  return { ...plan, durationUs, timeline }
}

function lasting(action: Action, atUs: number, endUs: number, laterUs: number): Action {
  if (action.kind !== 'zoneOutage' || atUs + action.forUs < endUs) return action
  return { ...action, forUs: laterUs - atUs }
}
