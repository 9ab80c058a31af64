/** A flow with its traffic and its way: how much of a NAT gateway, of a balancer, of the border it takes. */
import { HOUR_US, SECOND_US } from '../cloud/duration-range.ts'
import type { Listener } from '../cloud/listener.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Plan } from '../simulation/plan.ts'
import type { Summary } from '../trace/summary.ts'
import { type FlowTraffic, trafficOf, type Volume } from './flow-traffic.ts'
import { type FlowWay, wayOf } from './flow-way.ts'
import type { Load } from './load.ts'
import type { MeterName } from './price-table.ts'

export interface MeteredFlow {
  readonly flow: Flow
  readonly traffic: FlowTraffic
  readonly way: FlowWay
  /** Of a gateway or balancer that it passes. */
  readonly loads: { readonly run: Load; readonly hourly: Load }
  /** How the balancer counts it. */
  readonly meter?: MeterName
}

/** `topology`: that of the end of the run. */
export function meterFlow(flow: Flow, plan: Plan, topology: Topology, summary: Summary): MeteredFlow {
  const way = wayOf(flow, topology, summary)
  const traffic = trafficOf(flow, plan, summary, instancesOf(flow.from, summary))
  const listener = way.balancer?.listener
  const rules = rulesOf(listener)
  return {
    flow,
    traffic,
    way,
    loads: {
      run: loadOf(traffic.run, summary.endUs, rules),
      hourly: loadOf(traffic.hourly, HOUR_US, rules),
    },
    ...(listener !== undefined && { meter: meterOf(listener) }),
  }
}

/** Declared at the end; of whatever is no application: one. */
export function instancesOf({ kind, name }: Flow['from'], { apps }: Summary): number {
  if (kind !== 'app') return 1
  return apps.find(({ app }) => app === name)?.capacity.at(-1)?.declared ?? 0
}

/** How the capacity units of its balancer are counted. */
function meterOf({ kind }: Listener): MeterName {
  switch (kind) {
    case 'alb':
      return 'alb.lcu'
    case 'clbHttp':
      return 'clb.lcu.http'
    case 'clbStream':
      return 'clb.lcu.stream'
    case 'nlb':
      return 'nlb.lcu'
  }
}

function rulesOf(listener: Listener | undefined): number {
  switch (listener?.kind) {
    case 'alb':
      return listener.rules.length
    case 'clbHttp':
      return listener.urlRules.length
    default:
      return 0
  }
}

/** Means over the time, but for connections: the most at once. */
function loadOf(volume: Volume, lengthUs: number, rules: number): Load {
  const seconds = lengthUs / SECOND_US
  return {
    newConnectionsPerSecond: volume.connections / seconds,
    concurrentConnections: volume.concurrent,
    gigabytesPerHour: ((volume.forthGigabytes + volume.backGigabytes) * HOUR_US) / lengthUs,
    ruleEvaluationsPerSecond: (volume.requests / seconds) * rules,
  }
}
