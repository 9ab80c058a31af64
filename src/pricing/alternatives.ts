/**
 * The same traffic by other means: what an application pays for its way out by an EIP per instance and by a NAT gateway, and
 * what a flow pays for its way in by EIPs, an ALB or a CLB.
 */
import type { Topology } from '../cloud/topology.ts'
import type { Summary } from '../trace/summary.ts'
import type { Associations } from './associations.ts'
import { isOutward } from './flow-way.ts'
import { type InwardChoice, inwardChoices } from './inward-choice.ts'
import type { MeteredFlow } from './metered-flow.ts'
import { type OutwardChoice, outwardChoice } from './outward-choice.ts'
import type { PriceList } from './price-list.ts'
import type { Meter, MeterName } from './price-table.ts'

export interface Alternatives {
  readonly outward: readonly OutwardChoice[]
  readonly inward: readonly InwardChoice[]
}

export interface AlternativesOptions {
  readonly list: PriceList
  readonly meterOf: (name: MeterName) => Meter | undefined
  readonly associations: Associations
  readonly waivesSaeEips: boolean
}

export function alternativesOf(
  flows: readonly MeteredFlow[],
  topology: Topology,
  summary: Summary,
  options: AlternativesOptions,
): Alternatives {
  const outward = [...topology.apps.keys()].flatMap((app) => {
    const own = flows.filter(
      ({ flow }) => flow.from.kind === 'app' && flow.from.name === app && isOutward(flow),
    )
    return own.length === 0 ? [] : [outwardChoice(app, own, summary, options)]
  })
  return { outward, inward: flows.flatMap((each) => inwardChoices(each, topology, summary, options)) }
}
