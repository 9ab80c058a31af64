/** The lanes of an application: one row for each instance, what it was doing over time. */
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import type { AppSummary, InstanceSummary } from '../trace/summary.ts'
import type { Trace } from '../trace/trace.ts'
import { type Axis, paintCells, type TimeSpan } from './axis.ts'
import { LANE_PRECEDENCE, type LaneState } from './glyphs.ts'

export interface Lane {
  readonly instance: string
  readonly version: string
  /** Its EIP as text; empty when it never had one. */
  readonly eip: string
  readonly cells: readonly (LaneState | undefined)[]
}

/** A lane to print, with how many instances look just like it, or a gap in which `hidden` lanes are not shown. */
export type LaneRow =
  | { readonly kind: 'lane'; readonly lane: Lane; readonly last: string; readonly count: number }
  | { readonly kind: 'gap'; readonly hidden: number }

/** More lanes than this in one application are grouped where they look alike, then left out in the middle. */
export const MOST_LANES = 24

const RANK = new Map(LANE_PRECEDENCE.map((state, rank) => [state, rank]))
const TROUBLE: ReadonlySet<LaneState | undefined> = new Set(['backoff', 'unready', 'awaitingEip'])

const moreInteresting = (a: LaneState, b: LaneState) => RANK.get(a)! < RANK.get(b)!

export function lanesOf(
  app: AppSummary,
  axis: Axis,
  releases: ReadonlyMap<string, readonly TimeSpan[]>,
): Lane[] {
  return app.instances.map((instance) => laneOf(instance, axis, releases.get(instance.instance) ?? []))
}

function laneOf(instance: InstanceSummary, axis: Axis, releases: readonly TimeSpan[]): Lane {
  const states = [
    ...instance.spans.map(({ fromUs, untilUs, phase }) => ({ fromUs, untilUs, state: phase as LaneState })),
    ...releases.map(({ fromUs, untilUs }) => ({ fromUs, untilUs, state: 'releasing' as const })),
  ]
  return {
    instance: instance.instance,
    version: instance.version,
    eip: instance.eip === undefined ? '' : formatIpv4(instance.eip),
    cells: paintCells(axis, states, ({ state }) => state, moreInteresting),
  }
}

/** For each instance the spans in which its EIP was on its way back to the pool. */
export function releasesOf({ events, endUs }: Trace): Map<string, TimeSpan[]> {
  const begun = new Map<Ipv4, { instance: string; fromUs: number }>()
  const releases = new Map<string, TimeSpan[]>()
  const end = (address: Ipv4, untilUs: number) => {
    const release = begun.get(address)
    if (release === undefined) return
    begun.delete(address)
    const spans = releases.get(release.instance) ?? []
    spans.push({ fromUs: release.fromUs, untilUs })
    releases.set(release.instance, spans)
  }
  for (const event of events) {
    if (event.kind !== 'eip') continue
    end(event.address, event.atUs)
    if (event.status === 'Unassociating' && event.instance !== undefined)
      begun.set(event.address, { instance: event.instance, fromUs: event.atUs })
  }
  for (const address of [...begun.keys()]) end(address, endUs)
  return releases
}

/** Which lanes to print. Nothing is left out silently: a group says how many it stands for, a gap how many it hides. */
export function laneRows(lanes: readonly Lane[], most = MOST_LANES): LaneRow[] {
  if (lanes.length <= most)
    return lanes.map((lane) => ({ kind: 'lane', lane, last: lane.instance, count: 1 }))
  const groups = groupAlike(lanes)
  if (groups.length <= most) return groups
  return withoutMiddle(groups, most)
}

type Group = Extract<LaneRow, { kind: 'lane' }>

function groupAlike(lanes: readonly Lane[]): Group[] {
  const groups: { kind: 'lane'; lane: Lane; last: string; count: number }[] = []
  for (const lane of lanes) {
    const group = groups.at(-1)
    if (group !== undefined && looksAlike(group.lane, lane)) {
      group.last = lane.instance
      group.count++
    } else groups.push({ kind: 'lane', lane, last: lane.instance, count: 1 })
  }
  return groups
}

function looksAlike(a: Lane, b: Lane): boolean {
  return a.version === b.version && a.cells.every((state, index) => state === b.cells[index])
}

/** The first and the last stay, and of those between the ones in trouble, as far as there is room. */
function withoutMiddle(groups: readonly Group[], most: number): LaneRow[] {
  const third = Math.floor(most / 3)
  const inTrouble = groups
    .slice(third, -third)
    .filter(({ lane }) => lane.cells.some((state) => TROUBLE.has(state)))
    .slice(0, most - 2 * third)
  const kept = new Set([...groups.slice(0, third), ...inTrouble, ...groups.slice(-third)])
  const rows: LaneRow[] = []
  let hidden = 0
  for (const group of groups) {
    if (!kept.has(group)) {
      hidden += group.count
      continue
    }
    if (hidden > 0) rows.push({ kind: 'gap', hidden })
    hidden = 0
    rows.push(group)
  }
  return rows
}
