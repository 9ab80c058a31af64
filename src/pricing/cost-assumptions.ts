/** What a sheet takes for granted that no document confirms, or that is our way of counting. */
import type { Associations } from './associations.ts'
import type { CostLine, CostSheet } from './cost-sheet.ts'
import type { Meter } from './price-table.ts'

export interface AssumedBy {
  /** Of the capacity lines. */
  readonly meters: readonly Meter[]
  readonly associations: Associations
  readonly waivesSaeEips: boolean
  readonly deploysPerDay: number
}

const SOURCE = 'facts/deployment C'

/** Only those that a line relies on. */
export function assumptionsOf(
  lines: readonly Omit<CostLine, 'row'>[],
  { meters, associations, waivesSaeEips, deploysPerDay }: AssumedBy,
): CostSheet['assumptions'] {
  const told: { text: string; source: string }[] = []
  const tell = (text: string, source = SOURCE) => told.push({ text, source })
  const has = (test: (line: Omit<CostLine, 'row'>) => boolean) => lines.some(test)
  if (has(({ item, owner }) => item === 'eip.configuration' && owner.startsWith('pool ')))
    tell(
      waivesSaeEips
        ? 'EIPs of SAE instances cost no configuration fee, as those of ECS servers; nobody has confirmed it'
        : 'EIPs of SAE instances cost their configuration fee; that it is waived as for ECS servers is not confirmed (--waive-sae-eips)',
      'facts/deployment C, F.4',
    )
  if (associations.binds > 0)
    tell(
      `this file is all of its account: ${associations.binds} EIPs are bound each time, ${timesWords(deploysPerDay)} a day (--deploys-per-day), and ${associations.free} a day are free`,
    )
  if (has(({ item }) => item.endsWith('.traffic'))) tell('1 GB is 10^9 bytes')
  if (meters.length > 0)
    tell(
      'capacity units are counted from means over the run or the hour, open connections from the most at once',
    )
  if (meters.some(({ mark }) => mark === 'U'))
    tell('a capacity unit of CLB is that of ALB in layer 7 and that of NLB in layer 4: its own was not found')
  if (has(({ item }) => item === 'clb.instance'))
    tell('the run begins on a full hour: CLB bills by the clock')
  if (has(({ item }) => item === 'sae.cu'))
    tell(
      'SAE instances are of the standard kind, cost from their creation to their end, and all of it in the first tier',
    )
  return told
}

function timesWords(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
