/** The strips of two runs, A above B, on one time axis that zooms on where any of them moves. */
import { firstDifference } from '../checking/first-difference.ts'
import type { AppSummary, FlowSummary, PoolSummary, Span, Summary } from '../trace/summary.ts'
import { type Axis, zoomedAxis } from './axis.ts'
import type { ComparedRuns } from './compared-runs.ts'
import { widthOf } from './display-text.ts'
import { legendLines } from './legend.ts'
import type { Page } from './page.ts'
import { rulerLines } from './ruler.ts'
import { type Cell, renderCells } from './strip.ts'
import { capacityCells, flowCells, poolCells } from './strips.ts'

/** One thing that at least one of the plans has. */
interface Row {
  readonly a?: Side
  readonly b?: Side
  /** Equal at every instant, and not only as it is drawn. */
  readonly areAlike: boolean
}

interface Side {
  readonly label: string
  readonly draw: (axis: Axis, legend: Set<string>) => readonly (Cell | undefined)[]
}

/** Columns between a label and the axis: two of margin, the letter of the plan, and blanks. */
const MARGIN = 6

export function compareStrips({ a, b }: ComparedRuns, page: Page): string[] {
  const plans = [a.summary, b.summary] as const
  const groups = [
    { title: 'ready', rows: rowsOf(plans, appsOf, ({ app }) => app, capacitySide(page), areAlikeApps) },
    { title: 'EIPs in use', rows: rowsOf(plans, poolsOf, ({ pool }) => pool, poolSide(page), areAlikePools) },
    { title: 'flows', rows: rowsOf(plans, flowsOf, ({ flow }) => flow, flowSide(page), areAlikeFlows) },
  ].filter(({ rows }) => rows.length > 0)
  const labels = groups.flatMap(({ rows }) =>
    rows.flatMap(({ a, b }) => [a, b].map((side) => side?.label ?? '')),
  )
  const longest = labels.reduce((width, label) => Math.max(width, widthOf(page.say(label))), 4)
  const label = Math.min(longest, Math.floor(page.width * 0.4)) + MARGIN
  const moves = movesOf(plans)
  const axis = zoomedAxis(moves.firstUs, moves.lastUs, a.summary.endUs, page.width - label)
  const legend = new Set<string>()
  const lines = rulerLines([...a.summary.actions, ...b.summary.actions], page, axis, label, legend)
  for (const { title, rows } of groups) {
    lines.push(page.heading(title))
    for (const row of rows) lines.push(...rowLines(row, page, axis, label, legend))
  }
  return [...lines, ...stillLines(axis, moves.firstUs, a.summary.endUs, page), ...legendLines(legend, page)]
}

function rowLines(
  { a, b, areAlike }: Row,
  page: Page,
  axis: Axis,
  label: number,
  legend: Set<string>,
): string[] {
  const line = (side: Side, letter: string, isNamed = true) =>
    `  ${page.column(isNamed ? side.label : '', label - MARGIN)} ${letter.padEnd(2)} ${renderCells(side.draw(axis, legend), page.paint)}`
  if (a !== undefined && areAlike) return [line(a, 'AB')]
  return [
    ...(a === undefined ? [] : [line(a, 'A')]),
    ...(b === undefined ? [] : [line(b, 'B', b.label !== a?.label)]),
  ]
}

/** In the order of A, then what only B has. */
function rowsOf<Thing>(
  [a, b]: readonly [Summary, Summary],
  thingsOf: (summary: Summary) => readonly Thing[],
  nameOf: (thing: Thing) => string,
  sideOf: (thing: Thing) => Side,
  areAlike: (a: Thing, b: Thing) => boolean,
): Row[] {
  const inA = new Map(thingsOf(a).map((thing) => [nameOf(thing), thing]))
  const inB = new Map(thingsOf(b).map((thing) => [nameOf(thing), thing]))
  return [...new Set([...inA.keys(), ...inB.keys()])].map((name) => {
    const left = inA.get(name)
    const right = inB.get(name)
    return {
      ...(left !== undefined && { a: sideOf(left) }),
      ...(right !== undefined && { b: sideOf(right) }),
      areAlike: left !== undefined && right !== undefined && areAlike(left, right),
    }
  })
}

const appsOf = ({ apps }: Summary) => apps.filter(({ capacity }) => capacity.length > 0)
const poolsOf = ({ pools }: Summary) => pools
const flowsOf = ({ flows }: Summary) => flows

const capacitySide =
  (page: Page) =>
  (app: AppSummary): Side => {
    const declared = [...new Set(app.capacity.map((span) => span.declared))]
    const of = `${declared.slice(0, 4).join(page.glyphs.arrow)}${declared.length > 4 ? page.glyphs.ellipsis : ''}`
    return { label: `${app.app} of ${of}`, draw: (axis, legend) => capacityCells(app, page, axis, legend) }
  }

const poolSide =
  (page: Page) =>
  (pool: PoolSummary): Side => ({
    label: `${pool.pool} of ${pool.size}`,
    draw: (axis, legend) => poolCells(pool, page, axis, legend),
  })

const flowSide =
  (page: Page) =>
  (flow: FlowSummary): Side => ({
    label: flow.flow,
    draw: (axis, legend) => flowCells(flow, page, axis, legend),
  })

function areAlikeApps(a: AppSummary, b: AppSummary): boolean {
  return !firstDifference(
    a.capacity,
    b.capacity,
    (left, right) => left.ready === right.ready && left.declared === right.declared,
  )
}

function areAlikePools(a: PoolSummary, b: PoolSummary): boolean {
  return a.size === b.size && !firstDifference(a.inUse, b.inUse, (left, right) => left.count === right.count)
}

function areAlikeFlows(a: FlowSummary, b: FlowSummary): boolean {
  return !firstDifference(a.intervals, b.intervals, (left, right) => left.status === right.status)
}

/** Between which instants anything that is drawn moves; the start of the run is no move. */
function movesOf(plans: readonly Summary[]): { readonly firstUs?: number; readonly lastUs: number } {
  let firstUs = Number.POSITIVE_INFINITY
  let lastUs = 0
  const see = (atUs: number) => {
    if (atUs === 0) return
    firstUs = Math.min(firstUs, atUs)
    lastUs = Math.max(lastUs, atUs)
  }
  const seeAll = (spans: readonly Span[]) => {
    for (const { fromUs } of spans) see(fromUs)
  }
  for (const { apps, pools, flows, actions } of plans) {
    for (const { capacity } of apps) seeAll(capacity)
    for (const { inUse } of pools) seeAll(inUse)
    for (const { intervals } of flows) seeAll(intervals)
    for (const { atUs } of actions) see(atUs)
  }
  return lastUs === 0 ? { lastUs } : { firstUs, lastUs }
}

function stillLines(axis: Axis, firstUs: number | undefined, endUs: number, page: Page): string[] {
  if (firstUs === undefined) return [page.paint('dim', `nothing of this changes until ${page.moment(endUs)}`)]
  const before = axis.fromUs > 0 ? [`before ${page.moment(axis.fromUs)}`] : []
  const after = axis.untilUs < endUs ? [`from ${page.moment(axis.untilUs)} until ${page.moment(endUs)}`] : []
  const still = [...before, ...after]
  return still.length === 0 ? [] : [page.paint('dim', `${still.join(' and ')} nothing of this changes`)]
}
