/** What the cloud asks of the security groups on one network interface: facts/vpc R5.7, 5.2 and 5.3. */
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

/** Who joins the groups, and where the file names them. */
export interface Joining {
  readonly name: string
  readonly vpc: string
  readonly securityGroups: readonly string[]
  readonly path: Path
}

export function* checkMembership(joining: Joining, topology: Topology, quotas: Quotas): Generator<Violation> {
  const { name, vpc, securityGroups, path } = joining
  if (securityGroups.length > quotas.securityGroupsPerServer)
    yield {
      // facts/vpc 5.3, JoinSecurityGroup
      code: 'InstanceSecurityGroupLimitExceeded',
      message: `${securityGroups.length} security groups, but a server may have ${quotas.securityGroupsPerServer}`,
      hint: 'quotas.securityGroupsPerServer sets a raised quota',
      path,
    }
  const types = new Set<string>()
  const joined = new Set<string>()
  for (const [index, group] of securityGroups.entries()) {
    const known = topology.securityGroups.get(group)
    if (joined.has(group))
      yield {
        // facts/vpc 5.3, JoinSecurityGroup
        code: 'InvalidInstanceId.AlreadyExists',
        message: `${name} is already a member of security group ${group}`,
        path: [...path, index],
      }
    joined.add(group)
    if (known === undefined) continue
    if (known.vpc !== vpc)
      yield {
        // facts/vpc 5.3, JoinSecurityGroup
        code: 'InvalidInstanceId.Mismatch',
        message: `security group ${group} is in VPC ${known.vpc}, ${name} in ${vpc}`,
        path: [...path, index],
      }
    types.add(known.type)
    if (types.size > 1) {
      types.delete(known.type)
      yield {
        // facts/vpc R5.7
        code: 'ADVANCED_GROUP',
        message: `security group ${group} is ${known.type}, those before it are not`,
        hint: 'all groups on one network interface are of one type',
        path: [...path, index],
      }
    }
  }
}
