/** What the cloud asks of security groups and prefix lists: facts/vpc section 5. */

import { ANY_PORT } from '../net/port-range.ts'
import { hasPorts } from '../net/protocol.ts'
import type { Quotas } from './quotas.ts'
import type { SecurityGroup, SecurityPeer, SecurityRule } from './security-group.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkSecurityGroups(topology: Topology, quotas: Quotas): Generator<Violation> {
  let count = 0
  for (const group of topology.securityGroups.values()) {
    if (++count > quotas.securityGroups)
      yield {
        // facts/vpc 5.3, CreateSecurityGroup; spelt so by the cloud.
        code: 'QuotaExceed.SecurityGroup',
        message: `${count} security groups, but the quota of the region is ${quotas.securityGroups}`,
        hint: 'quotas.securityGroups sets a raised quota',
        path: ['securityGroups', group.name],
        at: 'key',
      }
    yield* checkSecurityGroup(group, topology, quotas)
  }
}

function* checkSecurityGroup(group: SecurityGroup, topology: Topology, quotas: Quotas): Generator<Violation> {
  const path: Path = ['securityGroups', group.name]
  const rules: [SecurityRule, Path][] = [
    ...group.ingress.map((rule, index): [SecurityRule, Path] => [rule, [...path, 'ingress', index]]),
    ...group.egress.map((rule, index): [SecurityRule, Path] => [rule, [...path, 'egress', index]]),
  ]
  if (group.type === 'advanced' && group.innerAccess === 'accept')
    yield {
      // facts/vpc R5.3
      code: 'ADVANCED_GROUP',
      message: 'members of an advanced group are always isolated from each other',
      hint: 'leave innerAccess out, or make the group basic',
      path: [...path, 'innerAccess'],
    }
  const count = countRules(group)
  if (count > quotas.rulesPerSecurityGroup)
    yield {
      // facts/vpc 5.2, 5.3
      code: 'AuthorizationLimitExceed',
      message: `${count} rules, but a security group may have ${quotas.rulesPerSecurityGroup}`,
      hint: 'quotas.rulesPerSecurityGroup sets a raised quota',
      path,
      at: 'key',
    }
  let references = 0
  for (const [rule, at] of rules) {
    if (!hasPorts(rule.protocol) && rule.sourcePorts !== undefined && rule.sourcePorts !== ANY_PORT)
      yield {
        // facts/vpc R5.8, 5.3: IpProtocol and PortRange do not match
        code: 'OperationDenied',
        message: 'source ports need tcp or udp',
        path: [...at, 'sourcePorts'],
      }
    if (rule.peer.kind !== 'group') continue
    references++
    const peerAt = [...at, at.includes('ingress') ? 'from' : 'to']
    const peer = topology.securityGroups.get(rule.peer.group)
    if (group.type === 'advanced')
      yield {
        // facts/vpc R5.4
        code: 'ADVANCED_GROUP',
        message: 'rules of an advanced group cannot name another group',
        hint: 'write CIDRs, or make the group basic',
        path: peerAt,
      }
    else if (rule.peer.group === group.name)
      yield {
        // facts/vpc 5.3; spelt so by the cloud.
        code: 'InvalidParamter.Conflict',
        message: `security group ${group.name} refers to itself`,
        hint: 'innerAccess decides about members of one group',
        path: peerAt,
      }
    else if (peer !== undefined && peer.vpc !== group.vpc)
      yield {
        // facts/vpc R5.15
        code: 'InvalidSourceGroupId.Mismatch',
        message: `security group ${peer.name} is in VPC ${peer.vpc}, this one in ${group.vpc}`,
        hint: 'between VPCs write CIDRs',
        path: peerAt,
      }
  }
  if (references > quotas.groupReferencesPerSecurityGroup)
    yield {
      // facts/vpc R5.4
      code: 'QUOTA_EXCEEDED',
      message: `${references} rules name another group, but a security group may have ${quotas.groupReferencesPerSecurityGroup} such rules`,
      path,
      at: 'key',
    }
}

/**
 * What counts against quotas: a rule with a prefix list as many as the list may have entries
 * (facts/vpc 5.2); an identical rule that is added again is no second one (R5.17).
 */
export function countRules({ ingress, egress }: SecurityGroup): number {
  return countOf(ingress) + countOf(egress)
}

function countOf(rules: readonly SecurityRule[]): number {
  const known = new Set<string>()
  let count = 0
  for (const { origin: _, ...rule } of rules) {
    const text = JSON.stringify(rule, (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    if (known.has(text)) continue
    known.add(text)
    count += sizeOf(rule.peer)
  }
  return count
}

function sizeOf(peer: SecurityPeer): number {
  return peer.kind === 'prefixList' ? Math.max(1, peer.maxEntries ?? peer.cidrs.length) : 1
}
