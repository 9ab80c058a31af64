/** CU seconds of the instances of SAE applications that say what they are: facts/deployment C. */

import type { App } from '../cloud/app.ts'
import { HOUR_US, SECOND_US } from '../cloud/duration-range.ts'
import type { AppSummary } from '../trace/summary.ts'
import type { CostLine } from './cost-sheet.ts'
import { HOURS_PER_MONTH } from './cost-sheet.ts'
import type { ComputeUnits } from './price-table.ts'

const GIBIBYTE = 1024 ** 3

/** CU in each second of one instance. */
export function unitsOf(compute: NonNullable<App['compute']>, per: ComputeUnits): number {
  return compute.cores * per.perCoreSecond + (compute.memoryBytes / GIBIBYTE) * per.perGibibyteSecond
}

/** Each instance from its first sight until it is gone, started seconds whole; then as many as are declared at the end. */
export function computeLine(
  { name }: App,
  units: number,
  summary: AppSummary | undefined,
): Omit<CostLine, 'row'> {
  const seconds = (summary?.instances ?? []).map(({ spans }) =>
    Math.ceil(
      spans.reduce(
        (sum, { phase, fromUs, untilUs }) => (phase === 'gone' ? sum : sum + untilUs - fromUs),
        0,
      ) / SECOND_US,
    ),
  )
  const declared = summary?.capacity.at(-1)?.declared ?? 0
  const hourly = (declared * units * HOUR_US) / SECOND_US
  return {
    item: 'sae.cu',
    owner: `app ${name}`,
    quantities: {
      run: seconds.reduce((sum, each) => sum + each, 0) * units,
      hourly,
      monthly: hourly * HOURS_PER_MONTH,
    },
  }
}
