/** CENs and their transit routers as facts/vpc section 7.2 tells them: plain loops, no tables. */
import type { Cen, CenAttachment } from '../../src/cloud/cen.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Vpc } from '../../src/cloud/vpc.ts'
import { writtenIn } from './naive-prefix-lists.ts'

interface Range {
  readonly first: number
  readonly last: number
}

/** A way through transit routers with one source; `end`: the vSwitch of whoever has translated it then. */
export interface Trip {
  readonly from: Vpc
  readonly source: number | undefined
  end: string | undefined
}

interface TransitRoute {
  readonly to: Range
  /** Undefined: a black hole. */
  readonly vpc: string | undefined
  readonly kind: 'static' | 'vswitch' | 'published'
}

const inside = ({ first, last }: Range, value: number) => value >= first && value <= last
const size = ({ first, last }: Range) => last - first
const same = (a: Range, b: Range) => a.first === b.first && a.last === b.last
const touch = (a: Range, b: Range) => a.first <= b.last && b.first <= a.last
const within = (a: Range, b: Range) => b.first <= a.first && a.last <= b.last

const attachmentOf = (cen: Cen, vpc: string) => cen.attachments.find((one) => one.vpc === vpc)
const vswitchesOf = (topology: Topology, vpc: string) =>
  [...topology.vswitches.values()].filter((vswitch) => vswitch.vpc === vpc)

export function isAttached(cen: Cen | undefined, vpc: Vpc): boolean {
  return cen !== undefined && attachmentOf(cen, vpc.name) !== undefined
}

/** R7.7, R7.8, R7.10: written ones first, then what each attachment that propagates brings. */
function routesOf(topology: Topology, cen: Cen, table: string): TransitRoute[] {
  const routes: TransitRoute[] = []
  for (const { destination, vpc } of cen.routeTables.find(({ name }) => name === table)?.routes ?? [])
    routes.push({ to: destination, vpc, kind: 'static' })
  for (const { vpc, propagations, published } of cen.attachments) {
    if (!propagations.includes(table)) continue
    for (const { cidr } of vswitchesOf(topology, vpc)) routes.push({ to: cidr, vpc, kind: 'vswitch' })
    for (const to of published) if (mayPublish(topology, vpc, to)) routes.push({ to, vpc, kind: 'published' })
  }
  return routes
}

/** R7.8 */
function mayPublish(topology: Topology, name: string, to: Range): boolean {
  const vpc = topology.vpcs.get(name)!
  const system = vpc.routeTables.find((table) => table.name === 'system')
  const route = writtenIn(system).find(({ destination }) => same(destination, to))
  if (route !== undefined)
    return !route.isOfList && !['peering', 'cen', 'routerInterface'].includes(route.nextHop.kind)
  const isDefault = to.first === 0 && to.last === 2 ** 32 - 1
  const hasNat = [...topology.natGateways.values()].some((gateway) => gateway.vpc === name)
  return isDefault && (vpc.ipv4Gateway?.routeTables.includes('system') === true || hasNat)
}

/** R2.12; of equal ones the first. */
function narrowest(routes: readonly TransitRoute[], address: number): TransitRoute | undefined {
  return routes.filter(({ to }) => inside(to, address)).sort((a, b) => size(a.to) - size(b.to))[0]
}

/** R7.7, R7.16a: what the VPC is told and takes; R7.11, R2.14: without what is in conflict with its vSwitches. */
export function routesFromCens(topology: Topology, vpc: Vpc): { to: Range; cen: Cen }[] {
  return [...topology.cens.values()].flatMap((cen) => {
    const own = attachmentOf(cen, vpc.name)
    if (own?.association === undefined || !own.autoPublish || !own.acceptsRoutes) return []
    const all = routesOf(topology, cen, own.association)
    return all
      .filter((route, at) => all.findIndex((other) => same(other.to, route.to)) === at)
      .filter(
        (route) => route.vpc !== undefined && route.vpc !== vpc.name && !isConflict(topology, vpc, route),
      )
      .map(({ to }) => ({ to, cen }))
  })
}

function isConflict(topology: Topology, vpc: Vpc, { to, kind }: TransitRoute): boolean {
  return vswitchesOf(topology, vpc.name).some(({ cidr }) =>
    kind === 'vswitch' ? touch(to, cidr) : within(to, cidr),
  )
}

/** Step 7c: where the transit router sends what comes from `near`; with a code `far` is whom it would have reached. */
export function throughCen(
  topology: Topology,
  cen: Cen,
  near: Vpc,
  address: number,
): { code?: string; next?: Vpc; far?: Vpc | undefined } {
  const own = attachmentOf(cen, near.name)!
  const other = whoHasVSwitch(topology, cen, own, address)
  const far = other === undefined ? undefined : topology.vpcs.get(other.vpc)!
  if (own.association === undefined) return { code: 'TR_ASSOCIATION_MISSING', far }
  const route = narrowest(routesOf(topology, cen, own.association), address)
  if (route === undefined)
    return { code: far === undefined ? 'TR_ROUTE_MISSING' : 'TR_PROPAGATION_MISSING', far }
  if (route.vpc === undefined) return { code: 'TR_BLACKHOLE', far }
  return { next: topology.vpcs.get(route.vpc)! }
}

function whoHasVSwitch(
  topology: Topology,
  cen: Cen,
  own: CenAttachment,
  address: number,
): CenAttachment | undefined {
  return cen.attachments.find(
    (one) => one !== own && vswitchesOf(topology, one.vpc).some(({ cidr }) => inside(cidr, address)),
  )
}

/** R7.7, R7.11, R2.13: the first thing that is wrong, where a CEN connects the VPC with a vSwitch that has the address. */
export function whyNoWayByCen(
  topology: Topology,
  vpc: Vpc,
  vswitch: string,
  address: number,
): { code: string; far: Vpc } | undefined {
  for (const cen of topology.cens.values()) {
    const own = attachmentOf(cen, vpc.name)
    const other = own && whoHasVSwitch(topology, cen, own, address)
    if (own === undefined || other === undefined) continue
    const far = topology.vpcs.get(other.vpc)!
    if (own.association === undefined) return { code: 'TR_ASSOCIATION_MISSING', far }
    const route = narrowest(routesOf(topology, cen, own.association), address)
    if (route === undefined) return { code: 'TR_PROPAGATION_MISSING', far }
    if (route.vpc === undefined) return { code: 'TR_BLACKHOLE', far }
    if (route.vpc === vpc.name) return { code: 'TR_ROUTE_MISSING', far }
    if (route.vpc !== far.name && route.kind !== 'static')
      return {
        code: other.propagations.includes(own.association) ? 'CEN_CIDR_OVERLAP' : 'TR_PROPAGATION_MISSING',
        far,
      }
    if (!own.autoPublish) return { code: 'CEN_ROUTE_NOT_PUBLISHED', far }
    if (!own.acceptsRoutes) return { code: 'CEN_ROUTE_NOT_ACCEPTED', far }
    if (isConflict(topology, vpc, route)) return { code: 'CEN_CIDR_OVERLAP', far }
    const isTaken = ownDestinations(topology, vpc, vswitch).some((to) => same(to, route.to))
    return { code: isTaken ? 'CEN_ROUTE_CONFLICT' : 'ROUTE_LOSES_TO_MORE_SPECIFIC', far }
  }
  return undefined
}

/** What the table of the vSwitch has by itself: R2.5, what was written, R2.22 and R4.4. */
function ownDestinations(topology: Topology, vpc: Vpc, vswitch: string): Range[] {
  const custom = vpc.routeTables.find((one) => one.name !== 'system' && one.vswitches.includes(vswitch))
  const name = custom?.name ?? 'system'
  const written = writtenIn(vpc.routeTables.find((one) => one.name === name))
  const hasNat = [...topology.natGateways.values()].some((gateway) => gateway.vpc === vpc.name)
  const isLedOut = vpc.ipv4Gateway?.routeTables.includes(name) === true || (name === 'system' && hasNat)
  return [
    ...written.map(({ destination }) => destination),
    ...(isLedOut ? [{ first: 0, last: 2 ** 32 - 1 }] : []),
  ]
}
