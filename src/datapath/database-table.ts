/**
 * What the data path knows of a managed database: its VPC, and who may call. The whitelist is the union of all groups
 * (facts/vpc R9.1).
 */
import type { Database } from '../cloud/database.ts'
import { CidrSet } from '../net/cidr-set.ts'
import type { Numbering } from './numbering.ts'

export interface DatabaseTable {
  readonly database: Database
  /** Number of its VPC. */
  readonly vpc: number
  readonly allowed: CidrSet
  /** Numbers of the security groups whose members may call. */
  readonly groups: readonly number[]
}

export function compileDatabase(database: Database, vpcs: Numbering, groups: Numbering): DatabaseTable {
  const { whitelist } = database
  return {
    database,
    vpc: vpcs.numberOf(database.vpc),
    allowed: CidrSet.of(whitelist.groups.flatMap(({ entries }) => entries.map(({ cidr }) => cidr))),
    groups: whitelist.securityGroups.map((name) => groups.numberOf(name)),
  }
}
