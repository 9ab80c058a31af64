/**
 * A managed database, ApsaraDB RDS or Tair (Redis): an internal address in a vSwitch, maybe a public one, and a whitelist
 * in front of both (facts/vpc section 9). It stands in no security group and behind no network ACL (R6.11). Whitelists
 * are in standard mode, which makes no difference between networks (9.2).
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
  readonly whitelist: DatabaseWhitelist
  readonly origin: Origin
}

export type Engine = 'rds' | 'tair'

/** Who may call is the union of everything in it (R9.1). */
export interface DatabaseWhitelist {
  /** Labels with equal rights; `default` is always among them (R9.1, R9.2). */
  readonly groups: readonly WhitelistGroup[]
  /** Members of these may call as well (R9.1). */
  readonly securityGroups: readonly string[]
  readonly origin: Origin
}

export interface WhitelistGroup {
  readonly name: string
  readonly entries: readonly WhitelistEntry[]
  readonly origin: Origin
}

/** Where the products listen unless told otherwise: MySQL and Redis. */
export const DEFAULT_PORTS: Readonly<Record<Engine, number>> = { rds: 3306, tair: 6379 }
/** The group that is always there, and what it holds until somebody changes it: nobody (R9.2). */
export const DEFAULT_GROUP = 'default'
export const NOBODY = '127.0.0.1'
