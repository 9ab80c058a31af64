/**
 * The picture of a run: one lane for each instance, one strip for each flow and pool, all on one time axis.
 *
 * Several states in one cell: the cell shows the one that matters most (`LANE_PRECEDENCE`, `FLOW_PRECEDENCE`; the lowest
 * capacity, the highest use of a pool), so that an outage of a microsecond still shows.
 */
import type { AppSummary, FlowSummary, PoolSummary } from '../trace/summary.ts'
import { alertLines, alertTimes, loudNames } from './alerts.ts'
import { type Axis, zoomedAxis } from './axis.ts'
import { fillColumns, widthOf } from './display-text.ts'
import { FLOW_VERDICT_TONES, LANE_TONES, type LaneState } from './glyphs.ts'
import { type LaneRow, laneRows, lanesOf, releasesOf } from './lanes.ts'
import { legendLines } from './legend.ts'
import type { Page } from './page.ts'
import { rotationLines } from './rotation.ts'
import { rulerLines } from './ruler.ts'
import type { Run } from './run.ts'
import { type Cell, renderCells } from './strip.ts'
import { capacityCells, flowCells, poolCells } from './strips.ts'

export function timelineBlock(run: Run, page: Page): string[] {
  const { summary, trace } = run
  const alarm = alertTimes(summary.alerts)
  const eventUs = trace.events.find(({ atUs }) => atUs > 0)?.atUs
  const firstUs = alarm === undefined ? eventUs : Math.min(alarm.firstUs, eventUs ?? alarm.firstUs)
  const releases = releasesOf(trace)
  const columns = columnsOf(run, page)
  const axis = zoomedAxis(
    firstUs,
    Math.max(summary.quietFromUs, alarm?.lastUs ?? 0),
    summary.endUs,
    page.width - columns.label,
  )
  const legend = new Set<string>()

  const lines = rulerLines(summary.actions, page, axis, columns.label, legend)
  for (const app of summary.apps) {
    const rows = laneRows(lanesOf(app, axis, releases))
    lines.push(page.heading(page.short(app.app, columns.label - 1)))
    for (const row of rows) lines.push(laneLine(row, page, columns, legend))
    lines.push(...capacityLine(app, page, axis, columns.label, legend))
  }
  if (summary.pools.length > 0) lines.push(page.heading('EIPs in use'))
  for (const pool of summary.pools) lines.push(poolLine(pool, page, axis, columns.label, legend))
  lines.push(...rotationLines(summary.backends ?? [], page, axis, columns.label, legend))
  if (summary.flows.length > 0) lines.push(page.heading('flows'))
  for (const flow of summary.flows) lines.push(flowLine(flow, page, axis, columns.label, legend))
  lines.push(...alertLines(summary.alerts, page, axis, columns.label, legend))
  lines.push(...quietLines(axis, summary.endUs, firstUs, page))
  lines.push(...legendLines(legend, page))
  return lines
}

/** Widths of the columns left of the axis, gaps included. */
interface Columns {
  readonly label: number
  readonly name: number
  readonly version: number
  readonly eip: number
}

function columnsOf({ summary }: Run, page: Page): Columns {
  const most = Math.max(34, Math.floor(page.width * 0.45))
  const instances = summary.apps.flatMap((app) => app.instances)
  const longest = (texts: readonly string[]) =>
    texts.reduce((width, text) => Math.max(width, widthOf(page.say(text))), 0)
  const version = Math.min(longest(instances.map((instance) => instance.version)), page.width < 72 ? 4 : 8)
  const eip = instances.some((instance) => instance.eip !== undefined) ? 15 : 0
  const rest = 2 + (version + 1) + (eip === 0 ? 0 : eip + 1) + 1
  const verdicts = summary.flows.map(({ flow, verdict }) => `${flow} ${verdict}`)
  const alerts = longest(loudNames(summary.alerts))
  const name = Math.max(4, Math.min(longest(instances.map(({ instance }) => instance)), most - rest))
  const label = Math.min(most, Math.max(rest + name, longest(verdicts) + 4, alerts + 3, 20))
  return { label, name, version, eip }
}

function laneLine(row: LaneRow, page: Page, columns: Columns, legend: Set<string>): string {
  if (row.kind === 'gap')
    return page.paint('dim', `  ${page.glyphs.axis.hidden} ${row.hidden} more, not shown`)
  const { lane, count } = row
  const version = page.column(lane.version, columns.version)
  const alone = count === 1
  const name = alone
    ? page.column(lane.instance, columns.name)
    : page.column(
        `${count} ${page.glyphs.times} like ${lane.instance}`,
        columns.name + columns.eip + (columns.eip > 0 ? 1 : 0),
      )
  const eip = alone && columns.eip > 0 ? `${page.column(lane.eip, columns.eip)} ` : ''
  const head = fillColumns(`  ${name} ${alone ? `${version} ${eip}` : `${version} `}`, columns.label)
  const cells = lane.cells.map((state) => state && laneCell(state, page, legend))
  return (head + renderCells(cells, page.paint)).trimEnd()
}

function laneCell(state: LaneState, page: Page, legend: Set<string>): Cell {
  if (state !== 'gone') legend.add(state)
  return { glyph: page.glyphs.lane[state], tone: LANE_TONES[state] }
}

function capacityLine(app: AppSummary, page: Page, axis: Axis, label: number, legend: Set<string>): string[] {
  if (app.capacity.length === 0) return []
  const cells = capacityCells(app, page, axis, legend)
  const declared = [...new Set(app.capacity.map((span) => span.declared))]
  const words = `  ready of ${declared.slice(0, 4).join(page.glyphs.arrow)}${declared.length > 4 ? page.glyphs.ellipsis : ''}`
  return [`${page.column(words, label - 1)} ${renderCells(cells, page.paint)}`]
}

function poolLine(pool: PoolSummary, page: Page, axis: Axis, label: number, legend: Set<string>): string {
  const of = ` of ${pool.size}`
  const name = page.short(pool.pool, label - 3 - of.length)
  const cells = poolCells(pool, page, axis, legend)
  return `${page.column(`  ${name}${of}`, label - 1)} ${renderCells(cells, page.paint)}`
}

function flowLine(flow: FlowSummary, page: Page, axis: Axis, label: number, legend: Set<string>): string {
  const name = page.column(flow.flow, Math.max(4, label - 4 - flow.verdict.length))
  const verdict = page.paint(FLOW_VERDICT_TONES[flow.verdict], flow.verdict)
  return `  ${name} ${verdict} ${renderCells(flowCells(flow, page, axis, legend), page.paint)}`
}

function quietLines(axis: Axis, endUs: number, firstUs: number | undefined, page: Page): string[] {
  if (firstUs === undefined) return [page.paint('dim', `nothing changes until ${page.moment(endUs)}`)]
  const before = axis.fromUs > 0 ? [`before ${page.moment(axis.fromUs)}`] : []
  const after = axis.untilUs < endUs ? [`from ${page.moment(axis.untilUs)} until ${page.moment(endUs)}`] : []
  const quiet = [...before, ...after]
  return quiet.length === 0 ? [] : [page.paint('dim', `${quiet.join(' and ')} nothing changes`)]
}
