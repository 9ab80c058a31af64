/**
 * One step of a change order over the fleet: it counts where the batch stands, lets `reconcile.ts` decide, and carries the
 * decision out. False means that the order has to wait for something – and then the batch may be done.
 */
import type { ChangeOrder } from './change-order.ts'
import type { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'
import { restartInPlace } from './life-cycle.ts'
import type { Limits, Standing } from './reconcile.ts'

export function stepOrder(order: ChangeOrder, fleet: Fleet): boolean {
  switch (order.terms.type) {
    case 'CoRestartApplication':
      return restartNext(order, fleet)
    case 'CoScaleIn':
      return scaleIn(order, fleet)
    default:
      return replaceNext(order, fleet)
  }
}

/** The batch is done when its new instances are ready and the old ones they replace are gone (assumed). */
export function isBatchDone(order: ChangeOrder, fleet: Fleet): boolean {
  const { target, toRestart } = order
  let old = 0
  for (const set of fleet.sets) if (set !== target) old += set.spec
  return (
    target.spec === order.batchTarget &&
    target.ready === target.spec &&
    target.size === target.spec &&
    old <= order.terms.desired - target.spec &&
    toRestart.length === 0 &&
    // An update of EAS does not wait for those who leave, as a Deployment does not (facts/deployment D.4).
    ((order.terms.isRolling && order.terms.type !== 'CoStop') || fleet.terminating === 0)
  )
}

function replaceNext(order: ChangeOrder, fleet: Fleet): boolean {
  const victim = nextOldToRetire(order, fleet)
  const { decide } = fleet.surroundings.rules
  const decision = decide(standingOf(order, fleet), limitsOf(order, fleet), victim)
  switch (decision.kind) {
    case 'create':
      order.target.spec += decision.count
      return true
    case 'retire':
      fleet.retireForGood(victim!)
      return true
    case 'wait':
      return false
  }
}

function standingOf({ target, terms, batchTarget }: ChangeOrder, fleet: Fleet): Standing {
  let [oldSpec, oldReady, oldBound] = [0, 0, 0]
  for (const set of fleet.sets) {
    if (set === target) continue
    oldSpec += set.spec
    oldReady += set.ready
    oldBound += set.bound
  }
  return {
    desired: terms.desired,
    batchTarget,
    newSpec: target.spec,
    newReady: target.ready,
    newPastGate: fleet.app.deploy.eipGate === 'ready' ? target.boundAndReady : target.bound,
    oldSpec,
    oldReady,
    oldBound,
  }
}

function limitsOf(order: ChangeOrder, { app }: Fleet): Limits {
  const { minReady, maxSurge } = order.terms
  return {
    minReady,
    maxSurge,
    createAtMost: createAtMost(order, app.deploy.instanceWaitUs),
    eipMode: app.eipPool !== undefined,
  }
}

/** With a pause between instances they come one by one, each when the one before is ready and the pause is over (A.1). */
function createAtMost(order: ChangeOrder, instanceWaitUs: number): number {
  if (instanceWaitUs === 0) return Number.POSITIVE_INFINITY
  if (order.target.ready < order.target.spec) return 0
  return order.isPausing(instanceWaitUs) ? 0 : 1
}

/** What is not ready goes first, and the oldest set gives first (D.2). */
function nextOldToRetire({ target }: ChangeOrder, fleet: Fleet): Instance | undefined {
  let oldest: Instance | undefined
  for (const set of fleet.sets) {
    const victim = set === target ? undefined : set.nextToRetire
    if (victim?.isReady === false) return victim
    oldest ??= victim
  }
  return oldest
}

function restartNext(order: ChangeOrder, fleet: Fleet): boolean {
  const number = order.toRestart[0]
  if (number === undefined) return false
  const instance = fleet.find(number)
  if (instance?.isRunning !== true) return order.toRestart.shift() !== undefined
  // One instance alone cannot be restarted without a gap; everything else keeps the floor.
  const floor = Math.min(order.terms.minReady, order.terms.desired - 1)
  if (instance.isReady && fleet.ready - 1 < floor) return false
  order.toRestart.shift()
  restartInPlace(fleet, instance)
  return true
}

function scaleIn({ target, terms }: ChangeOrder, fleet: Fleet): boolean {
  const victim = target.nextToRetire
  if (target.spec <= terms.desired || victim === undefined) return false
  if (victim.isReady && target.ready - 1 < terms.minReady) return false
  fleet.retireForGood(victim)
  return true
}
