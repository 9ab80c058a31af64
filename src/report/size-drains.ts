/** The shortest waiting times that lose no request, told. */
import type { DrainSize, SizeSheet } from '../checking/sizing/size-sheet.ts'
import type { Page } from './page.ts'
import { headingLines, rowLines } from './size-rows.ts'
import { failureText, heldText } from './size-words.ts'

const LABEL_WIDTH = 6

export function drainBlock(size: DrainSize, sheet: SizeSheet, page: Page): string[] {
  const { setting, name, declared, smallest, tried, most, flows, withPreStop, grace, isMonotone } = size
  const today = declared === undefined ? 'not set in the file' : `${declared}s in the file`
  const how = smallest === undefined ? `up to ${most}s none is enough` : `${smallest}s is enough`
  const row = (value: number, isEnough: boolean, text: string) =>
    rowLines(isEnough ? 'answer' : 'failed', `${value}s`, LABEL_WIDTH, text, page)
  const lines: string[] = []
  if (smallest !== undefined) lines.push(...row(smallest, true, `no 5xx, ${heldText(sheet)}`))
  // From the one that is just too short down to the first.
  const failing = tried.filter(({ failure }) => failure !== undefined)
  for (const { value, failure } of failing.toReversed().slice(0, 3))
    lines.push(...row(value, false, failureText(failure!)))
  const checked = tried.filter(({ failure }) => failure === undefined).map(({ value }) => `${value}s`)
  const notes = [
    `${flows.length === 1 ? 'Flow' : 'Flows'} ${flows.join(', ')}. Tried and held: ${checked.join(', ') || 'none'}.`,
    ...(isMonotone ? [] : ['Some shorter times held as well, and some between them and the answer did not.']),
    ...(withPreStop === undefined
      ? []
      : [`With preStop ${withPreStop}s: with that of the file requests are lost whatever the drain.`]),
    ...(grace === undefined ? [] : [`It needs a grace period of ${grace}s.`]),
    ...(setting === 'drain' && declared === undefined
      ? ['Not set: connections go on until they end by themselves (facts/load-balancing 1.8).']
      : []),
  ]
  return [
    ...headingLines(
      `${setting} of ${setting === 'drain' ? 'server group ' : ''}${name}: ${how}, ${today}`,
      page,
    ),
    ...lines,
    ...notes.flatMap((note) => page.paragraph('    ', note)),
  ]
}
