/** The strips of a report as cells on an axis: instances that are ready, EIPs in use, flows. Each notes what the legend has to explain. */
import type { AppSummary, FlowSummary, PoolSummary } from '../trace/summary.ts'
import { type Axis, paintCells } from './axis.ts'
import { FLOW_PRECEDENCE, FLOW_TONES } from './glyphs.ts'
import type { Page } from './page.ts'
import { type Cell, type Level, stepStrip } from './strip.ts'

type Cells = readonly (Cell | undefined)[]

/** Of several states in a cell, the one in which most is missing. */
export function capacityCells({ capacity }: AppSummary, page: Page, axis: Axis, legend: Set<string>): Cells {
  const cells = paintCells(
    axis,
    capacity,
    ({ ready, declared }) => ({ ready, declared }),
    (a, b) => a.ready - a.declared < b.ready - b.declared,
  )
  const levels = cells.map(
    (cell): Level | undefined =>
      cell && { value: cell.ready, ease: cell.ready < cell.declared ? 'short' : 'easy' },
  )
  if (levels.some((level) => level?.ease === 'short')) legend.add('short')
  return stepStrip(levels, page.glyphs)
}

/** Of several states in a cell, the highest use. */
export function poolCells({ inUse, size }: PoolSummary, page: Page, axis: Axis, legend: Set<string>): Cells {
  const cells = paintCells(
    axis,
    inUse,
    ({ count }) => count,
    (a, b) => a > b,
  )
  const levels = cells.map((value): Level | undefined =>
    value === undefined ? undefined : { value, ease: value >= size ? 'full' : 'easy' },
  )
  if (levels.some((level) => level?.ease === 'full')) legend.add('full')
  return stepStrip(levels, page.glyphs)
}

const FLOW_RANK = new Map(FLOW_PRECEDENCE.map((status, rank) => [status, rank]))

/** Of several states in a cell, the worst. */
export function flowCells({ intervals }: FlowSummary, page: Page, axis: Axis, legend: Set<string>): Cells {
  const statuses = paintCells(
    axis,
    intervals,
    ({ status }) => status,
    (a, b) => FLOW_RANK.get(a)! < FLOW_RANK.get(b)!,
  )
  return statuses.map((status) => {
    if (status === undefined) return undefined
    legend.add(status)
    return { glyph: page.glyphs.flow[status], tone: FLOW_TONES[status] }
  })
}
