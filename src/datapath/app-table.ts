/** What the data path knows of an application: its VPC, and the security groups on each of its ENIs. */
import type { App } from '../cloud/app.ts'
import type { SecurityGroup } from '../cloud/security-group.ts'
import type { Numbering } from './numbering.ts'
import { RuleTable } from './rule-table.ts'

export interface AppTable {
  readonly app: App
  /** The groups on each ENI, all of one type (facts/vpc R5.7). */
  readonly securityGroups: readonly SecurityGroup[]
  /** Numbers of these groups. */
  readonly groups: readonly number[]
  /** Of these the basic ones whose members reach each other above all rules (R5.3). */
  readonly innerGroups: readonly number[]
  /** Number of the VPC. */
  readonly vpc: number
  readonly ingress: RuleTable
  readonly egress: RuleTable
  /** What becomes of egress that no rule matches: basic groups let it pass, advanced ones do not (R5.2, R5.13). */
  readonly passesUnmatchedEgress: boolean
}

export function compileApp(
  app: App,
  securityGroups: readonly SecurityGroup[],
  vpcs: Numbering,
  groups: Numbering,
): AppTable {
  return {
    app,
    securityGroups,
    groups: securityGroups.map(({ name }) => groups.numberOf(name)),
    innerGroups: securityGroups
      .filter(({ type, innerAccess }) => type === 'basic' && innerAccess === 'accept')
      .map(({ name }) => groups.numberOf(name)),
    vpc: vpcs.numberOf(app.vpc),
    ingress: RuleTable.of(
      securityGroups.flatMap(({ ingress }) => ingress),
      groups,
    ),
    egress: RuleTable.of(
      securityGroups.flatMap(({ egress }) => egress),
      groups,
    ),
    passesUnmatchedEgress: securityGroups.every(({ type }) => type === 'basic'),
  }
}
