/**
 * A run, folded: each part of the summary is a fold of its own over the events, and all of them together cost time
 * linear in the number of events.
 */
import { foldActions } from './actions.ts'
import { type CapacityCourse, foldCapacity } from './capacity.ts'
import { judgeChanges } from './changes.ts'
import { Ending } from './ending.ts'
import { foldFlows } from './flows.ts'
import { foldLanes, type Lane, toldOf as toldOfLane } from './lanes.ts'
import { obtain } from './obtain.ts'
import { foldOrders } from './orders.ts'
import { foldPools, toldOf as toldOfPool } from './pools.ts'
import { quietFrom } from './quiet.ts'
import type { Setting } from './setting.ts'
import type { AppSummary, InstanceSummary, Summary } from './summary.ts'
import type { Trace } from './trace.ts'
import { foldWarnings } from './warnings.ts'

/** Events are in order of time and of sequence number. Whatever is there from the start is told by events at 0. */
export function summarize(trace: Trace, setting: Setting): Summary {
  const lanes = foldLanes(trace)
  const pools = foldPools(trace, setting)
  const orders = foldOrders(trace)
  const capacity = foldCapacity(trace, setting.topology.apps.keys())
  const ending = new Ending(trace, setting, { lanes, pools, capacity, orders })
  return {
    name: trace.name,
    seed: trace.seed,
    endUs: trace.endUs,
    apps: tellApps(lanes, capacity, foldWarnings(trace)),
    pools: [...pools.values()].map(toldOfPool),
    flows: foldFlows(trace, setting),
    changes: judgeChanges(orders, capacity, ending),
    actions: foldActions(trace),
    quietFromUs: quietFrom(trace),
  }
}

function tellApps(
  lanes: readonly Lane[],
  capacity: ReadonlyMap<string, CapacityCourse>,
  warnings: ReturnType<typeof foldWarnings>,
): AppSummary[] {
  const instances = new Map<string, InstanceSummary[]>()
  for (const app of [...capacity.keys(), ...warnings.keys()]) instances.set(app, [])
  for (const lane of lanes) obtain(instances, lane.app, () => []).push(toldOfLane(lane))
  return [...instances].map(([app, ofApp]) => ({
    app,
    instances: ofApp,
    capacity: capacity.get(app)?.spans ?? [],
    warnings: warnings.get(app) ?? [],
  }))
}
