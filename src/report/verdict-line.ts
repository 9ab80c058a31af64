/** The last line of a report, next to the prompt: does it hold? */
import { widthOf } from './display-text.ts'
import type { Page } from './page.ts'
import { type Result, type Run, resultOf } from './run.ts'
import type { Tone } from './style.ts'

export const RESULT_TONES: Readonly<Record<Result, Tone>> = {
  held: 'good',
  failed: 'bad',
  undetermined: 'warn',
}

export function verdictLine(run: Run, page: Page): string {
  const result = resultOf(run)
  const word = result.toUpperCase()
  const glyph = { held: page.glyphs.held, failed: page.glyphs.failed, undetermined: page.glyphs.open }[result]
  const head = `${glyph} ${word}  `
  const rest = page.short(
    [expectationTally(run), ...changeTally(run)].join(`  ${page.glyphs.dot}  `),
    page.width - widthOf(head),
  )
  return `${page.paint('bold', page.paint(RESULT_TONES[result], `${glyph} ${word}`))}  ${rest}`
}

/** The verdict line of a run among several: the file's name comes behind the word. */
export function quietLine(run: Run, page: Page): string {
  const result = resultOf(run)
  const glyph = { held: page.glyphs.held, failed: page.glyphs.failed, undetermined: page.glyphs.open }[result]
  const word = result.toUpperCase().padEnd(6)
  const file = page.say(run.scenario.file)
  const tally = [expectationTally(run), ...changeTally(run)].join(', ')
  return `${page.paint(RESULT_TONES[result], `${glyph} ${word}`)} ${file}  ${page.paint('dim', page.say(tally))}`
}

function expectationTally({ findings, scenario, strict }: Run): string {
  const total = findings.length
  const open = findings.filter(({ undetermined }) => undetermined === true).length
  const failed = findings.filter(({ status }) => status !== 'held').length - open
  const words = total === 1 ? 'expectation' : 'expectations'
  const parts = [
    ...(failed > 0 ? [`${failed} of ${total} ${words} failed`] : []),
    ...(open > 0 ? [`${open} of ${total} ${words} undecided`] : []),
    ...(strict === true && scenario.assumptions.length > 0 ? [`${scenario.assumptions.length} assumed`] : []),
  ]
  if (parts.length > 0) return parts.join(', ')
  return total === 0 ? 'nothing expected' : `${total} of ${total} ${words} held`
}

/** `2 changes SAFE`, by verdict in order of first sight. */
function changeTally({ summary }: Run): string[] {
  const counts = new Map<string, number>()
  for (const { verdict } of summary.changes) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return [...counts].map(([verdict, count]) => `${count} ${count === 1 ? 'change' : 'changes'} ${verdict}`)
}
