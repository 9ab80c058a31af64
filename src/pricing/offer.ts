/** What one way of doing something costs. */
import { HOURS_PER_MONTH } from './cost-sheet.ts'
import { capacityUnits, type Load } from './load.ts'
import type { Meter } from './price-table.ts'

export interface Offer {
  readonly kind: 'eip' | 'nat' | 'alb' | 'clb'
  /** Absent: a price is not known. */
  readonly hourly?: number
}

export function offer(kind: Offer['kind'], hourly: number | undefined): Offer {
  return { kind, ...(hourly !== undefined && { hourly }) }
}

export function monthlyOf({ hourly }: Offer): number | undefined {
  return hourly === undefined ? undefined : hourly * HOURS_PER_MONTH
}

/** Undefined: nobody knows how they are counted. */
export function unitsOfLoad(load: Load, meter: Meter | undefined): number | undefined {
  return meter === undefined ? undefined : capacityUnits(load, meter)
}
