/** The prices of one region in one currency at one time, chosen from tables: which row holds for an item. */
import type { Currency, Item, PriceRow, PriceTable } from './price-table.ts'

export interface ListChoice {
  readonly region: string
  readonly currency: Currency
  /** `2021-07`: rows that are younger do not count; absent: the newest row holds. */
  readonly asOf?: string
}

export interface PriceList extends ListChoice {
  /** Price regions of the region, the narrowest first; none that a table knows: the region itself. */
  readonly priceRegions: readonly string[]
  /** The row that holds, whose price may be null; undefined: there is none. */
  rowOf(item: Item): PriceRow | undefined
}

/** `tables`: the first one that has a row for an item wins, so one's own stands before ours. */
export function priceListOf(tables: readonly PriceTable[], choice: ListChoice): PriceList {
  const { region, currency, asOf } = choice
  const known = tables.find(({ regions }) => Object.hasOwn(regions, region))
  const priceRegions = known?.regions[region] ?? [region]
  const holds = (row: PriceRow) =>
    row.currency === currency &&
    rankOf(row, priceRegions) >= 0 &&
    (asOf === undefined || row.date === null || row.date <= asOf)
  const chosen = new Map<Item, PriceRow>()
  for (const { prices } of tables) {
    const best = new Map<Item, PriceRow>()
    for (const row of prices) {
      if (chosen.has(row.item) || !holds(row)) continue
      const rival = best.get(row.item)
      if (rival === undefined || isBetter(row, rival, priceRegions)) best.set(row.item, row)
    }
    for (const [item, row] of best) chosen.set(item, row)
  }
  return { ...choice, priceRegions, rowOf: (item) => chosen.get(item) }
}

/** The price of one unit; undefined: not known. */
export function priceOf(list: PriceList, item: Item): number | undefined {
  return list.rowOf(item)?.price ?? undefined
}

/** Of two rows the one for the narrower region, then the younger one. */
function isBetter(row: PriceRow, rival: PriceRow, regions: readonly string[]): boolean {
  const nearer = rankOf(rival, regions) - rankOf(row, regions)
  return nearer === 0 ? (row.date ?? '') > (rival.date ?? '') : nearer > 0
}

/** How narrow the row's region is, 0 the narrowest; -1: it holds elsewhere. */
function rankOf(row: PriceRow, regions: readonly string[]): number {
  return regions.findIndex((region) => row.regions.includes(region))
}
