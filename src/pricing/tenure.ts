/**
 * What is rented in a run, one unit each, and from when until when: an EIP, a gateway, a balancer, a zone of an endpoint. A
 * `set` may rent something new or give something back; applications change nothing here.
 */
import { HOUR_US } from '../cloud/duration-range.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import type { Plan } from '../simulation/plan.ts'
import type { Item } from './price-table.ts'

/** Units of one owner that are charged by the hour alike. */
export interface Tenure {
  readonly item: Item
  /** `pool shop`, `NAT gateway exit`. */
  readonly owner: string
  /** At the end of the run. */
  readonly count: number
  /** Of all its units together; each started hour counts as a whole one (facts/deployment C). */
  readonly hours: number
  /** Nobody pays for it, and why. */
  readonly waived?: 'serverEip' | 'saeEip'
}

interface Rental extends Pick<Tenure, 'item' | 'owner' | 'waived'> {
  /** What it is: the same one before and after a `set`. */
  readonly unit: string
}

interface Course {
  readonly rental: Rental
  fromUs: number
  untilUs: number
  hours: number
}

export interface TenureOptions {
  /** EIPs of SAE instances cost no configuration fee, as those of ECS servers do not: nobody has confirmed it (facts/deployment F.4). */
  readonly waivesSaeEips: boolean
}

export function tenuresOf(
  { topology, timeline }: Pick<Plan, 'topology' | 'timeline'>,
  endUs: number,
  options: TenureOptions,
): Tenure[] {
  const courses = new Map<string, Course>()
  const see = (at: Topology, fromUs: number, untilUs: number) => {
    for (const rental of rentalsOf(at, options)) {
      const known = courses.get(rental.unit)
      if (known?.untilUs === fromUs) known.untilUs = untilUs
      else {
        const hours = known === undefined ? 0 : known.hours + startedHours(known)
        courses.set(rental.unit, { rental, fromUs, untilUs, hours })
      }
    }
  }
  let now = { topology, fromUs: 0 }
  for (const { atUs, action } of timeline) {
    if (action.kind !== 'configure' || atUs >= endUs) continue
    if (atUs > now.fromUs) see(now.topology, now.fromUs, atUs)
    now = { topology: action.topology, fromUs: atUs }
  }
  see(now.topology, now.fromUs, endUs)
  return grouped([...courses.values()], endUs)
}

function startedHours({ fromUs, untilUs }: Course): number {
  return Math.ceil((untilUs - fromUs) / HOUR_US)
}

function grouped(courses: readonly Course[], endUs: number): Tenure[] {
  const tenures = new Map<string, Tenure>()
  for (const course of courses) {
    const { item, owner, waived } = course.rental
    const key = `${item} ${owner} ${waived ?? ''}`
    const { count, hours } = tenures.get(key) ?? { count: 0, hours: 0 }
    tenures.set(key, {
      item,
      owner,
      count: count + (course.untilUs === endUs ? 1 : 0),
      hours: hours + course.hours + startedHours(course),
      ...(waived !== undefined && { waived }),
    })
  }
  return [...tenures.values()]
}

/** Everything that is charged by the hour, none twice. */
function* rentalsOf(topology: Topology, { waivesSaeEips }: TenureOptions): Generator<Rental> {
  for (const { name, addresses } of topology.eipPools.values())
    for (const address of addresses)
      yield { ...eip(address, `pool ${name}`), ...(waivesSaeEips && { waived: 'saeEip' }) }
  for (const { name, eips } of topology.natGateways.values()) {
    const owner = `NAT gateway ${name}`
    yield { item: 'nat.instance', owner, unit: owner }
    for (const address of eips) yield eip(address, owner)
  }
  for (const server of topology.servers.values())
    for (const { name, eip: address } of interfacesOf(server))
      if (address !== undefined)
        // Waived for the primary ENI of a server only (facts/deployment C).
        yield {
          ...eip(address, `server ${name}`),
          ...(name === server.name && { waived: 'serverEip' }),
        }
  for (const { name, eip: address } of topology.haVips.values())
    if (address !== undefined) yield eip(address, `HaVip ${name}`)
  for (const balancer of topology.loadBalancers.values()) yield* rentalsOfBalancer(balancer)
  for (const { name, enis } of topology.endpoints.values())
    for (const { zone } of enis)
      yield {
        item: 'privatelink.endpoint',
        owner: `endpoint ${name}`,
        unit: `endpoint ${name} ${zone}`,
      }
  for (const { name, attachments } of topology.cens.values())
    for (const { vpc } of attachments)
      yield { item: 'cen.attachment', owner: `CEN ${name}`, unit: `CEN ${name} ${vpc}` }
  for (const gateway of topology.gateways.values())
    if (gateway.kind === 'managed')
      for (let node = 1; node <= gateway.nodes; node++)
        yield {
          item: 'eas.gatewayNode',
          owner: `gateway ${gateway.name} (${gateway.spec})`,
          unit: `gateway ${gateway.name} ${gateway.spec} ${node}`,
        }
}

function* rentalsOfBalancer(balancer: LoadBalancer): Generator<Rental> {
  const owner = balancerWords(balancer)
  switch (balancer.kind) {
    case 'alb':
    case 'nlb':
      yield {
        item: balancer.kind === 'alb' ? `alb.${balancer.edition}` : 'nlb.instance',
        owner,
        unit: owner,
      }
      for (const { publicAddress } of balancer.zones)
        if (publicAddress !== undefined) yield eip(publicAddress, owner)
      return
    case 'clb':
      yield { item: 'clb.instance', owner, unit: owner }
      if (balancer.publicAddress === undefined) return
      if (balancer.network === 'intranet') yield eip(balancer.publicAddress, owner)
      else yield { item: 'clb.publicIp', owner, unit: `${owner} IP` }
  }
}

/** `ALB front` */
export function balancerWords({ kind, name }: Pick<LoadBalancer, 'kind' | 'name'>): string {
  return `${kind.toUpperCase()} ${name}`
}

function eip(address: Ipv4, owner: string): Rental {
  return { item: 'eip.configuration', owner, unit: `EIP ${formatIpv4(address)}` }
}
