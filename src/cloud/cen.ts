/**
 * A CEN with its transit router in the region of the file: facts/vpc section 7.2. Regions are not transitive (R7.12), and a
 * file has one region, so a CEN has one transit router here.
 */
import type { Cidr } from '../net/cidr.ts'
import type { Origin } from './origin.ts'

export interface Cen {
  readonly name: string
  /** One for each VPC that is attached. */
  readonly attachments: readonly CenAttachment[]
  readonly routeTables: readonly TransitTable[]
  readonly origin: Origin
}

/** The link of a VPC with the transit router; the four switches of R7.7 are here. */
export interface CenAttachment {
  readonly vpc: string
  /** The transit router has an ENI with one address in each, in different zones (R7.6). */
  readonly vswitches: readonly string[]
  /** Name of the table that forwards what comes from the VPC; undefined: nothing does. */
  readonly association: string | undefined
  /** Names of the tables that learn the routes of the VPC. */
  readonly propagations: readonly string[]
  /** The transit router tells the VPC the routes of the table that it is associated with. */
  readonly autoPublish: boolean
  /** The route tables of the VPC take what they are told. */
  readonly acceptsRoutes: boolean
  /** Destinations of custom routes of the system table that are published as well (R7.8, R7.9). */
  readonly published: readonly Cidr[]
  readonly origin: Origin
}

/** A route table of the transit router: what was written into it; the rest it learns. */
export interface TransitTable {
  readonly name: string
  readonly routes: readonly TransitRoute[]
  readonly origin: Origin
}

export interface TransitRoute {
  readonly destination: Cidr
  /** Name of an attached VPC; undefined for a black hole (R7.10). */
  readonly vpc: string | undefined
  readonly origin: Origin
}

/** The table that `mesh: true` brings, and that a short file means. */
export const DEFAULT_TRANSIT_TABLE = 'default'

export function attachmentOf({ attachments }: Cen, vpc: string): CenAttachment | undefined {
  return attachments.find((attachment) => attachment.vpc === vpc)
}

/** The CEN that two VPCs are attached to, if there is one. */
export function cenOf(
  { cens }: { readonly cens: ReadonlyMap<string, Cen> },
  a: string,
  b: string,
): Cen | undefined {
  return [...cens.values()].find(
    (cen) => attachmentOf(cen, a) !== undefined && attachmentOf(cen, b) !== undefined,
  )
}
