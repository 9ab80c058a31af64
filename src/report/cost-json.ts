/**
 * A cost sheet for a program. The shape is `vpcsim.cost/1`, described in `docs/json-output.md` and by `schema/cost.schema.json`.
 * Amounts are rounded to a millionth of the currency; what is not known is absent.
 */
import { COLUMNS, type CostLine, costOfLine, HOURS_PER_MONTH } from '../pricing/cost-sheet.ts'
import type { InwardChoice } from '../pricing/inward-choice.ts'
import { monthlyOf, type Offer } from '../pricing/offer.ts'
import type { OutwardChoice } from '../pricing/outward-choice.ts'
import { ITEMS } from '../pricing/price-table.ts'
import type { ProblemOfFile } from './compare-json.ts'
import { costResult, type PricedReport } from './priced-run.ts'

export const COST_FORMAT = 'vpcsim.cost/1'

export function renderCostJson(report: PricedReport, exitCode: number): string {
  const { run, sheet } = report
  const { list, lines, totals, unknown, undeclared, notCounted, assumptions, deploysPerDay, alternatives } =
    sheet
  return render({
    format: COST_FORMAT,
    version: run.version,
    exitCode,
    problems: [],
    result: costResult(report),
    file: run.scenario.file,
    name: run.scenario.name,
    region: list.region,
    priceRegions: list.priceRegions,
    currency: list.currency,
    asOf: list.asOf,
    seed: run.trace.seed,
    endUs: run.trace.endUs,
    hoursPerMonth: HOURS_PER_MONTH,
    deploysPerDay,
    totals: Object.fromEntries(COLUMNS.map((column) => [column, rounded(totals[column])])),
    unknown,
    lines: lines.map(lineValue),
    undeclared,
    notCounted,
    assumptions,
    outward: alternatives.outward.map(outwardValue),
    inward: alternatives.inward.map(inwardValue),
  })
}

/** Nothing was priced: what is wrong with the files or the arguments. */
export function renderCostProblems(
  problems: readonly ProblemOfFile[],
  version: string,
  exitCode: number,
): string {
  return render({ format: COST_FORMAT, version, exitCode, problems })
}

function render(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function lineValue(line: CostLine): object {
  const { item, owner, quantities, row, waived } = line
  return {
    item,
    unit: ITEMS[item],
    owner,
    quantities: Object.fromEntries(COLUMNS.map((column) => [column, rounded(quantities[column])])),
    costs: Object.fromEntries(COLUMNS.map((column) => [column, rounded(costOfLine(line, column))])),
    price: row?.price ?? undefined,
    date: row?.date ?? undefined,
    source: row?.source,
    mark: row?.mark,
    note: row?.note,
    waived,
  }
}

function outwardValue(choice: OutwardChoice): object {
  const { evenAt, most, mostWithSpare, unitsForTwenty, bindingsMonthly, offers, units, ...rest } = choice
  return {
    ...rest,
    units: rounded(units),
    offers: offers.map(offerValue),
    evenAt: rounded(evenAt),
    most: rounded(most),
    mostWithSpare: rounded(mostWithSpare),
    unitsForTwenty: rounded(unitsForTwenty),
    bindingsMonthly: rounded(bindingsMonthly),
  }
}

function inwardValue({ offers, gigabytesPerHour, ...rest }: InwardChoice): object {
  return { ...rest, gigabytesPerHour: rounded(gigabytesPerHour), offers: offers.map(offerValue) }
}

function offerValue(offer: Offer): object {
  return { kind: offer.kind, hourly: rounded(offer.hourly), monthly: rounded(monthlyOf(offer)) }
}

/** Absent stays absent, and what has no end is. */
function rounded(amount: number | undefined): number | undefined {
  if (amount === undefined || !Number.isFinite(amount)) return undefined
  return Math.round(amount * 1e6) / 1e6
}
