/** The table of prices that comes with the command: part of the bundle, read from `data/` when we run from source. */
import { readFileSync } from 'node:fs'
import type { PriceTable } from '../pricing/price-table.ts'
import { readPrices } from '../scenario/read-prices.ts'

declare const VPCSIM_PRICES: string | undefined

const FILE = 'data/prices.json'

export function shippedPrices(): PriceTable {
  const text =
    typeof VPCSIM_PRICES === 'string'
      ? VPCSIM_PRICES
      : readFileSync(new URL(`../../${FILE}`, import.meta.url), 'utf8')
  const read = readPrices(text, FILE)
  if (!read.ok) throw new Error(`${FILE}: ${read.problems.map(({ message }) => message).join('; ')}`)
  return read.table
}
