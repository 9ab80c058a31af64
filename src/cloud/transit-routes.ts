/**
 * What the route tables of a transit router hold, and what VPCs learn from it: facts/vpc R7.7 to R7.11, R2.13, R2.14. Of equal
 * destinations the written route comes first, then the attachment that stands first in the file (assumed).
 */
import { type Cidr, formatCidr, isSubset, overlaps } from '../net/cidr.ts'
import { attachmentOf, type Cen, type CenAttachment } from './cen.ts'
import { customRoutes } from './custom-routes.ts'
import type { Origin } from './origin.ts'
import { type NextHop, SYSTEM_TABLE } from './route-table.ts'
import type { Topology } from './topology.ts'
import type { Vpc, VSwitch } from './vpc.ts'

/** A route of a table of the transit router. */
export interface TransitEntry {
  readonly destination: Cidr
  /** The attached VPC that it leads to; undefined for a black hole. */
  readonly vpc: string | undefined
  /** `vswitch`: a system route of that VPC; `published`: a custom one. */
  readonly kind: 'static' | 'vswitch' | 'published'
  readonly origin: Origin
}

/** A route that a VPC is told by a transit router. */
export interface LearnedRoute {
  readonly cen: string
  readonly destination: Cidr
  /** The attached VPC that it leads to. */
  readonly vpc: string
  readonly origin: Origin
  /** The vSwitch of the VPC that it overlaps: then the route is not effective (R7.11). */
  readonly conflict: VSwitch | undefined
}

/** The routes of the table, of equal destinations the first alone. */
export function transitEntries(topology: Topology, cen: Cen, table: string): TransitEntry[] {
  const written = cen.routeTables.find(({ name }) => name === table)?.routes ?? []
  const entries: TransitEntry[] = written.map(({ destination, vpc, origin }) => ({
    destination,
    vpc,
    kind: 'static',
    origin,
  }))
  for (const attachment of cen.attachments)
    if (attachment.propagations.includes(table)) entries.push(...propagated(topology, attachment))
  return firstOfEach(entries)
}

/** What an attachment propagates: the system routes of its VPC, and the custom ones that are published (R7.8). */
function propagated(topology: Topology, { vpc, published, origin }: CenAttachment): TransitEntry[] {
  const own = vswitchesOf(topology, vpc).map(
    ({ cidr, origin: at }): TransitEntry => ({ destination: cidr, vpc, kind: 'vswitch', origin: at }),
  )
  const custom = published
    .filter((destination) => isPublishable(topology, vpc, destination))
    .map((destination): TransitEntry => ({ destination, vpc, kind: 'published', origin }))
  return [...own, ...custom]
}

/** Custom routes with these next hops cannot be published (R7.8). */
const NEVER_PUBLISHED: ReadonlySet<string> = new Set(['peering', 'cen', 'routerInterface'])

/** Has the system table of the VPC a custom route for exactly this destination that may be published? */
export function isPublishable(topology: Topology, vpc: string, destination: Cidr): boolean {
  const hop = systemHop(topology, vpc, destination)
  return hop !== undefined && !NEVER_PUBLISHED.has(hop.kind)
}

/**
 * Where the system table of the VPC leads this destination: what was written, or the 0.0.0.0/0 of a gateway (R4.4, R2.22).
 * Undefined where a prefix list does: such routes are never published (R7.8).
 */
function systemHop(
  topology: Topology,
  name: string,
  destination: Cidr,
): { readonly kind: NextHop['kind'] } | undefined {
  const vpc = topology.vpcs.get(name)
  if (vpc === undefined) return undefined
  const wanted = formatCidr(destination)
  const table = vpc.routeTables.find((one) => one.name === SYSTEM_TABLE)
  const written = table && customRoutes(table).find((route) => formatCidr(route.destination) === wanted)
  if (written !== undefined) return written.list === undefined ? written.nextHop : undefined
  if (wanted !== '0.0.0.0/0') return undefined
  if (vpc.ipv4Gateway?.routeTables.includes(SYSTEM_TABLE)) return { kind: 'ipv4Gateway' }
  const hasNat = [...topology.natGateways.values()].some((gateway) => gateway.vpc === name)
  return hasNat ? { kind: 'natGateway' } : undefined
}

/** What the tables of the VPC learn, in all of them alike (R7.16a); those in conflict are marked. */
export function learnedRoutes(topology: Topology, vpc: Vpc): LearnedRoute[] {
  const learned: LearnedRoute[] = []
  const own = vswitchesOf(topology, vpc.name)
  for (const cen of topology.cens.values()) {
    const attachment = attachmentOf(cen, vpc.name)
    if (attachment?.association === undefined) continue
    if (!attachment.autoPublish || !attachment.acceptsRoutes) continue
    for (const { destination, vpc: far, kind, origin } of transitEntries(
      topology,
      cen,
      attachment.association,
    )) {
      // What leads nowhere, or back, is not told (assumed).
      if (far === undefined || far === vpc.name) continue
      const conflict = own.find(({ cidr }) => isConflict(destination, kind, cidr))
      learned.push({ cen: cen.name, destination, vpc: far, origin, conflict })
    }
  }
  return learned
}

/** Vswitches that overlap do not talk (R7.11), and nothing overrides a local route (R2.9, R2.14). */
function isConflict(destination: Cidr, kind: TransitEntry['kind'], own: Cidr): boolean {
  return kind === 'vswitch' ? overlaps(destination, own) : isSubset(destination, own)
}

function vswitchesOf({ vswitches }: Topology, vpc: string): VSwitch[] {
  return [...vswitches.values()].filter((vswitch) => vswitch.vpc === vpc)
}

function firstOfEach(entries: readonly TransitEntry[]): TransitEntry[] {
  const known = new Set<string>()
  return entries.filter(({ destination }) => {
    const text = formatCidr(destination)
    return known.has(text) ? false : known.add(text)
  })
}
