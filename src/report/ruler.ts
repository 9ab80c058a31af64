/** The two lines above the strips: round instants, and a ruler with a mark for each action of the timeline. */
import type { ActionSummary } from '../trace/summary.ts'
import { type Axis, cellAt, ticksOf } from './axis.ts'
import type { Page } from './page.ts'
import { type Cell, renderCells } from './strip.ts'

/** `label`: columns left of the axis. */
export function rulerLines(
  actions: readonly ActionSummary[],
  page: Page,
  axis: Axis,
  label: number,
  legend: Set<string>,
): string[] {
  const { axis: glyph } = page.glyphs
  const ruler: Cell[] = Array.from({ length: axis.cells }, () => ({ glyph: glyph.line, tone: 'dim' }))
  let labels = ''
  for (const tick of ticksOf(axis)) {
    ruler[tick.cell] = { glyph: glyph.tick, tone: 'dim' }
    if (tick.cell + tick.label.length <= axis.cells && tick.cell >= labels.length)
      labels = `${labels.padEnd(tick.cell)}${tick.label} `
  }
  for (const { atUs } of actions) {
    if (atUs < axis.fromUs || atUs >= axis.untilUs) continue
    ruler[cellAt(axis, atUs)] = { glyph: glyph.mark, tone: 'bold' }
    legend.add('action')
  }
  const margin = ' '.repeat(label)
  return [(margin + labels).trimEnd(), margin + renderCells(ruler, page.paint)]
}
