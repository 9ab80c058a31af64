/** How the Internet gets at applications: an EIP for each instance, an ALB, a CLB, for the traffic of one flow. */
import { groupsOf } from '../cloud/listener-groups.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Summary } from '../trace/summary.ts'
import type { AlternativesOptions } from './alternatives.ts'
import { instancesOf, type MeteredFlow } from './metered-flow.ts'
import { type Offer, offer, unitsOfLoad } from './offer.ts'
import { priceOf } from './price-list.ts'
import type { Item, MeterName } from './price-table.ts'

export interface InwardChoice {
  readonly flow: string
  readonly apps: readonly string[]
  readonly instances: number
  readonly today?: 'eip' | 'alb' | 'clb' | 'nlb'
  /** The flow says what it sends; else traffic is in none of the offers. */
  readonly isDeclared: boolean
  /** GB that leave in an hour, which all of them charge. */
  readonly gigabytesPerHour: number
  /** By the hour, traffic included. */
  readonly offers: readonly Offer[]
}

/** An ALB has a node, hence an EIP, in two zones at least. */
const ALB_ZONES = 2

/** None where it does not come from the Internet to applications. */
export function inwardChoices(
  { flow, way, traffic, loads, meter }: MeteredFlow,
  topology: Topology,
  summary: Summary,
  { list, meterOf, waivesSaeEips }: AlternativesOptions,
): InwardChoice[] {
  if (flow.from.kind !== 'internet') return []
  const apps = appsBehind(flow.to, way, topology).filter((name) => topology.apps.get(name)?.eas === undefined)
  if (apps.length === 0) return []
  const instances = apps.reduce((sum, name) => sum + instancesOf({ kind: 'app', name }, summary), 0)
  const gigabytes = traffic.hourly.backGigabytes
  const price = (item: Item, quantity: number) => {
    const each = priceOf(list, item)
    return quantity === 0 ? 0 : each === undefined ? undefined : each * quantity
  }
  const capacity = (item: Item, name: MeterName) => {
    const units = unitsOfLoad(loads.hourly, meterOf(name))
    return units === undefined ? undefined : price(item, units)
  }
  // Without a balancer of its own the flow is taken to be one of layer 7.
  const clb = meter === 'clb.lcu.stream' || meter === 'nlb.lcu' ? 'clb.lcu.stream' : 'clb.lcu.http'
  const kind = way.balancer?.at.kind
  if (kind === 'eas') return []
  const today = kind ?? (flow.to.kind === 'app' ? 'eip' : undefined)
  return [
    {
      flow: flow.name,
      apps,
      instances,
      ...(today !== undefined && { today }),
      isDeclared: traffic.isDeclared,
      gigabytesPerHour: gigabytes,
      offers: [
        offer(
          'eip',
          sum(waivesSaeEips ? 0 : price('eip.configuration', instances + 1), price('eip.traffic', gigabytes)),
        ),
        offer(
          'alb',
          sum(
            price('alb.standard', 1),
            price('eip.configuration', ALB_ZONES),
            capacity('alb.lcu', 'alb.lcu'),
            price('eip.traffic', gigabytes),
          ),
        ),
        offer(
          'clb',
          sum(
            price('clb.instance', 1),
            price('clb.publicIp', 1),
            capacity('clb.lcu', clb),
            price('clb.traffic', gigabytes),
          ),
        ),
      ],
    },
  ]
}

function appsBehind(
  to: MeteredFlow['flow']['to'],
  { balancer }: MeteredFlow['way'],
  { serverGroups }: Topology,
): string[] {
  if (to.kind === 'app') return [to.name]
  if (balancer?.listener === undefined) return []
  const members = groupsOf(balancer.listener, []).flatMap(([group]) => serverGroups.get(group)?.members ?? [])
  return [...new Set(members.flatMap((member) => (member.kind === 'app' ? [member.app] : [])))]
}

function sum(...parts: readonly (number | undefined)[]): number | undefined {
  return parts.every((part) => part !== undefined)
    ? parts.reduce((total, part) => total + part, 0)
    : undefined
}
