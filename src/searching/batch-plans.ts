/** Ways to cut the releases of an application: the declared one, those that are tried beside it, and how each is written into the file. */
import type { BatchPlan } from '../checking/sizing/size-sheet.ts'
import type { App, Strategy } from '../cloud/app.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Change } from '../deployment/change.ts'
import { planBatches } from '../deployment/strategy.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Value } from '../scenario/value.ts'
import type { TimelineEntry } from '../simulation/plan.ts'
import { placeOf } from './counterexample-file.ts'

/** All numbers of batches up to this one are tried, and then one for each instance. */
const EACH_UP_TO = 10

export type Release = TimelineEntry & {
  readonly action: Extract<Change, { readonly kind: 'deploy' | 'rollback' }>
}

export function releasesOf({ name }: App, { timeline }: Scenario): Release[] {
  return timeline.filter(
    (entry): entry is Release =>
      (entry.action.kind === 'deploy' || entry.action.kind === 'rollback') && entry.action.app === name,
  )
}

export function ownStrategy({ action }: Release): Strategy[] {
  return action.strategy === undefined ? [] : [action.strategy]
}

/** As the first release has it. */
export function declaredPlan({ deploy }: App, releases: readonly Release[]): BatchPlan {
  const { batches, gray, batchWaitUs } = releases.flatMap(ownStrategy)[0] ?? deploy.strategy
  return {
    batches,
    ...(gray !== undefined && { gray }),
    batchWaitUs,
    instanceWaitUs: deploy.instanceWaitUs,
  }
}

/** Those that are not the declared one under another name, nor another one's. */
export function plansFor(app: App, releases: readonly Release[]): BatchPlan[] {
  const { instances } = app
  const declared = declaredPlan(app, releases)
  const counts = new Set(
    [...Array.from({ length: Math.min(instances, EACH_UP_TO) }, (_, index) => index + 1), instances].sort(
      (a, b) => a - b,
    ),
  )
  // At most half of the instances (facts/deployment A.1).
  const grays = new Set([undefined, ...(instances >= 2 ? [1, declared.gray] : [])])
  const plans = new Map<string, BatchPlan>()
  const add = (plan: BatchPlan) => {
    const sizes = planBatches(instances, { ...plan, release: 'auto' }).map(({ size, gray }) =>
      gray ? `gray ${size}` : size,
    )
    // A single batch does not roll back, and nobody waits within or between batches of one.
    const key = `${sizes.join()} ${sizes.length > 1 ? plan.batchWaitUs : 0} ${plan.instanceWaitUs}`
    if (!plans.has(key)) plans.set(key, plan)
  }
  const waits = new Set([0, declared.instanceWaitUs])
  const between = new Set([0, declared.batchWaitUs])
  for (const gray of grays)
    for (const batches of counts)
      for (const batchWaitUs of between)
        for (const wait of waits)
          add({ batches, ...(gray !== undefined && { gray }), batchWaitUs, instanceWaitUs: wait })
  return [...plans.values()].filter(
    (plan) =>
      plan.batches !== declared.batches ||
      plan.gray !== declared.gray ||
      plan.batchWaitUs !== declared.batchWaitUs ||
      plan.instanceWaitUs !== declared.instanceWaitUs,
  )
}

export function changesFor(
  { name }: App,
  { batches, gray, batchWaitUs, instanceWaitUs }: BatchPlan,
  releases: readonly Release[],
): Rewriting[] {
  const strategy: Value = {
    batches,
    ...(gray !== undefined && { gray }),
    ...(batchWaitUs > 0 && { batchWait: formatDuration(batchWaitUs) }),
  }
  return [
    { path: ['apps', name, 'deploy', 'strategy'], value: strategy },
    { path: ['apps', name, 'deploy', 'instanceWait'], value: formatDuration(instanceWaitUs) },
    ...releases
      .filter((release) => ownStrategy(release).length > 0)
      .map((release): Rewriting => ({ path: ['timeline', placeOf(release), 'strategy'], value: strategy })),
  ]
}
