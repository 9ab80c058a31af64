/** What the simulation needs to know: what is rented, what will be done and when, and who talks to whom. */
import type { Origin } from '../cloud/origin.ts'
import type { Quotas } from '../cloud/quotas.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Change } from '../deployment/change.ts'

export interface Plan {
  readonly name: string
  readonly durationUs: number
  readonly seed: number
  readonly topology: Topology
  /** What the account may have; absent: the documented defaults (cloud/quotas.ts). */
  readonly quotas?: Quotas
  readonly flows: readonly Flow[]
  /** How long works take, in place of a draw, by `shop-4/eipBind`: the first time, the second, … ; then chance decides again. */
  readonly draws?: ReadonlyMap<string, readonly number[]>
  /** How many of the first associations of an EIP end without success, by `shop-4/eipBind`. */
  readonly failures?: ReadonlyMap<string, number>
  /** Sorted by time; entries of one instant keep the order of the file. */
  readonly timeline: readonly TimelineEntry[]
}

export interface TimelineEntry {
  readonly atUs: number
  /** The entry in the words of the file: `deploy shop v2`. */
  readonly text: string
  readonly action: Action
  readonly origin: Origin
}

/** An application with a `create` entry does not exist before it; all others run from the start. */
export type Action =
  | Change
  /** All instances of the zone are lost and none can be made there until the end. */
  | { readonly kind: 'zoneOutage'; readonly zone: string; readonly forUs: number }
  /** The topology after a `set`; `path` is what was set. Applications do not change by `set`. */
  | { readonly kind: 'configure'; readonly path: string; readonly topology: Topology }

/** Every configuration of the run, in the order in which they come into force: the first one, and one for each `set`. */
export function topologiesOf({ topology, timeline }: Pick<Plan, 'topology' | 'timeline'>): Topology[] {
  return [
    topology,
    ...timeline.flatMap(({ action }) => (action.kind === 'configure' ? [action.topology] : [])),
  ]
}
