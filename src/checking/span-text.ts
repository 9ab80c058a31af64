/** When something was so, in words. */
import { formatDuration, formatMoment } from '../cloud/duration-text.ts'
import type { Window } from './expectation.ts'

interface Stretch {
  readonly fromUs: number
  readonly untilUs: number
}

/** `from 1m to 1m23s (23s)`, `at 1m` for one instant; one that lasts as long as the run says so. */
export function spanText({ fromUs, untilUs }: Stretch, endUs: number): string {
  if (untilUs === fromUs + 1) return `at ${formatMoment(fromUs)}`
  const length = formatMoment(untilUs - fromUs)
  if (fromUs === 0 && untilUs === endUs) return `all ${length} of the run`
  const until = untilUs === endUs ? 'the end' : formatMoment(untilUs)
  return `from ${formatMoment(fromUs)} to ${until} (${length})`
}

/** ` from 1m to 2m`, ` at 3m`, or nothing for the whole run and where it was told. An open end is left out. */
export function windowText(window: Window | undefined): string {
  if (window === undefined || window.isTold === true) return ''
  const { fromUs, untilUs } = window
  if (untilUs === fromUs + 1) return ` at ${formatDuration(fromUs)}`
  const from = fromUs === 0 ? '' : ` from ${formatDuration(fromUs)}`
  return untilUs === Number.POSITIVE_INFINITY ? from : `${from} until ${formatDuration(untilUs)}`
}

export function lengthOf(spans: readonly Stretch[]): number {
  return spans.reduce((sum, { fromUs, untilUs }) => sum + untilUs - fromUs, 0)
}
