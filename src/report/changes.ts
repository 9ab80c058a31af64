/** Each change of an application with its verdict and, when it is stuck, who waits for whom. */
import { fillTemplate } from '../cloud/reason.ts'
import type { ChangeSummary, ChangeVerdict } from '../trace/summary.ts'
import { describeEvent, eventOf, ORDER_WORDS, originOf } from './event-words.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'
import type { Tone } from './style.ts'

export const VERDICT_TONES: Readonly<Record<ChangeVerdict, Tone>> = {
  SAFE: 'good',
  OUTAGE: 'bad',
  STUCK: 'warn',
  STUCK_DEGRADED: 'bad',
  ROLLED_BACK: 'warn',
  EXCEEDED_DEADLINE: 'bad',
  FAILED: 'bad',
  ABORTED: 'warn',
  UNDETERMINED: 'warn',
}

const VERDICT_WORDS: Readonly<Record<ChangeVerdict, string>> = {
  SAFE: 'done, nothing was lost',
  OUTAGE: 'no instance served for a while',
  STUCK: 'cannot go on, the old instances keep serving',
  STUCK_DEGRADED: 'cannot go on, and capacity is missing meanwhile',
  ROLLED_BACK: 'failed and was rolled back',
  EXCEEDED_DEADLINE: 'took longer than it may',
  FAILED: 'failed and was not rolled back',
  ABORTED: 'was aborted',
  UNDETERMINED: 'was still under way at the end of the run; give it a longer duration',
}

export function changesBlock(run: Run, page: Page): string[] {
  const { changes } = run.summary
  if (changes.length === 0) return []
  return [page.heading('Changes'), ...changes.flatMap((change) => changeLines(change, run, page))]
}

function changeLines(change: ChangeSummary, run: Run, page: Page): string[] {
  const { verdict, fromUs, untilUs, minReady, leastReady, leastServing } = change
  const tone = VERDICT_TONES[verdict]
  const glyph = { good: page.glyphs.held, bad: page.glyphs.failed }[tone as string] ?? page.glyphs.alert
  const label = `  ${glyph} ${verdict}  `
  const versions =
    change.previousVersion === undefined || change.previousVersion === change.version
      ? change.version
      : `${change.previousVersion} → ${change.version}`
  const when = untilUs === undefined ? `${page.moment(fromUs)} until the end` : page.span(fromUs, untilUs)
  const [head, ...rest] = page.paragraph(
    label,
    `${ORDER_WORDS[change.type]} ${change.app} ${versions}, ${when}`,
  )
  const lines = [page.paint(tone, label) + head!.slice(label.length), ...rest]
  const detail = (text: string) => lines.push(...page.paragraph('      ', text))
  detail(
    `${VERDICT_WORDS[verdict]}; fewest ready ${leastReady} (${minReady} wanted), fewest serving ${leastServing}`,
  )
  for (const outage of change.outages.slice(0, 3)) {
    const event = eventOf(run.trace, outage.since)
    const since = event === undefined ? '' : `: ${describeEvent(originOf(run.trace, event))}`
    detail(`nobody served ${page.span(outage.fromUs, outage.untilUs)}${since}`)
  }
  if (change.outages.length > 3) detail(`and ${change.outages.length - 3} outages more`)
  if (change.stuck !== undefined) detail(`nothing moves from ${page.moment(change.stuck.fromUs)} on`)
  for (const code of new Set([change.code, change.rootCause])) {
    if (code === undefined) continue
    const sentence = run.reasonOf(code)?.sentence
    detail(sentence === undefined ? code : `${code}: ${fillTemplate(sentence, change.details)}`)
  }
  for (const [index, link] of change.waitsFor.entries())
    lines.push(
      ...page.paragraph(
        index === 0
          ? '      waits  '
          : `         ${page.glyphs.arrow}${' '.repeat(4 - page.glyphs.arrow.length)}`,
        link,
      ),
    )
  const fix = run.reasonOf(change.rootCause ?? change.code ?? '')?.fix
  if (verdict !== 'SAFE' && fix !== undefined && fix !== '')
    lines.push(...page.paragraph('      fix    ', fillTemplate(fix, change.details)))
  return lines
}
