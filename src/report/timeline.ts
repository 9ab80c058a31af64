/**
 * The picture of a run: one lane for each instance, one strip for each flow and pool, all on one time axis.
 *
 * Several states in one cell: the cell shows the one that matters most (`LANE_PRECEDENCE`, `FLOW_PRECEDENCE`; the lowest
 * capacity, the highest use of a pool), so that an outage of a microsecond still shows.
 */
import type { AppSummary, FlowSummary, PoolSummary } from '../trace/summary.ts'
import { type Axis, cellAt, paintCells, ticksOf, zoomedAxis } from './axis.ts'
import { fillColumns, widthOf } from './display-text.ts'
import {
  FLOW_PRECEDENCE,
  FLOW_TONES,
  FLOW_VERDICT_TONES,
  FLOW_WORDS,
  LANE_LIFE,
  LANE_TONES,
  LANE_WORDS,
  type LaneState,
} from './glyphs.ts'
import { type LaneRow, laneRows, lanesOf, releasesOf } from './lanes.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'
import { type Cell, type Level, renderCells, stepStrip } from './strip.ts'

export function timelineBlock(run: Run, page: Page): string[] {
  const { summary, trace } = run
  const firstUs = trace.events.find(({ atUs }) => atUs > 0)?.atUs
  const releases = releasesOf(trace)
  const columns = columnsOf(run, page)
  const axis = zoomedAxis(firstUs, summary.quietFromUs, summary.endUs, page.width - columns.label)
  const legend = new Set<string>()

  const lines = axisLines(run, page, axis, columns.label, legend)
  for (const app of summary.apps) {
    const rows = laneRows(lanesOf(app, axis, releases))
    lines.push(page.heading(page.short(app.app, columns.label - 1)))
    for (const row of rows) lines.push(laneLine(row, page, columns, legend))
    lines.push(...capacityLine(app, page, axis, columns.label, legend))
  }
  if (summary.pools.length > 0) lines.push(page.heading('EIPs in use'))
  for (const pool of summary.pools) lines.push(poolLine(pool, page, axis, columns.label, legend))
  if (summary.flows.length > 0) lines.push(page.heading('flows'))
  for (const flow of summary.flows) lines.push(flowLine(flow, page, axis, columns.label, legend))
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
  const name = Math.max(4, Math.min(longest(instances.map(({ instance }) => instance)), most - rest))
  const label = Math.min(most, Math.max(rest + name, longest(verdicts) + 4, 20))
  return { label, name, version, eip }
}

function axisLines({ summary }: Run, page: Page, axis: Axis, label: number, legend: Set<string>): string[] {
  const { axis: glyph } = page.glyphs
  const ruler: Cell[] = Array.from({ length: axis.cells }, () => ({ glyph: glyph.line, tone: 'dim' }))
  let labels = ''
  for (const tick of ticksOf(axis)) {
    ruler[tick.cell] = { glyph: glyph.tick, tone: 'dim' }
    if (tick.cell + tick.label.length <= axis.cells && tick.cell >= labels.length)
      labels = `${labels.padEnd(tick.cell)}${tick.label} `
  }
  for (const { atUs } of summary.actions) {
    if (atUs < axis.fromUs || atUs >= axis.untilUs) continue
    ruler[cellAt(axis, atUs)] = { glyph: glyph.mark, tone: 'bold' }
    legend.add('action')
  }
  const margin = ' '.repeat(label)
  return [(margin + labels).trimEnd(), margin + renderCells(ruler, page.paint)]
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
  const cells = paintCells(
    axis,
    app.capacity,
    ({ ready, declared }) => ({ ready, declared }),
    (a, b) => a.ready - a.declared < b.ready - b.declared,
  )
  const levels = cells.map(
    (cell): Level | undefined =>
      cell && { value: cell.ready, ease: cell.ready < cell.declared ? 'short' : 'easy' },
  )
  if (levels.some((level) => level?.ease === 'short')) legend.add('short')
  const declared = [...new Set(app.capacity.map((span) => span.declared))]
  const words = `  ready of ${declared.slice(0, 4).join(page.glyphs.arrow)}${declared.length > 4 ? page.glyphs.ellipsis : ''}`
  return [`${page.column(words, label - 1)} ${renderCells(stepStrip(levels, page.glyphs), page.paint)}`]
}

function poolLine(pool: PoolSummary, page: Page, axis: Axis, label: number, legend: Set<string>): string {
  const cells = paintCells(
    axis,
    pool.inUse,
    ({ count }) => count,
    (a, b) => a > b,
  )
  const levels = cells.map((value): Level | undefined =>
    value === undefined ? undefined : { value, ease: value >= pool.size ? 'full' : 'easy' },
  )
  if (levels.some((level) => level?.ease === 'full')) legend.add('full')
  const of = ` of ${pool.size}`
  const name = page.short(pool.pool, label - 3 - of.length)
  return `${page.column(`  ${name}${of}`, label - 1)} ${renderCells(stepStrip(levels, page.glyphs), page.paint)}`
}

const FLOW_RANK = new Map(FLOW_PRECEDENCE.map((status, rank) => [status, rank]))

function flowLine(flow: FlowSummary, page: Page, axis: Axis, label: number, legend: Set<string>): string {
  const statuses = paintCells(
    axis,
    flow.intervals,
    ({ status }) => status,
    (a, b) => FLOW_RANK.get(a)! < FLOW_RANK.get(b)!,
  )
  const cells = statuses.map((status) => {
    if (status === undefined) return undefined
    legend.add(status)
    return { glyph: page.glyphs.flow[status], tone: FLOW_TONES[status] }
  })
  const name = page.column(flow.flow, Math.max(4, label - 4 - flow.verdict.length))
  const verdict = page.paint(FLOW_VERDICT_TONES[flow.verdict], flow.verdict)
  return `  ${name} ${verdict} ${renderCells(cells, page.paint)}`
}

function quietLines(axis: Axis, endUs: number, firstUs: number | undefined, page: Page): string[] {
  if (firstUs === undefined) return [page.paint('dim', `nothing changes until ${page.moment(endUs)}`)]
  const before = axis.fromUs > 0 ? [`before ${page.moment(axis.fromUs)}`] : []
  const after = axis.untilUs < endUs ? [`from ${page.moment(axis.untilUs)} until ${page.moment(endUs)}`] : []
  const quiet = [...before, ...after]
  return quiet.length === 0 ? [] : [page.paint('dim', `${quiet.join(' and ')} nothing changes`)]
}

/** What the glyphs on this page mean, and only these. */
function legendLines(used: ReadonlySet<string>, page: Page): string[] {
  const { glyphs } = page
  const entries = [
    ['action', glyphs.axis.mark, 'action'] as const,
    ...LANE_LIFE.map((state) => [state, glyphs.lane[state], LANE_WORDS[state]] as const),
    ['full', glyphs.step.full, 'all EIPs in use'] as const,
    ['short', glyphs.step.short, 'fewer ready than declared'] as const,
    ...FLOW_PRECEDENCE.toReversed().map(
      (status) => [status, glyphs.flow[status], FLOW_WORDS[status]] as const,
    ),
  ]
  const texts = entries.filter(([key]) => used.has(key)).map(([, glyph, words]) => `${glyph} ${words}`)
  const lines: string[] = []
  for (const text of texts) {
    const line = lines.at(-1)
    if (line !== undefined && widthOf(line) + 3 + widthOf(text) <= page.width)
      lines[lines.length - 1] = `${line}   ${text}`
    else lines.push(text)
  }
  return lines.map((line) => page.paint('dim', line))
}
