/** Claims on a flow's state. */
import { formatMoment } from '../cloud/duration-text.ts'
import { clip } from '../trace/clip.ts'
import type { FlowInterval, Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { isInState } from './course.ts'
import { join, weigh } from './mode.ts'
import { type Context, explain, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'
import { lengthOf, spanText, windowText } from './span-text.ts'

export function judgeFlow(claim: ClaimOf<'flow'>, { flows, endUs }: Summary, context: Context): Ruling {
  const { flow, mode, state, window } = claim
  const intervals = flows.find((each) => each.flow === flow)?.intervals
  if (intervals === undefined) return notExercised(`there is no flow ${flow} in this run`, context, { flow })
  const inWindow = window === undefined ? [...intervals] : clip(intervals, window.fromUs, window.untilUs)
  // Nobody there to ask is no answer, unless just that is claimed.
  const counted = state === 'idle' ? inWindow : inWindow.filter(({ status }) => status !== 'IDLE')
  const { status, witnesses: each } = weigh(mode, counted, (interval) => isInState(claim, interval))
  const witnesses = join(each, hasSameGround)
  const first = witnesses[0]
  if (status === 'notExercised') return notExercised(unaskedText(claim, endUs), context, { flow })
  if (status === 'held') return held(heldText(claim, counted, first, endUs), first)
  if (first === undefined) {
    const seen = [...new Set(counted.map((interval) => interval.status.toLowerCase()))].join(' and ')
    const only = seen === '' ? 'nobody asked it' : `it was only ${seen}`
    const message = `${flow} was never ${wordsOf(claim)}${windowText(window)}: ${only}`
    return failed(message, undefined, groundOf('EXPECTATION_NEVER_EXERCISED', { flow }, context))
  }
  const details = {
    flow,
    ...(first.instance === undefined ? {} : { instance: first.instance }),
    ...first.details,
  }
  return failed(brokenText(claim, witnesses, endUs, context), first, groundOf(first.code, details, context))
}

/** One blockade, though the number of those who ask changes in it. */
export function hasSameGround(a: FlowInterval, b: FlowInterval): boolean {
  return a.status === b.status && a.code === b.code
}

function brokenText(
  { flow, mode }: ClaimOf<'flow'>,
  witnesses: readonly FlowInterval[],
  endUs: number,
  context: Context,
): string {
  const first = witnesses[0]!
  const { status, instance, code, details } = first
  const whom = instance === undefined ? '' : ` for ${instance}`
  const share = shareText(first)
  const why = code === undefined ? '' : `: ${explain(code, details ?? {}, context)}`
  const when = `${spanText(first, endUs)}${again(witnesses)}${mode === 'never' ? ', expected never' : ''}`
  return `${flow} is ${status.toLowerCase()}${share}${whom} ${when}${why}`
}

function shareText({ status, asked, through, share }: FlowInterval): string {
  if (status === 'DEGRADED') return ` (${through} of ${asked} get through)`
  return share === undefined
    ? ''
    : ` (${share.through} of ${share.of} ways through the balancer lead to an answer)`
}

function again(witnesses: readonly FlowInterval[]): string {
  const more = witnesses.length - 1
  if (more === 0) return ''
  return `, and ${more} more time${more === 1 ? '' : 's'}, ${formatMoment(lengthOf(witnesses))} in all`
}

function heldText(
  claim: ClaimOf<'flow'>,
  counted: readonly FlowInterval[],
  first: FlowInterval | undefined,
  endUs: number,
): string {
  const { flow, mode, window } = claim
  const words = wordsOf(claim)
  if (first !== undefined) return `${flow} is ${words} ${spanText(first, endUs)}`
  const not = mode === 'never' ? 'never ' : ''
  if (lengthOf(counted) === 1) return `${flow} is ${not}${words}${windowText(window)}`
  return `${flow} is ${not}${words} in the ${formatMoment(lengthOf(counted))} it was asked${windowText(window)}`
}

function unaskedText({ flow, window }: ClaimOf<'flow'>, endUs: number): string {
  if (window !== undefined && window.fromUs >= endUs)
    return `the run ends at ${formatMoment(endUs)}, and ${flow} is to be judged only${windowText(window)}`
  return `nobody asked ${flow}${windowText(window)}`
}

function wordsOf({ state, code }: ClaimOf<'flow'>): string {
  return code === undefined ? state : `${state} with ${code}`
}
