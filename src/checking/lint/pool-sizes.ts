/** Pools that are enough to replace an instance, but not for all that is declared (facts/vpc R3.14, R3.15). */
import type { App, Strategy } from '../../cloud/app.ts'
import { planBatches, resolveMaxSurge } from '../../deployment/strategy.ts'
import type { Plan } from '../../simulation/plan.ts'
import type { Found, PlanRule } from './found.ts'
import { count, enumerate } from './words.ts'

export const poolSizes: PlanRule = function* (plan): Generator<Found> {
  const { topology } = plan
  for (const pool of topology.eipPools.values()) {
    const apps = [...topology.apps.values()].filter(({ eipPool }) => eipPool === pool.name)
    if (apps.length === 0) continue
    const instances = new Map(apps.map((app) => [app.name, app.instances]))
    const sum = () => [...instances.values()].reduce((total, each) => total + each, 0)
    const spare = pool.addresses.length - sum()
    // No spare address at all is told by the reader, EIP_HEADROOM_MISSING.
    if (spare > 0) yield* findSerialised(plan, pool, apps, spare, sum())
    let size = pool.addresses.length
    for (const { action, origin, text } of plan.timeline) {
      if (action.kind === 'configure')
        size = action.topology.eipPools.get(pool.name)?.addresses.length ?? size
      if (action.kind !== 'scale' || !instances.has(action.app)) continue
      const before = sum()
      instances.set(action.app, action.instances)
      if (sum() < size || sum() <= before) continue
      const needed = sum() + 1
      yield {
        code: 'EIP_POOL_BELOW_SCALE',
        origin,
        also: [pool.origin],
        message: `after ${text} there are ${count(sum(), 'instance')}, and a replacement needs one EIP more: ${sum()} + 1 = ${needed}, but pool ${pool.name} has ${size}`,
        details: { pool: pool.name, needed: String(needed) },
      }
    }
  }
}

function* findSerialised(
  plan: Plan,
  pool: { readonly name: string; readonly origin: Found['origin'] },
  apps: readonly App[],
  spare: number,
  instances: number,
): Generator<Found> {
  const waves = apps.map((app) => ({ app, wave: waveOf(app, plan) }))
  const largest = Math.max(...waves.map(({ wave }) => wave))
  if (spare >= largest) return
  const waiting = waves.filter(({ wave }) => wave > spare).map(({ app, wave }) => `${app.name} ${wave}`)
  yield {
    code: 'EIP_SURGE_SERIALISED',
    origin: pool.origin,
    message: `a release may begin more instances at once (${enumerate(waiting)}) than pool ${pool.name} has spare addresses (${spare}): the others wait for EIPs to come back`,
    details: { pool: pool.name, needed: String(instances + largest) },
  }
}

/** How many new instances a release of the application begins at once, with the strategy that lets most. */
function waveOf(app: App, { timeline }: Plan): number {
  const strategies: Strategy[] = timeline.flatMap(({ action }) =>
    (action.kind === 'deploy' || action.kind === 'rollback') && action.app === app.name
      ? [action.strategy ?? app.deploy.strategy]
      : [],
  )
  const used = strategies.length === 0 ? [app.deploy.strategy] : strategies
  const batch = Math.max(
    ...used.flatMap((strategy) => planBatches(app.instances, strategy).map(({ size }) => size)),
    0,
  )
  // With one EIP per instance, one on top is the least that moves (deployment/reconcile.ts).
  return Math.min(batch, Math.max(1, resolveMaxSurge(app.deploy, app.instances)))
}
