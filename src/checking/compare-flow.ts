/** A flow of two plans: how long it gets through, where its courses part, and whom its far side sees. */
import { formatAddress } from '../net/address.ts'
import { getsThrough } from '../trace/flows.ts'
import type { FlowInterval, FlowSummary, Summary } from '../trace/summary.ts'
import { firstDifference, type Parting } from './first-difference.ts'
import { type Measurement, measured } from './measurement.ts'
import { join } from './mode.ts'
import { lengthOf } from './span-text.ts'

/** What no single figure says. */
export interface ComparedFlow {
  readonly flow: string
  /** The first instant at which the states differ, in status or in code. Absent: they never do. */
  readonly parting?: Parting<FlowInterval>
  /** Addresses that the far side sees in B and never in A, and the other way round, in order of first sight. */
  readonly added: FlowSummary['sources']
  readonly gone: FlowSummary['sources']
}

export function compareFlow(a: FlowSummary, b: FlowSummary): ComparedFlow {
  const parting = firstDifference(
    a.intervals,
    b.intervals,
    (left, right) => left.status === right.status && left.code === right.code,
  )
  return {
    flow: a.flow,
    ...(parting !== undefined && { parting }),
    added: unseen(b.sources, a.sources),
    gone: unseen(a.sources, b.sources),
  }
}

/** Addresses that one plan shows to a far side and the other never does: somebody's whitelist may have to know. */
export function drifts({ added, gone }: ComparedFlow): boolean {
  return added.length > 0 || gone.length > 0
}

export function measureFlow(a: FlowSummary, b: FlowSummary): Measurement[] {
  const owner = { name: a.flow }
  const flows = [a, b] as const
  const parted = (isOne: (interval: FlowInterval) => unknown) => () =>
    firstDifference(a.intervals, b.intervals, (left, right) => isOne(left) === isOne(right))?.atUs
  const passage = parted(passageOf)
  return [
    ...measured('availability', owner, pair(flows, availabilityOf), passage),
    ...measured('blockedTime', owner, pair(flows, blockedTime), passage),
    ...measured('longestInterruption', owner, pair(flows, longestInterruption), passage),
    ...measured('degradedTime', owner, pair(flows, degradedTime), parted(isDegraded)),
    ...measured('sourceAddresses', owner, pair(flows, sourceCount), () => sightBeyond(a.sources, b.sources)),
  ]
}

/** Of flows that send requests or count their connections. */
export function measureTraffic(flow: string, a: Summary, b: Summary): Measurement[] {
  const owner = { name: flow }
  const totals = pair([a, b], ({ requests }) => requests?.find((each) => each.flow === flow)?.total)
  const connections = pair([a, b], (summary) => summary.connections?.find((each) => each.flow === flow))
  const first = (kind: 'losses' | 'refusals', count: 'lost' | 'refused') => () => {
    const [left, right] = connections
    if (left === undefined || right === undefined) return undefined
    return (left[count] > right[count] ? left : right)[kind][0]?.firstUs
  }
  return [
    ...measured(
      'successRate',
      owner,
      pair(totals, (total) => {
        const ended = total === undefined ? 0 : total.succeeded + total.failed
        return ended === 0 ? undefined : total!.succeeded / ended
      }),
      () => undefined,
    ),
    ...measured(
      'lostConnections',
      owner,
      pair(connections, (each) => each?.lost),
      first('losses', 'lost'),
    ),
    ...measured(
      'refusedConnections',
      owner,
      pair(connections, (each) => each?.refused),
      first('refusals', 'refused'),
    ),
  ]
}

function pair<Whole, Part>([a, b]: readonly [Whole, Whole], partOf: (whole: Whole) => Part): [Part, Part] {
  return [partOf(a), partOf(b)]
}

function passageOf(interval: FlowInterval): 'idle' | 'through' | 'blocked' {
  if (interval.status === 'IDLE') return 'idle'
  return getsThrough(interval) ? 'through' : 'blocked'
}

function isDegraded({ status }: FlowInterval): boolean {
  return status === 'DEGRADED'
}

function availabilityOf({ askedUs, throughUs }: FlowSummary): number | undefined {
  return askedUs === 0 ? undefined : throughUs / askedUs
}

function blockedTime({ askedUs, throughUs }: FlowSummary): number {
  return askedUs - throughUs
}

function degradedTime({ intervals }: FlowSummary): number {
  return lengthOf(intervals.filter(isDegraded))
}

function sourceCount({ sources }: FlowSummary): number {
  return sources.length
}

/** Whatever the reasons are, and though they change meanwhile. */
function longestInterruption({ intervals }: FlowSummary): number {
  const blocked = intervals.filter((interval) => passageOf(interval) === 'blocked')
  return join(blocked, () => true).reduce((most, { fromUs, untilUs }) => Math.max(most, untilUs - fromUs), 0)
}

function unseen(these: FlowSummary['sources'], those: FlowSummary['sources']): FlowSummary['sources'] {
  const known = new Set(those.map(({ address }) => formatAddress(address)))
  return these.filter(({ address }) => !known.has(formatAddress(address)))
}

/** When one of the two shows an address more than the other ever does. */
function sightBeyond(a: FlowSummary['sources'], b: FlowSummary['sources']): number | undefined {
  const [more, fewer] = a.length > b.length ? [a, b] : [b, a]
  return more[fewer.length]?.fromUs
}
