/** Crashes at random instants while changes are under way: the same for every size that a seed is tried with. */
import type { Crash } from '../checking/sizing/size-sheet.ts'
import { MILLISECOND_US } from '../cloud/duration-range.ts'
import { Streams } from '../kernel/stream.ts'
import type { Outcome } from './outcome.ts'

const MODES = ['instance', 'container'] as const

/** `calm` is the run without them: they come from the begin of its first change to the end of its last. */
export function crashesFor(
  { seed, summary: { changes, endUs } }: Outcome,
  apps: readonly string[],
  count: number,
): Crash[] {
  const ours = changes.filter(({ app }) => apps.includes(app))
  const fromUs = Math.min(endUs, ...ours.map((change) => change.fromUs))
  const untilUs = Math.max(0, ...ours.map((change) => change.untilUs ?? change.statusFromUs))
  const [firstUs, lengthUs] = fromUs < untilUs ? [fromUs, untilUs - fromUs] : [0, endUs]
  const stream = new Streams(seed).stream('size/crashes')
  return Array.from({ length: count }, () => ({
    kind: 'crash' as const,
    atUs: firstUs + stream.below(Math.max(1, Math.floor(lengthUs / MILLISECOND_US))) * MILLISECOND_US,
    app: apps[stream.below(apps.length)]!,
    mode: MODES[stream.below(MODES.length)]!,
  })).sort((a, b) => a.atUs - b.atUs)
}
