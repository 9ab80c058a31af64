/**
 * A run, folded: each part of the summary is a fold of its own over the events that tell of it, and all of them together
 * cost time linear in the number of events.
 */
import { foldActions } from './actions.ts'
import { foldAlerts } from './alerts.ts'
import { foldBackends } from './backends.ts'
import { type CapacityCourse, foldCapacity } from './capacity.ts'
import { judgeChanges } from './changes.ts'
import { foldCodes } from './codes.ts'
import { foldConnections } from './connections.ts'
import { Ending } from './ending.ts'
import { EventsByPart } from './events-by-part.ts'
import { foldFlows } from './flows.ts'
import { foldGateways } from './gateways.ts'
import { foldLanes, type Lane } from './lanes.ts'
import { foldLastWarnings } from './last-warnings.ts'
import { obtain } from './obtain.ts'
import { foldOrders } from './orders.ts'
import { foldPools, toldOf } from './pools.ts'
import { quietFrom } from './quiet.ts'
import { foldRequests } from './requests.ts'
import type { Setting } from './setting.ts'
import type { AppSummary, InstanceSummary, Summary } from './summary.ts'
import type { Trace } from './trace.ts'
import { foldWarnings } from './warnings.ts'

/** Events are in order of time and of sequence number. Whatever is there from the start is told by events at 0. */
export function summarize(trace: Trace, setting: Setting): Summary {
  const { name, seed, endUs } = trace
  const events = new EventsByPart(trace.events)
  const lanes = foldLanes(events.lanes, endUs)
  const pools = foldPools(events.pools, endUs, setting)
  const orders = foldOrders(events.orders)
  const capacity = foldCapacity(events.capacity, endUs, setting.topology.apps.keys())
  const endingOf = () =>
    new Ending(endUs, setting, { lanes, pools, orders, warnings: foldLastWarnings(events.warnings) })
  return {
    name,
    seed,
    endUs,
    apps: tellApps(lanes, capacity, foldWarnings(events.warnings)),
    pools: [...pools.values()].map(toldOf),
    flows: foldFlows(events.flows, endUs, setting),
    changes: judgeChanges(orders, capacity, endUs, endingOf),
    ...foldConnections(events.connections),
    ...foldBackends(events.backends, endUs),
    ...foldRequests(trace.requests, orders, endUs),
    ...foldGateways(trace.gateways),
    ...foldAlerts(trace.gateways, setting, endUs),
    actions: foldActions(events.actions),
    ...foldCodes(trace.events),
    quietFromUs: quietFrom(trace, lanes),
  }
}

function tellApps(
  lanes: readonly Lane[],
  capacity: ReadonlyMap<string, CapacityCourse>,
  warnings: ReturnType<typeof foldWarnings>,
): AppSummary[] {
  const instances = new Map<string, InstanceSummary[]>()
  for (const app of [...capacity.keys(), ...warnings.keys()]) instances.set(app, [])
  for (const lane of lanes) obtain(instances, lane.app, () => []).push(lane.told)
  return [...instances].map(([app, ofApp]) => ({
    app,
    instances: ofApp,
    capacity: capacity.get(app)?.spans ?? [],
    warnings: warnings.get(app) ?? [],
  }))
}
