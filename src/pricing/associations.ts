/** What it costs to bind EIPs to instances again and again: facts/deployment C, the last sentence of C.1. */
import { type Quotas, quotasWith } from '../cloud/quotas.ts'
import type { Trace } from '../trace/trace.ts'
import type { Quantities } from './cost-sheet.ts'
import { HOURS_PER_MONTH } from './cost-sheet.ts'
import type { PriceTable } from './price-table.ts'

const HOURS_PER_DAY = 24

export interface Associations {
  /** In the run; what was bound before it is not. */
  readonly binds: number
  /** Each day. */
  readonly free: number
  /** Those that are charged. */
  readonly quantities: Quantities
}

/** `deploysPerDay`: how often a day the changes of the file are made. The file is taken to be all of its account. */
export function associationsOf(
  { events }: Trace,
  quotas: Quotas | undefined,
  deploysPerDay: number,
  free: PriceTable['freeAssociations'],
): Associations {
  const binds = events.filter((event) => event.kind === 'eip' && event.status === 'Associating').length
  const freePerDay = (free?.count ?? 0) * (quotas ?? quotasWith({})).eip
  const daily = Math.max(0, binds * deploysPerDay - freePerDay)
  const monthly = (daily * HOURS_PER_MONTH) / HOURS_PER_DAY
  return {
    binds,
    free: freePerDay,
    quantities: {
      run: Math.max(0, binds - freePerDay),
      hourly: monthly / HOURS_PER_MONTH,
      monthly,
    },
  }
}
