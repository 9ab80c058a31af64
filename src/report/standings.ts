/** What is worse, better or only different in B: a line for each figure. */
import type { Measurement, Standing } from '../checking/measurement.ts'
import { type ComparedRuns, counts } from './compared-runs.ts'
import { widthOf } from './display-text.ts'
import { figuresText, measurementText } from './measurement-text.ts'
import type { Page } from './page.ts'
import type { Tone } from './style.ts'

const TONES: Readonly<Record<Exclude<Standing, 'equal'>, Tone>> = {
  worse: 'bad',
  better: 'good',
  different: 'warn',
}

/** The measurements that stand so, with both figures, aligned where there is room. */
export function standingBlock(
  standing: Exclude<Standing, 'equal'>,
  title: string,
  compared: ComparedRuns,
  page: Page,
): string[] {
  const rows = compared.comparison.measurements
    .filter((each) => each.standing === standing)
    .map((each) => rowOf(each, compared, page))
  if (rows.length === 0) return []
  const longest = (text: (row: Row) => string) => Math.max(...rows.map((row) => widthOf(text(row))))
  const [inA, inB] = [longest(({ a }) => a), longest(({ b }) => b)]
  const room = page.width - 4 - 2 - inA - page.glyphs.arrow.length - 2 - inB - longest(({ tail }) => tail)
  const label = Math.min(
    longest(({ label }) => label),
    Math.max(20, room),
  )
  return [
    page.heading(title),
    ...rows.flatMap((row) => {
      const tone = row.isAllowed ? 'dim' : TONES[standing]
      const sign = page.paint(tone, glyphOf(row.isAllowed ? 'different' : standing, page))
      const figures = `${row.a.padStart(inA)} ${page.glyphs.arrow} ${row.b.padEnd(inB)}${row.tail}`
      if (widthOf(row.label) <= label && label <= room)
        return [`  ${sign} ${page.column(row.label, label)}  ${figures}`]
      const [first, ...rest] = page.paragraph('    ', row.label)
      return [
        `  ${sign} ${first!.slice(4)}`,
        ...rest,
        ...page.paragraph('      ', `${row.a} ${page.glyphs.arrow} ${row.b}${row.tail}`),
      ]
    }),
  ]
}

interface Row {
  readonly label: string
  readonly a: string
  readonly b: string
  /** From when, and whether it may be so. */
  readonly tail: string
  readonly isAllowed: boolean
}

function rowOf(measurement: Measurement, compared: ComparedRuns, page: Page): Row {
  const { standing, sinceUs } = measurement
  const isAllowed = standing === 'worse' && !counts(measurement, compared)
  const [a, b] = figuresText(measurement)
  const since = sinceUs === undefined ? '' : `  from ${page.moment(sinceUs)}`
  const label = page.say(measurementText(measurement))
  return { label, a, b, tail: `${since}${isAllowed ? '  (allowed)' : ''}`, isAllowed }
}

function glyphOf(standing: Exclude<Standing, 'equal'>, { glyphs }: Page): string {
  return { worse: glyphs.failed, better: glyphs.held, different: glyphs.alert }[standing]
}
