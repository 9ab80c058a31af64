/** How much may hang on one ENI, on one security group and in one VPC: facts/vpc 1.3, R5.5 and 5.2. */
import type { Quotas } from './quotas.ts'
import { countRules } from './security-group-rules.ts'
import { interfacesOf } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

/** An application with the ENIs of its declared instances, or an ENI of a server. */
interface Holder {
  readonly name: string
  readonly vpc: string
  readonly securityGroups: readonly string[]
  readonly addresses: number
  readonly path: Path
}

export function* checkInterfaceLimits(topology: Topology, quotas: Quotas): Generator<Violation> {
  const holders = holdersOf(topology)
  const ofGroup = new Map<string, number>()
  const ofVpc = new Map<string, number>()
  for (const holder of holders) {
    yield* checkRules(holder, topology, quotas)
    for (const group of new Set(holder.securityGroups))
      ofGroup.set(group, (ofGroup.get(group) ?? 0) + holder.addresses)
    ofVpc.set(holder.vpc, (ofVpc.get(holder.vpc) ?? 0) + holder.addresses)
  }
  for (const { vpc } of topology.databases.values()) ofVpc.set(vpc, (ofVpc.get(vpc) ?? 0) + 1)
  for (const { name, type } of topology.securityGroups.values()) {
    const count = ofGroup.get(name) ?? 0
    const most = type === 'basic' ? quotas.addressesPerBasicGroup : quotas.addressesPerAdvancedGroup
    if (count > most)
      yield {
        // facts/vpc R5.5, 5.3
        code: 'SecurityGroupInstanceLimitExceeded',
        message: `${count} private addresses, but a group of type ${type} may have ${most}`,
        hint:
          type === 'basic'
            ? 'spread them over several groups, or make it advanced'
            : 'spread them over several groups',
        path: ['securityGroups', name],
        at: 'key',
      }
  }
  for (const name of topology.vpcs.keys()) {
    const count = ofVpc.get(name) ?? 0
    if (count > quotas.addressesPerVpc)
      yield {
        // facts/vpc 1.3
        code: 'QUOTA_EXCEEDED',
        message: `${count} private addresses in use, but a VPC may have ${quotas.addressesPerVpc}`,
        path: ['vpcs', name],
        at: 'key',
      }
  }
}

function* checkRules(
  { name, securityGroups, path }: Holder,
  topology: Topology,
  quotas: Quotas,
): Generator<Violation> {
  const groups = [...new Set(securityGroups)].flatMap((group) => topology.securityGroups.get(group) ?? [])
  const count = groups.reduce((sum, group) => sum + countRules(group), 0)
  if (count > quotas.rulesPerInterface && groups.length > 1)
    yield {
      // facts/vpc 5.2, 5.3
      code: 'AclLimitExceed',
      message: `the security groups of ${name} have ${count} rules together, but an ENI may have ${quotas.rulesPerInterface}`,
      hint: 'quotas.rulesPerInterface sets a raised quota',
      path: [...path, 'securityGroups'],
    }
}

function holdersOf({ apps, servers }: Topology): Holder[] {
  return [
    ...[...apps.values()].map(
      ({ name, vpc, securityGroups, instances }): Holder => ({
        name,
        vpc,
        securityGroups,
        addresses: instances,
        path: ['apps', name],
      }),
    ),
    ...[...servers.values()].flatMap(interfacesOf).map(({ name, vpc, securityGroups }): Holder => {
      const [server, eni] = name.split('/')
      const path = eni === undefined ? ['servers', server!] : ['servers', server!, 'enis', eni]
      return { name, vpc, securityGroups, addresses: 1, path }
    }),
  ]
}
