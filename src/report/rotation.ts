/**
 * Who was in rotation when: for each pool behind a balancer or a service name how many servers may be picked, and a row for
 * each server that did not stand there all the time. Glyphs are those of the lanes where they mean much the same.
 */
import type { BackendState } from '../balancing/backend-state.ts'
import type { BackendPoolSummary, BackendSummary } from '../trace/summary.ts'
import { type Axis, paintCells } from './axis.ts'
import type { Page } from './page.ts'
import { type Cell, type Level, renderCells, stepStrip } from './strip.ts'
import type { Tone } from './style.ts'

type RowState = BackendState | 'ramping'

/** Trouble before progress, and progress before rest. */
const PRECEDENCE: readonly RowState[] = [
  'unhealthy',
  'draining',
  'initial',
  'adding',
  'ramping',
  'unused',
  'unavailable',
  'healthy',
  'gone',
]
const RANK = new Map(PRECEDENCE.map((state, rank) => [state, rank]))

const TONES: Readonly<Record<RowState, Tone>> = {
  unhealthy: 'bad',
  draining: 'dim',
  initial: 'calm',
  adding: 'calm',
  ramping: 'good',
  unused: 'dim',
  unavailable: 'good',
  healthy: 'good',
  gone: 'dim',
}

/** For the legend; that a full row is in rotation needs no words. */
export const ROTATION_WORDS: Readonly<Partial<Record<RowState, string>>> = {
  adding: 'registering',
  initial: 'not yet found healthy',
  unhealthy: 'unhealthy',
  ramping: 'slow start',
  draining: 'draining',
  unused: 'weight 0',
}

/** More rows than this are left out in the middle. */
const MOST_ROWS = 12

export function rotationLines(
  pools: readonly BackendPoolSummary[],
  page: Page,
  axis: Axis,
  label: number,
  legend: Set<string>,
): string[] {
  if (pools.length === 0) return []
  const lines = [page.heading('in rotation')]
  for (const pool of pools) {
    lines.push(countLine(pool, page, axis, label, legend))
    const moving = pool.servers.filter(isMoving)
    const half = MOST_ROWS / 2
    const shown = moving.length <= MOST_ROWS ? moving : [...moving.slice(0, half), ...moving.slice(-half)]
    for (const [index, server] of shown.entries()) {
      if (moving.length > MOST_ROWS && index === half)
        lines.push(
          page.paint('dim', `    ${page.glyphs.axis.hidden} ${moving.length - MOST_ROWS} more, not shown`),
        )
      lines.push(serverLine(server, page, axis, label, legend))
    }
  }
  return lines
}

/** It was not there, or not sound, at some time. */
function isMoving({ spans }: BackendSummary): boolean {
  const [only] = spans
  const isSound = only?.state === 'healthy' || only?.state === 'unavailable'
  return spans.length !== 1 || !isSound || only.fromUs > 0
}

function countLine(
  { pool, inRotation }: BackendPoolSummary,
  page: Page,
  axis: Axis,
  label: number,
  legend: Set<string>,
): string {
  const fewer = (a: { count: number }, b: { count: number }) => a.count < b.count
  const cells = paintCells(axis, inRotation, ({ count, failsOpen }) => ({ count, failsOpen }), fewer)
  const levels = cells.map((cell): Level | undefined => {
    if (cell === undefined) return undefined
    if (cell.failsOpen) legend.add('failsOpen')
    return { value: cell.count, ease: cell.count === 0 ? 'short' : cell.failsOpen ? 'full' : 'easy' }
  })
  return `${page.column(`  ${pool}`, label - 1)} ${renderCells(stepStrip(levels, page.glyphs), page.paint)}`
}

function serverLine(
  { server, spans }: BackendSummary,
  page: Page,
  axis: Axis,
  label: number,
  legend: Set<string>,
): string {
  const states = paintCells(
    axis,
    spans,
    ({ state, ramps }): RowState => (ramps ? 'ramping' : state),
    (a, b) => RANK.get(a)! < RANK.get(b)!,
  )
  const cells = states.map((state): Cell | undefined => {
    if (state === undefined) return undefined
    legend.add(`rotation/${state}`)
    return { glyph: page.glyphs.rotation[state], tone: TONES[state] }
  })
  return `${page.column(`    ${server}`, label - 1)} ${renderCells(cells, page.paint)}`.trimEnd()
}
