/** Autoscalers that have nothing to look at (facts/deployment B.6). */
import type { Plan } from '../../simulation/plan.ts'
import type { Found, LintContext, PlanRule } from './found.ts'

export const autoscaling: PlanRule = function* (
  { topology, flows }: Plan,
  { locate }: LintContext,
): Generator<Found> {
  if (flows.some(({ requests }) => requests !== undefined)) return
  for (const { name, eas, origin } of topology.apps.values())
    if (eas?.autoscaling !== undefined)
      yield {
        code: 'AUTOSCALER_WITHOUT_REQUESTS',
        origin: locate(['apps', name, 'autoscaling']) ?? origin,
        message: `no flow has requests, so nothing is measured of ${name} and its number of instances stays as it is`,
        details: { app: name },
      }
}
