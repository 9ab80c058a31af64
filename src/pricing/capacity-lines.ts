/** Capacity units of NAT gateways and balancers, for all flows that pass them together. */
import { HOUR_US } from '../cloud/duration-range.ts'
import type { CostLine } from './cost-sheet.ts'
import { HOURS_PER_MONTH } from './cost-sheet.ts'
import { capacityUnits, NO_LOAD, together } from './load.ts'
import type { MeteredFlow } from './metered-flow.ts'
import type { Item, Meter, MeterName } from './price-table.ts'
import { balancerWords } from './tenure.ts'

const ITEM_OF: Readonly<Record<MeterName, Item>> = {
  'nat.cu': 'nat.cu',
  'alb.lcu': 'alb.lcu',
  'clb.lcu.http': 'clb.lcu',
  'clb.lcu.stream': 'clb.lcu',
  'nlb.lcu': 'nlb.lcu',
}

export interface CapacityLine extends Omit<CostLine, 'row'> {
  readonly meter: MeterName
}

/** A line for each gateway, and for each balancer and way of counting. `meterOf`: undefined where no table has it. */
export function capacityLines(
  flows: readonly MeteredFlow[],
  endUs: number,
  meterOf: (name: MeterName) => Meter | undefined,
): CapacityLine[] {
  const parts = new Map<string, { owner: string; meter: MeterName; flows: MeteredFlow[] }>()
  const put = (owner: string, meter: MeterName, flow: MeteredFlow) => {
    const key = `${owner} ${meter}`
    const part = parts.get(key) ?? { owner, meter, flows: [] }
    part.flows.push(flow)
    parts.set(key, part)
  }
  for (const each of flows) {
    const { natGateway, balancer } = each.way
    if (natGateway !== undefined) put(`NAT gateway ${natGateway}`, 'nat.cu', each)
    // Nodes of EAS gateways are paid for, whatever they do.
    if (balancer !== undefined && balancer.at.kind !== 'eas' && each.meter !== undefined)
      put(balancerWords(balancer.at), each.meter, each)
  }
  // The first hour is begun, and what comes in it is spread over the part that ran.
  const hours = endUs / HOUR_US
  return [...parts.values()].flatMap(({ owner, meter, flows: passing }) => {
    const measure = meterOf(meter)
    if (measure === undefined) return []
    const units = (when: 'run' | 'hourly') =>
      capacityUnits(passing.map(({ loads }) => loads[when]).reduce(together, NO_LOAD), measure)
    const hourly = units('hourly')
    const run = units('run') * hours
    if (hourly === 0 && run === 0) return []
    return [
      {
        item: ITEM_OF[meter],
        owner,
        meter,
        quantities: { run, hourly, monthly: hourly * HOURS_PER_MONTH },
      },
    ]
  })
}
