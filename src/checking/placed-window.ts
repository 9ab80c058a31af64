/** A window whose begin or end only the run can say, put in its place. */
import { formatDuration, formatMoment } from '../cloud/duration-text.ts'
import type { Summary } from '../trace/summary.ts'
import type { Timing, Window } from './expectation.ts'
import type { FoundWindow } from './finding.ts'
import { findMilestone, milestoneText } from './milestone.ts'
import { type Context, notExercised, type Ruling } from './ruling.ts'

export interface PlacedWindow extends Window {
  /** The run ends before the window does: `why` says what did not come. */
  readonly open?: { readonly why: string }
  /** What ends it can come no more: nothing but a violation is shown. */
  readonly endless?: Ruling
  /** `from 2m48s (change 2 of shop completes) until 5m`; nothing for the whole run. */
  readonly words: string
  readonly found: FoundWindow
}

/** The ruling where there is no such window. */
export function placeWindow(
  { fromUs: earliestUs, untilUs: latestUs }: Window,
  { after, until, withinUs }: Timing,
  summary: Summary,
  context: Context,
): PlacedWindow | Ruling {
  const { endUs } = summary
  const begin = after && findMilestone(after, summary, earliestUs)
  if (after !== undefined && begin?.kind === 'absent')
    return notExercised(
      `${milestoneText(after)} never came${whenText(' after', earliestUs)}${begin.why}`,
      context,
    )
  const from = begin?.kind === 'came' ? begin : undefined
  const fromUs = from?.atUs ?? earliestUs
  const end = until && findMilestone(until, summary, fromUs)
  const to = end?.kind === 'came' ? end : undefined
  const untilUs = Math.min(
    latestUs,
    to?.atUs ?? Number.POSITIVE_INFINITY,
    fromUs + (withinUs ?? Number.POSITIVE_INFINITY),
  )
  if (fromUs >= endUs)
    return notExercised(`the run ends at ${formatMoment(endUs)}, where the window begins`, context)
  const isOpen = untilUs > endUs && (end?.kind === 'absent' || untilUs !== Number.POSITIVE_INFINITY)
  const fromWords =
    after === undefined ? whenText('from', fromUs) : `from ${formatMoment(fromUs)} (${milestoneText(after)})`
  const untilWords = untilText(
    untilUs,
    until === undefined || to?.atUs !== untilUs ? '' : milestoneText(until),
  )
  const words = [fromWords, untilWords].filter((each) => each !== '').join(' ')
  if (fromUs >= untilUs) return notExercised(`the window ${words} has no time in it`, context)
  const endless =
    until !== undefined && end?.kind === 'absent' && !end.mayCome
      ? notExercised(
          `${milestoneText(until)} never came${whenText(' after', fromUs)}, so that nothing ends there${end.why}`,
          context,
        )
      : undefined
  return {
    fromUs,
    untilUs,
    ...(endless !== undefined && { endless }),
    ...(isOpen && { open: { why: openText(untilUs, endUs, until && milestoneText(until)) } }),
    words,
    found: {
      fromUs,
      ...(untilUs <= endUs && { untilUs }),
      ...(from !== undefined && { after: from.since }),
      ...(to !== undefined && to.atUs === untilUs && { until: to.since }),
    },
  }
}

function openText(untilUs: number, endUs: number, until: string | undefined): string {
  const end = `the run ends at ${formatMoment(endUs)}`
  return untilUs === Number.POSITIVE_INFINITY && until !== undefined
    ? `${end}, before ${until}`
    : `${end}, before the window does at ${formatMoment(untilUs)}`
}

function whenText(word: string, atUs: number): string {
  return atUs === 0 ? '' : `${word} ${formatDuration(atUs)}`
}

function untilText(untilUs: number, milestone: string): string {
  if (untilUs === Number.POSITIVE_INFINITY) return ''
  return `until ${formatMoment(untilUs)}${milestone === '' ? '' : ` (${milestone})`}`
}
