/** Sizes of a plan for a person at a terminal: each answer with what it stands on, then what could not be sized. */
import { linesToText } from './lines.ts'
import type { Page } from './page.ts'
import { batchesBlock } from './size-batches.ts'
import { coverBlock } from './size-covers.ts'
import { drainBlock } from './size-drains.ts'
import { poolBlock } from './size-pools.ts'
import { answersText } from './size-words.ts'
import { type SizedReport, sizeResult } from './sized-report.ts'

/** Lines end with a line feed, the last one too. */
export function renderSizeText(report: SizedReport, page: Page): string {
  const { sheet } = report
  return linesToText([
    headerBlock(report, page),
    ...sheet.pools.map((size) => poolBlock(size, sheet, page)),
    ...sheet.batches.map((choice) => batchesBlock(choice, sheet, page)),
    ...sheet.drains.map((size) => drainBlock(size, sheet, page)),
    ...sheet.covers.map((cover) => coverBlock(cover, sheet, page)),
    notSizedBlock(report, page),
    page
      .paragraph('', verdictText(report, page))
      .map((line) => page.paint(sizeResult(report) === 'sized' ? 'bold' : 'warn', line)),
  ])
}

/** One line. */
export function renderQuietSize(report: SizedReport, page: Page): string {
  return `${page.say(verdictText(report, page))}  ${page.say(report.scenario.file)}\n`
}

function headerBlock({ scenario, version, sheet: { seeds } }: SizedReport, page: Page): string[] {
  const [first, last] = [seeds[0]!, seeds.at(-1)!]
  const facts = [
    scenario.file,
    scenario.topology.region,
    first === last ? `seed ${first}` : `seeds ${first} to ${last}`,
    `vpcsim ${version}`,
  ]
  return [
    ...page.paragraph('', scenario.name).map((line) => page.heading(line)),
    ...page.paragraph('', facts.join(` ${page.glyphs.dot} `)).map((line) => page.paint('dim', line)),
  ]
}

function notSizedBlock({ sheet: { notSized } }: SizedReport, page: Page): string[] {
  if (notSized.length === 0) return []
  return [
    page.heading('Not sized'),
    ...notSized.flatMap(({ subject, why }) => page.paragraph(`  ${page.glyphs.dot} `, `${subject}: ${why}`)),
  ]
}

function verdictText(report: SizedReport, page: Page): string {
  const told = answersText(report.sheet)
  const isSized = sizeResult(report) === 'sized'
  const texts = told.length === 0 ? ['nothing could be sized'] : told
  return `${isSized ? page.glyphs.held : `${page.glyphs.open} UNDETERMINED:`} ${texts.join(` ${page.glyphs.dot} `)}`
}
