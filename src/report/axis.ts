/**
 * The time axis of a report: a window of the run, cut into cells of one column. It zooms on the span in which something
 * happens. A span of the run belongs to every cell that it touches, however short it is.
 */
import { formatMoment } from '../cloud/duration-text.ts'

export interface Axis {
  readonly fromUs: number
  readonly untilUs: number
  readonly cells: number
}

export interface TimeSpan {
  readonly fromUs: number
  readonly untilUs: number
}

/** What happens at one instant is told as if it took so long, else its two sides would stand milliseconds apart. */
const LEAST_BUSY_US = 24_000_000

/**
 * From shortly before the first event after the start until shortly after the last, in `cells` columns. `firstUs` is
 * undefined when nothing ever happens: then the axis is the whole run.
 */
export function zoomedAxis(
  firstUs: number | undefined,
  quietFromUs: number,
  endUs: number,
  cells: number,
): Axis {
  if (firstUs === undefined) return { fromUs: 0, untilUs: Math.max(endUs, cells), cells }
  const busyUs = Math.max(quietFromUs - firstUs, LEAST_BUSY_US)
  const lead = Math.ceil(busyUs / 24)
  const tail = Math.ceil(busyUs / 8) // Wider, so that the state in which all comes to rest is seen.
  const round = [1_000_000, 100_000, 1_000, 1].find((us) => us <= lead)!
  const fromUs = Math.max(0, Math.floor((firstUs - lead) / round) * round)
  const untilUs = Math.min(endUs, Math.ceil((quietFromUs + tail) / round) * round)
  return { fromUs, untilUs: Math.max(untilUs, fromUs + cells), cells }
}

/** Where cell `index` begins; the cell ends where the next one begins. */
export function cellBegin({ fromUs, untilUs, cells }: Axis, index: number): number {
  return fromUs + Math.floor((index * (untilUs - fromUs)) / cells)
}

/** The cell that an instant falls into; the instant lies within the axis. */
export function cellAt(axis: Axis, us: number): number {
  let index = Math.floor(((us - axis.fromUs) * axis.cells) / (axis.untilUs - axis.fromUs))
  index = Math.max(0, Math.min(axis.cells - 1, index))
  while (index > 0 && cellBegin(axis, index) > us) index--
  while (index < axis.cells - 1 && cellBegin(axis, index + 1) <= us) index++
  return index
}

/** First and last cell that a span touches; undefined when it lies outside the axis or is empty. */
export function cellsOf(axis: Axis, span: TimeSpan): readonly [first: number, last: number] | undefined {
  const fromUs = Math.max(span.fromUs, axis.fromUs)
  const untilUs = Math.min(span.untilUs, axis.untilUs)
  if (fromUs >= untilUs) return undefined
  return [cellAt(axis, fromUs), cellAt(axis, untilUs - 1)]
}

/** One value for each cell: of all spans that touch it, the value that `wins` prefers; undefined where there is none. */
export function paintCells<S extends TimeSpan, V>(
  axis: Axis,
  spans: readonly S[],
  tell: (span: S) => V,
  wins: (challenger: V, holder: V) => boolean,
): (V | undefined)[] {
  const cells = new Array<V | undefined>(axis.cells).fill(undefined)
  for (const span of spans) {
    const touched = cellsOf(axis, span)
    if (touched === undefined) continue
    const value = tell(span)
    for (let index = touched[0]; index <= touched[1]; index++) {
      const holder = cells[index]
      if (holder === undefined || wins(value, holder)) cells[index] = value
    }
  }
  return cells
}

const STEPS_US = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1.5e7,
  3e7, 6e7, 1.2e8, 3e8, 6e8, 9e8, 1.8e9, 3.6e9, 7.2e9, 1.08e10, 2.16e10, 4.32e10, 8.64e10,
]

/** Round instants to write on the axis, far enough apart that their labels do not touch. */
export function ticksOf(axis: Axis): { readonly cell: number; readonly label: string }[] {
  const perCell = (axis.untilUs - axis.fromUs) / axis.cells
  const step = STEPS_US.find((us) => us / perCell >= 10) ?? 8.64e10 * Math.ceil((perCell * 10) / 8.64e10)
  const ticks = []
  for (let us = Math.ceil(axis.fromUs / step) * step; us < axis.untilUs; us += step)
    ticks.push({ cell: cellAt(axis, us), label: formatMoment(us) })
  return ticks
}
