/** Updates of inference services that leave nobody for a while (facts/deployment B.6). */
import { rollingLimits } from '../../deployment/eas-rollout.ts'
import type { Plan } from '../../simulation/plan.ts'
import type { Found, PlanRule } from './found.ts'
import { count } from './words.ts'

/** As the service was written: an autoscaler may have more of it by then, or fewer. */
export const serviceUpdates: PlanRule = function* ({ topology, timeline }: Plan): Generator<Found> {
  const told = new Set<string>()
  const instances = new Map([...topology.apps.values()].map((app) => [app.name, app.instances]))
  for (const { action, origin, text } of timeline) {
    if (action.kind === 'scale') instances.set(action.app, action.instances)
    if (action.kind !== 'deploy' && action.kind !== 'rollback') continue
    const app = topology.apps.get(action.app)
    const declared = instances.get(action.app) ?? 0
    if (app?.eas === undefined || declared === 0 || told.has(app.name)) continue
    const { minReady } = rollingLimits(app.eas, declared)
    if (minReady > 0) continue
    told.add(app.name)
    yield {
      code: 'UPDATE_LEAVES_NOBODY',
      origin,
      also: [app.origin],
      message: `"${text}" may take ${declared === 1 ? 'the only instance' : `all ${count(declared, 'instance')}`} of ${app.name} away before a new one is ready`,
      details: { app: app.name },
    }
  }
}
