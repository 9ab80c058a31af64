/** From a run to its cost: everything that is rented, passed or bound, each at the price of the list. */
import type { Topology } from '../cloud/topology.ts'
import { type Plan, topologiesOf } from '../simulation/plan.ts'
import type { Summary } from '../trace/summary.ts'
import type { Trace } from '../trace/trace.ts'
import { alternativesOf } from './alternatives.ts'
import { associationsOf } from './associations.ts'
import { capacityLines } from './capacity-lines.ts'
import { computeLine, unitsOf } from './compute.ts'
import { assumptionsOf } from './cost-assumptions.ts'
import {
  COLUMNS,
  type CostLine,
  type CostSheet,
  costOfLine,
  HOURS_PER_MONTH,
  type Quantities,
  totalsOf,
} from './cost-sheet.ts'
import { leftOut, undeclaredFlows } from './left-out.ts'
import { type MeteredFlow, meterFlow } from './metered-flow.ts'
import { type ListChoice, priceListOf } from './price-list.ts'
import type { MeterName, PriceTable } from './price-table.ts'
import { type Tenure, tenuresOf } from './tenure.ts'

export interface CostOptions extends Omit<ListChoice, 'region'> {
  readonly waivesSaeEips: boolean
  readonly deploysPerDay: number
}

/** A run whose cost is asked. */
export interface PricedRun {
  readonly scenario: Plan
  readonly trace: Trace
  readonly summary: Summary
}

/** `tables`: the first one that knows something wins. */
export function costOf(
  { scenario: plan, trace, summary }: PricedRun,
  tables: readonly PriceTable[],
  options: CostOptions,
): CostSheet {
  const { waivesSaeEips, deploysPerDay, ...choice } = options
  const topology = topologiesOf(plan).at(-1)!
  const list = priceListOf(tables, { region: topology.region, ...choice })
  const meterOf = (name: MeterName) => first(tables, ({ meters }) => meters[name])
  const flows = plan.flows.map((flow) => meterFlow(flow, plan, topology, summary))
  const capacity = capacityLines(flows, summary.endUs, meterOf)
  const associations = associationsOf(
    trace,
    plan.quotas,
    deploysPerDay,
    first(tables, (table) => table.freeAssociations),
  )
  const lines = [
    ...tenuresOf(plan, summary.endUs, { waivesSaeEips }).map(tenureLine),
    ...capacity,
    ...flows.flatMap(trafficLines),
    ...(associations.quantities.monthly === 0 && associations.quantities.run === 0
      ? []
      : [
          {
            item: 'eip.association' as const,
            owner: 'bindings',
            quantities: associations.quantities,
          },
        ]),
    ...computeLines(topology, summary, tables),
  ].map((line): CostLine => {
    const row = list.rowOf(line.item)
    return row === undefined ? line : { ...line, row }
  })
  const undeclared = undeclaredFlows(flows)
  const needed = lines.filter((line) => COLUMNS.some((column) => costOfLine(line, column) === undefined))
  return {
    list,
    lines: lines.toSorted((a, b) => rankOf(a) - rankOf(b)),
    totals: totalsOf(lines),
    unknown: [...new Set(needed.map(({ item }) => item))],
    undeclared,
    notCounted: leftOut(flows, undeclared, topology),
    assumptions: assumptionsOf(lines, {
      meters: capacity.map(({ meter }) => meterOf(meter)!),
      associations,
      waivesSaeEips,
      deploysPerDay,
    }),
    deploysPerDay,
    alternatives: alternativesOf(flows, topology, summary, {
      list,
      meterOf,
      associations,
      waivesSaeEips,
    }),
  }
}

/** What the first table says that says anything. */
function first<Value>(
  tables: readonly PriceTable[],
  ask: (table: PriceTable) => Value | undefined,
): Value | undefined {
  for (const table of tables) {
    const value = ask(table)
    if (value !== undefined) return value
  }
  return undefined
}

const WAIVERS: Readonly<Record<NonNullable<Tenure['waived']>, string>> = {
  serverEip: 'bound to an ECS server',
  saeEip: 'bound to SAE instances, waived as asked',
}

function tenureLine({ item, owner, count, hours, waived }: Tenure): Omit<CostLine, 'row'> {
  return {
    item,
    owner,
    quantities: { run: hours, hourly: count, monthly: count * HOURS_PER_MONTH },
    ...(waived !== undefined && { waived: WAIVERS[waived] }),
  }
}

function trafficLines({ flow, traffic, way }: MeteredFlow): Omit<CostLine, 'row'>[] {
  return way.leaving.flatMap(({ direction, item }) => {
    const key = `${direction}Gigabytes` as const
    const hourly = traffic.hourly[key]
    const quantities: Quantities = { run: traffic.run[key], hourly, monthly: hourly * HOURS_PER_MONTH }
    if (quantities.run === 0 && hourly === 0) return []
    return [{ item, owner: `flow ${flow.name}`, quantities }]
  })
}

function computeLines(
  { apps }: Topology,
  summary: Summary,
  tables: readonly PriceTable[],
): Omit<CostLine, 'row'>[] {
  const per = first(tables, ({ compute }) => compute)
  if (per === undefined) return []
  return [...apps.values()].flatMap((app) =>
    app.compute === undefined || app.eas !== undefined
      ? []
      : [
          computeLine(
            app,
            unitsOf(app.compute, per),
            summary.apps.find((each) => each.app === app.name),
          ),
        ],
  )
}

const PRODUCTS = ['eip', 'nat', 'alb', 'clb', 'nlb', 'privatelink', 'cen', 'eas', 'sae']

/** Lines of a product stand together; otherwise they keep their order. */
function rankOf({ item }: CostLine): number {
  return PRODUCTS.indexOf(item.slice(0, item.indexOf('.')))
}
