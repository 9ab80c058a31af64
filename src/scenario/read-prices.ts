/** A table of prices, read as a scenario file is: YAML or JSON, all problems at once, each with its place. */
import type * as z from 'zod'
import { ITEMS, type PriceTable } from '../pricing/price-table.ts'
import { readDocument } from './document.ts'
import { type Problem, problemsOf, type Report } from './problem.ts'
import { priceTable } from './schema/prices.ts'
import { readWith } from './schema-reports.ts'
import { isMap } from './value.ts'

export type ReadPrices =
  | { readonly ok: true; readonly table: PriceTable }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Never throws. */
export function readPrices(text: string, file: string): ReadPrices {
  const document = readDocument(text, file)
  if (!document.ok) return document
  const { value, places, source, problems } = document
  const reports: Report[] = []
  if (!isMap(value))
    reports.push({
      code: 'SCENARIO_SCHEMA',
      message: 'a table of prices is a map with the keys format and prices',
      hint: 'data/prices.json is one to start from',
      path: [],
    })
  const read = isMap(value) ? readWith(priceTable, value, [], places) : { reports: [] }
  reports.push(...read.reports)
  if (read.value !== undefined) reports.push(...contradictions(read.value))
  if (reports.length > 0 || problems.length > 0 || read.value === undefined)
    return { ok: false, problems: [...problems, ...problemsOf(reports, places, source)] }
  const { regions, meters, allowances, compute, prices } = read.value
  const { eipAssociationsPerDayAndQuota: freeAssociations } = allowances
  return {
    ok: true,
    table: {
      regions,
      meters: meters as PriceTable['meters'],
      ...(freeAssociations !== undefined && { freeAssociations }),
      ...(compute !== undefined && { compute }),
      prices: prices.map(({ note, unit, ...row }) => ({ ...row, ...(note !== undefined && { note }) })),
    },
  }
}

/** Units that are not those of their item, and rows that say two things of one. */
function contradictions({ prices }: z.output<typeof priceTable>): Report[] {
  const reports: Report[] = []
  const rows = new Map<string, number>()
  for (const [index, { item, unit, currency, regions, date }] of prices.entries()) {
    if (unit !== ITEMS[item])
      reports.push({
        code: 'PRICE_TABLE',
        message: `${item} is charged by the ${ITEMS[item]}, not by ${JSON.stringify(unit)}`,
        hint: `write unit: ${ITEMS[item]}, and the price of one`,
        path: ['prices', index, 'unit'],
      })
    for (const region of regions) {
      const key = `${item} ${currency} ${region} ${date}`
      const before = rows.get(key)
      if (before === undefined) rows.set(key, index)
      else
        reports.push({
          code: 'PRICE_TABLE',
          message: `prices[${before}] has a price of ${item} in ${currency} for ${region} at the same time`,
          hint: 'leave one of them out, or give it another date',
          path: ['prices', index],
        })
    }
  }
  return reports
}
