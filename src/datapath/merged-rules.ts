/** The rules of all security groups on one ENI, put together (facts/vpc R5.11). Whoever has the same groups shares them. */
import type { SecurityGroup } from '../cloud/security-group.ts'
import type { Numbering } from './numbering.ts'
import { RuleTable } from './rule-table.ts'

export interface MergedRules {
  readonly ingress: RuleTable
  readonly egress: RuleTable
}

export type MergeRules = (securityGroups: readonly SecurityGroup[]) => MergedRules

/** For one compilation: a thousand servers of one group have one table, not a thousand. */
export function mergingRules(groups: Numbering): MergeRules {
  const known = new Map<string, MergedRules>()
  return (securityGroups) => {
    const key = securityGroups.map(({ name }) => name).join(' ')
    let merged = known.get(key)
    if (merged === undefined) {
      merged = {
        ingress: RuleTable.of(
          securityGroups.flatMap(({ ingress }) => ingress),
          groups,
        ),
        egress: RuleTable.of(
          securityGroups.flatMap(({ egress }) => egress),
          groups,
        ),
      }
      known.set(key, merged)
    }
    return merged
  }
}
