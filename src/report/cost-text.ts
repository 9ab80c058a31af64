/** A cost sheet for a person at a terminal: the table, what is not in it, and what other ways would cost. */
import { HOURS_PER_MONTH } from '../pricing/cost-sheet.ts'
import { ITEMS, type PriceRow } from '../pricing/price-table.ts'
import { inwardBlock, outwardBlock } from './cost-choices.ts'
import { costTable } from './cost-lines.ts'
import { linesToText } from './lines.ts'
import { money } from './money.ts'
import type { Page } from './page.ts'
import type { PricedReport } from './priced-run.ts'

/** Lines end with a line feed, the last one too. */
export function renderCostText(report: PricedReport, page: Page): string {
  const { outward, inward } = report.sheet.alternatives
  return linesToText([
    headerBlock(report, page),
    costTable(report.sheet, page),
    unknownBlock(report, page),
    ...outward.map((choice) => outwardBlock(choice, page)),
    ...inward.map((choice) => inwardBlock(choice, page)),
    listBlock('Not counted', report.sheet.notCounted, page),
    listBlock(
      'Assumed',
      report.sheet.assumptions.map(({ text, source }) => `${text} (${source})`),
      page,
    ),
    listBlock('Prices', rowsOf(report).map(rowText), page),
    verdictLines(report, page),
  ])
}

/** One line. */
export function renderQuietCost(report: PricedReport, page: Page): string {
  return `${verdictText(report, page)}  ${page.say(report.run.scenario.file)}\n`
}

function headerBlock(
  { run: { scenario, trace, version }, sheet: { list } }: PricedReport,
  page: Page,
): string[] {
  const facts = [
    scenario.file,
    scenario.topology.region,
    `${list.currency}, ${list.asOf === undefined ? 'newest prices' : `prices as of ${list.asOf}`}`,
    `seed ${trace.seed}`,
    `vpcsim ${version}`,
  ]
  return [
    ...page.paragraph('', scenario.name).map((line) => page.heading(line)),
    ...page.paragraph('', facts.join(` ${page.glyphs.dot} `)).map((line) => page.paint('dim', line)),
    ...page
      .paragraph(
        '',
        `The run lasts ${page.moment(trace.endUs)}, and started hours are paid whole. An hour is one as at its end, with the traffic that the file declares; a month is ${HOURS_PER_MONTH} of them.`,
      )
      .map((line) => page.paint('dim', line)),
  ]
}

function unknownBlock({ sheet: { unknown, list } }: PricedReport, page: Page): string[] {
  if (unknown.length === 0) return []
  return [
    page.heading('No price, and so no total'),
    ...unknown.flatMap((item) =>
      page.paragraph(
        `  ${page.glyphs.alert} `,
        `${item}, by the ${ITEMS[item]}: no price in ${list.currency} for ${list.region} (${list.priceRegions.join(', ')}); give one with --prices`,
      ),
    ),
  ]
}

function listBlock(title: string, texts: readonly string[], page: Page): string[] {
  if (texts.length === 0) return []
  return [page.heading(title), ...texts.flatMap((text) => page.paragraph(`  ${page.glyphs.dot} `, text))]
}

/** The rows that the sheet used, none twice. */
function rowsOf({ sheet: { lines } }: PricedReport): PriceRow[] {
  return [...new Set(lines.flatMap(({ row, waived }) => (row === undefined || waived ? [] : [row])))]
}

function rowText({ item, price, currency, date, source, mark, note }: PriceRow): string {
  const what = price === null ? 'not known' : `${price} ${currency} by the ${ITEMS[item]}`
  return `${item}: ${what}, ${date ?? 'undated'}, ${source} (${mark})${note === undefined ? '' : `; ${note}`}`
}

function verdictLines(report: PricedReport, page: Page): string[] {
  const tone = report.sheet.unknown.length === 0 ? 'bold' : 'warn'
  return page.paragraph('', verdictText(report, page)).map((line) => page.paint(tone, line))
}

function verdictText({ sheet: { totals, list, unknown, undeclared } }: PricedReport, page: Page): string {
  if (unknown.length > 0) return `${page.glyphs.open} UNDETERMINED: no price of ${unknown.join(', ')}`
  const { monthly, hourly, run } = totals
  const costs = `${list.currency} ${money(monthly)} a month, ${money(hourly)} an hour, ${money(run)} for this run`
  return undeclared.length === 0 ? costs : `${costs}, and traffic that is not declared`
}
