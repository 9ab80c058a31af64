/**
 * Two plans for a person at a terminal: the picture of both first, then what gets worse and what gets better in B, where
 * the flows part and why; the verdict is the last line.
 */
import { drifts } from '../checking/compare-flow.ts'
import { compareStrips } from './compare-strips.ts'
import { type ComparedResult, type ComparedRuns, comparedResult, counts, tallyOf } from './compared-runs.ts'
import { ORDER_WORDS } from './event-words.ts'
import { linesToText } from './lines.ts'
import { lonelyText } from './measurement-text.ts'
import type { Page } from './page.ts'
import { addressesBlock, partingsBlock } from './partings.ts'
import { openChanges, type Run } from './run.ts'
import { standingBlock } from './standings.ts'
import type { Tone } from './style.ts'

/** The whole report. Lines end with a line feed, the last one too. */
export function renderCompareText(compared: ComparedRuns, page: Page): string {
  const { comparison } = compared
  return linesToText([
    headerBlock(compared, page),
    compareStrips(compared, page),
    standingBlock('worse', 'Worse in B', compared, page),
    standingBlock('better', 'Better in B', compared, page),
    standingBlock('different', 'Different, and neither is better', compared, page),
    partingsBlock(compared, page),
    addressesBlock(comparison.flows.filter(drifts), page),
    unpricedBlock(compared, page),
    onlyBlock('A', comparison.onlyInA.map(lonelyText), page),
    onlyBlock('B', comparison.onlyInB.map(lonelyText), page),
    [...openLines('A', compared.a, page), ...openLines('B', compared.b, page), verdictLine(compared, page)],
  ])
}

/** One line: the verdict and the files. */
export function renderQuietCompare(compared: ComparedRuns, page: Page): string {
  const { a, b } = compared
  const files = page.say(`${a.scenario.file} ${page.glyphs.arrow} ${b.scenario.file}`)
  return `${verdictWord(compared, page)}  ${files}  ${page.paint('dim', tallyText(compared))}\n`
}

function headerBlock({ a, b, durationsUs }: ComparedRuns, page: Page): string[] {
  const { dot } = page.glyphs
  const planLines = (letter: string, { scenario, trace, findings }: Run, durationUs: number) => {
    const held = findings.filter(({ status }) => status === 'held').length
    const facts = [
      scenario.file,
      scenario.topology.region,
      `seed ${trace.seed}`,
      page.moment(durationUs),
      findings.length === 0 ? 'nothing expected' : `${held} of ${findings.length} held`,
    ]
    return [
      ...page.paragraph(`${letter}  `, scenario.name).map((line) => page.heading(line)),
      ...page.paragraph('   ', facts.join(` ${dot} `)).map((line) => page.paint('dim', line)),
    ]
  }
  const [forA, forB] = durationsUs
  const notes = [
    ...(forA === forB
      ? []
      : [`Both run for ${page.moment(a.summary.endUs)}, the longer of the two durations.`]),
    ...(a.trace.seed === b.trace.seed
      ? []
      : [`The seeds differ, and with them chance: --seed ${a.trace.seed} gives both the same.`]),
    `vpcsim ${a.version}`,
  ]
  return [
    ...planLines('A', a, forA),
    ...planLines('B', b, forB),
    ...page.paragraph('', notes.join(' ')).map((line) => page.paint('dim', line)),
  ]
}

function unpricedBlock({ comparison: { unpriced } }: ComparedRuns, page: Page): string[] {
  if (unpriced === undefined) return []
  const text = `cost a month: no price of ${unpriced.join(', ')}; simulate cost tells the rest, --prices gives one`
  return [page.heading('Not compared'), ...page.paragraph(`  ${page.glyphs.dot} `, text)]
}

/** Longer lists lose their end, with a line that says how much. */
const MOST_LONELY = 12

function onlyBlock(letter: string, texts: readonly string[], page: Page): string[] {
  if (texts.length === 0) return []
  return [
    page.heading(`Only in ${letter}, not compared`),
    ...texts.slice(0, MOST_LONELY).flatMap((text) => page.paragraph(`  ${page.glyphs.dot} `, text)),
    ...(texts.length > MOST_LONELY
      ? [page.paint('dim', `  ${page.glyphs.axis.hidden} ${texts.length - MOST_LONELY} more, see --json`)]
      : []),
  ]
}

/** Changes of which the run does not tell the end: their plan may get worse yet. */
function openLines(letter: string, run: Run, page: Page): string[] {
  return openChanges(run).flatMap(({ app, type }) => {
    const text = `${letter}: ${ORDER_WORDS[type]} of ${app}, still under way at the end of the run; give it a longer duration`
    return page.paragraph(`${page.glyphs.alert} `, text).map((line) => page.paint('warn', line))
  })
}

const VERDICTS: Readonly<Record<ComparedResult, readonly [words: string, tone: Tone]>> = {
  noWorse: ['NO WORSE', 'good'],
  worse: ['WORSE', 'bad'],
  undetermined: ['UNDETERMINED', 'warn'],
}

function verdictLine(compared: ComparedRuns, page: Page): string {
  return `${page.paint('bold', verdictWord(compared, page))}  ${tallyText(compared)}`
}

function verdictWord(compared: ComparedRuns, page: Page): string {
  const result = comparedResult(compared)
  const [words, tone] = VERDICTS[result]
  const { held, failed, open } = page.glyphs
  return page.paint(tone, `${{ noWorse: held, worse: failed, undetermined: open }[result]} ${words}`)
}

/** `2 worse (1 allowed), 4 better, 12 equal` */
function tallyText(compared: ComparedRuns): string {
  const { worse, better, different, equal } = tallyOf(compared.comparison)
  const allowed = compared.comparison.measurements.filter(
    (each) => each.standing === 'worse' && !counts(each, compared),
  ).length
  return [
    `${worse} worse${allowed > 0 ? ` (${allowed} allowed)` : ''}`,
    `${better} better`,
    ...(different > 0 ? [`${different} different`] : []),
    `${equal} equal`,
  ].join(', ')
}
