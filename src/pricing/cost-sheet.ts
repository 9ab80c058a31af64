/**
 * What a run costs, what an hour of its end state, and what a month of such hours: line by line, with the price of each, what is
 * not known, what was left out and what was assumed.
 */
import type { Alternatives } from './alternatives.ts'
import type { PriceList } from './price-list.ts'
import type { Item, PriceRow } from './price-table.ts'

export const HOURS_PER_MONTH = 720

export interface CostSheet {
  readonly list: PriceList
  readonly lines: readonly CostLine[]
  readonly totals: Totals
  /** Items that are needed and have no price here. */
  readonly unknown: readonly Item[]
  /** Flows whose traffic would be charged, and which do not say how much it is. */
  readonly undeclared: readonly string[]
  readonly notCounted: readonly string[]
  readonly assumptions: readonly { readonly text: string; readonly source: string }[]
  /** How often a day the changes of the file are made. */
  readonly deploysPerDay: number
  readonly alternatives: Alternatives
}

/** Of one owner at one price. */
export interface CostLine {
  readonly item: Item
  /** `pool shop`, `NAT gateway exit`, `flow partner`. */
  readonly owner: string
  /** In units of the item. */
  readonly quantities: Quantities
  /** The row of its price, which may be unknown; absent: there is none. */
  readonly row?: PriceRow
  /** It costs nothing, and why. */
  readonly waived?: string
}

export interface Quantities {
  readonly run: number
  /** Of an hour as it is at the end of the run. */
  readonly hourly: number
  readonly monthly: number
}

export type Column = keyof Quantities

export const COLUMNS: readonly Column[] = ['run', 'hourly', 'monthly']

/** A total that needs an unknown price is not there. */
export type Totals = Readonly<Partial<Record<Column, number>>>

/** Undefined: the price is not known, and something of it is needed. */
export function costOfLine({ quantities, row, waived }: CostLine, column: Column): number | undefined {
  const quantity = quantities[column]
  if (quantity === 0 || waived !== undefined) return 0
  return row?.price == null ? undefined : quantity * row.price
}

export function totalsOf(lines: readonly CostLine[]): Totals {
  const totals: Partial<Record<Column, number>> = {}
  for (const column of COLUMNS) {
    const costs = lines.map((line) => costOfLine(line, column))
    if (costs.every((cost) => cost !== undefined)) totals[column] = costs.reduce((sum, cost) => sum + cost, 0)
  }
  return totals
}
