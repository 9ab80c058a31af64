/**
 * A managed database, ApsaraDB RDS or Tair (Redis): an internal address in a vSwitch, maybe a public one, and a whitelist
 * in front of both (facts/vpc section 9). It stands in no security group and behind no network ACL (R6.11). A whitelist
 * in standard mode makes no difference between networks; in enhanced mode the public endpoint has groups of its own (9.2).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { WhitelistEntry } from './internet-host.ts'
import type { Origin } from './origin.ts'

export interface Database {
  readonly name: string
  readonly engine: Engine
  readonly vpc: string
  readonly vswitch: string
  /** Given in the file, or the lowest free one of the vSwitch. */
  readonly address: Ipv4
  readonly port: number
  /** Has to be applied for; without it there is only the internal address (R9.4). */
  readonly publicAddress?: Ipv4
  /** The domain names of both addresses, where the file gives them. */
  readonly hostname?: string
  readonly publicHostname?: string
  /** The version of MySQL and the kind of disk, where the file says: only some of them know the enhanced mode (9.2). */
  readonly mysql?: string
  readonly storage?: 'localSsd' | 'cloudDisk'
  readonly whitelist: DatabaseWhitelist
  readonly origin: Origin
}

export type Engine = 'rds' | 'tair'

/** Who may call is the union of everything in it (R9.1). */
export interface DatabaseWhitelist {
  readonly mode: 'standard' | 'enhanced'
  /** Labels with equal rights; `default` is always among them (R9.1, R9.2). */
  readonly groups: readonly WhitelistGroup[]
  /** Members of these may call as well (R9.1). */
  readonly securityGroups: readonly string[]
  /** Changes that were made and do not hold yet, in their order (R9.8). */
  readonly underWay?: readonly { readonly whitelist: DatabaseWhitelist; readonly dueUs: number }[]
  readonly origin: Origin
}

export interface WhitelistGroup {
  readonly name: string
  /** In enhanced mode whom it is for: `classic` are the callers of the public endpoint (9.2). */
  readonly network?: 'vpc' | 'classic'
  readonly entries: readonly WhitelistEntry[]
  readonly origin: Origin
}

/** Where the products listen unless told otherwise: MySQL and Redis. */
export const DEFAULT_PORTS: Readonly<Record<Engine, number>> = { rds: 3306, tair: 6379 }
/** The group that is always there, and what it holds until somebody changes it: nobody (R9.2). */
export const DEFAULT_GROUP = 'default'
export const NOBODY = '127.0.0.1'

/** The name of the internal address. The form is ours: the documents give none, and `example` is nobody's domain. */
export function internalNameOf({ name, hostname }: Pick<Database, 'name' | 'hostname'>): string {
  return hostname ?? `${labelOf(name)}.db.example`
}

/** The name of the public address, where there is one. */
export function publicNameOf({ name, publicHostname }: Pick<Database, 'name' | 'publicHostname'>): string {
  return publicHostname ?? `${labelOf(name)}-public.db.example`
}

function labelOf(name: string): string {
  return name.toLowerCase()
}

/** The groups that decide about a caller: in standard mode all, in enhanced mode those of its network (9.2). */
export function groupsFor({ groups }: DatabaseWhitelist, isPublic: boolean): readonly WhitelistGroup[] {
  const other = isPublic ? 'vpc' : 'classic'
  return groups.filter(({ network }) => network !== other)
}
