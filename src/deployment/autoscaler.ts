/**
 * The autoscaler of an inference service as a pure step: what was measured and the instant go in, the number of instances that
 * it wants comes out. It is the horizontal autoscaler of Kubernetes with the windows of EAS (facts/deployment B.6, A.11):
 * `ceil(current * metric / threshold)`, the most over all metrics, nothing within 10 % of the threshold; upwards the least, downwards the most
 * that it wanted during the window. Instances that are not ready yet count as ones that do nothing, so nobody is called twice.
 */
import type { AutoscalingMetric, EasAutoscaling } from '../cloud/eas-service.ts'
import type { AutoscaleReason } from './fact.ts'

/** How often it looks: not documented for EAS, as in Kubernetes (A.11). */
export const AUTOSCALER_PERIOD_US = 15_000_000

/** Within this share of the threshold nothing changes (B.6). */
const TOLERANCE = 0.1
/** So that 60 / 20, counted in binary fractions, is no more than 3. */
const ROUNDING = 1e-9

/** From none to so many (B.6). */
export const FROM_ZERO = 1

/** What it wanted, oldest first; as far back as its longest window. */
export interface AutoscalerState {
  readonly wanted: readonly Wanted[]
}

interface Wanted {
  readonly atUs: number
  readonly instances: number
}

/** What it sees at an instant. */
export interface AutoscalerSight {
  readonly nowUs: number
  /** Declared instances. */
  readonly current: number
  readonly loads: readonly MetricLoad[]
}

/** A metric over all instances together: requests per second, percent of workers busy, requests that wait. */
export interface MetricLoad {
  readonly kind: AutoscalingMetric['kind']
  readonly total: number
}

export interface AutoscalerStep {
  readonly state: AutoscalerState
  /** As many as there are: nothing is to be done. */
  readonly instances: number
  readonly reason: AutoscaleReason
}

/** It begins with the number that it finds: a Kubernetes autoscaler takes that for its first recommendation, too. */
export function beginAutoscaler(nowUs: number, current: number): AutoscalerState {
  return { wanted: [{ atUs: nowUs, instances: current }] }
}

/** One look. A service without an instance is left alone: a request wakes it up (`wakeAutoscaler`). */
export function stepAutoscaler(
  state: AutoscalerState,
  policy: EasAutoscaling,
  sight: AutoscalerSight,
): AutoscalerStep {
  const { nowUs, current } = sight
  if (current === 0) return { state: beginAutoscaler(nowUs, 0), instances: 0, reason: { kind: 'idle' } }
  const busiest = busiestOf(policy, sight)
  const wish = within(policy, busiest?.wants ?? current)
  const wanted = [...recent(state.wanted, policy, nowUs), { atUs: nowUs, instances: wish }]
  // What the policy does not allow is put right at once, as in Kubernetes.
  const allowed = within(policy, current)
  if (allowed !== current) return { state: { wanted }, instances: allowed, reason: { kind: 'bounds' } }
  const instances = stabilized(wanted, policy, sight, wish)
  return { state: { wanted }, instances, reason: reasonOf(instances, busiest) }
}

/** A request has come to a service without an instance: one is made, and all windows begin anew. */
export function wakeAutoscaler(nowUs: number): AutoscalerStep {
  return { state: beginAutoscaler(nowUs, FROM_ZERO), instances: FROM_ZERO, reason: { kind: 'request' } }
}

interface Demand {
  readonly metric: AutoscalingMetric
  /** For each instance. */
  readonly value: number
  readonly wants: number
}

/** The metric that asks for the most, the first in the file among equals; undefined where none is known. */
function busiestOf({ metrics }: EasAutoscaling, { current, loads }: AutoscalerSight): Demand | undefined {
  let busiest: Demand | undefined
  for (const metric of metrics) {
    const load = loads.find(({ kind }) => kind === metric.kind)
    if (load === undefined) continue
    const value = load.total / current
    const isNear = Math.abs(value / metric.threshold - 1) <= TOLERANCE + ROUNDING
    const wants = isNear ? current : Math.ceil(load.total / metric.threshold - ROUNDING)
    if (busiest === undefined || wants > busiest.wants) busiest = { metric, value, wants }
  }
  return busiest
}

function within({ min, max }: EasAutoscaling, instances: number): number {
  return Math.min(max, Math.max(min, instances))
}

function recent(
  wanted: readonly Wanted[],
  { upWindowUs, downWindowUs, toZeroWindowUs }: EasAutoscaling,
  nowUs: number,
): readonly Wanted[] {
  const longestUs = Math.max(upWindowUs, downWindowUs, toZeroWindowUs)
  return wanted.filter(({ atUs }) => atUs > nowUs - longestUs)
}

/** Who wants more has to have wanted it for the whole window, and so has who wants less, or none. */
function stabilized(
  wanted: readonly Wanted[],
  { upWindowUs, downWindowUs, toZeroWindowUs, ...policy }: EasAutoscaling,
  { nowUs, current }: AutoscalerSight,
  wish: number,
): number {
  const since = (windowUs: number) =>
    wanted.filter(({ atUs }) => atUs > nowUs - windowUs).map(({ instances }) => instances)
  if (wish > current) return Math.max(current, Math.min(wish, ...since(upWindowUs)))
  if (wish === current) return current
  const most = Math.max(wish, ...since(downWindowUs))
  if (most > 0) return Math.min(current, most)
  const isIdle = Math.max(0, ...since(toZeroWindowUs)) === 0
  return isIdle ? 0 : Math.min(current, Math.max(1, policy.min))
}

function reasonOf(instances: number, busiest: Demand | undefined): AutoscaleReason {
  if (instances === 0 || busiest === undefined) return { kind: 'idle' }
  const { metric, value } = busiest
  return { kind: 'metric', metric: metric.kind, value, threshold: metric.threshold }
}
