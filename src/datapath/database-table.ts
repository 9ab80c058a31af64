/**
 * What the data path knows of a managed database: its VPC, and who may call. The whitelist is the union of all groups
 * (facts/vpc R9.1).
 */
import { type Database, groupsFor } from '../cloud/database.ts'
import { CidrSet } from '../net/cidr-set.ts'
import type { Numbering } from './numbering.ts'

export interface DatabaseTable {
  readonly database: Database
  /** Number of its VPC. */
  readonly vpc: number
  /** Callers of the internal address. */
  readonly allowed: CidrSet
  /** Callers of the public endpoint: the same, but in enhanced mode (9.2). */
  readonly allowedPublic: CidrSet
  /** Numbers of the security groups whose members may call. */
  readonly groups: readonly number[]
}

export function compileDatabase(database: Database, vpcs: Numbering, groups: Numbering): DatabaseTable {
  const { whitelist } = database
  const allowedBy = (isPublic: boolean) =>
    CidrSet.of(groupsFor(whitelist, isPublic).flatMap(({ entries }) => entries.map(({ cidr }) => cidr)))
  return {
    database,
    vpc: vpcs.numberOf(database.vpc),
    allowed: allowedBy(false),
    allowedPublic: allowedBy(true),
    groups: whitelist.securityGroups.map((name) => groups.numberOf(name)),
  }
}
