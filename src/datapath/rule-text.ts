/** Rules in words: `accept tcp 8080 from 10.0.0.0/8, priority 1`. */
import type { SecurityRule } from '../cloud/security-group.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatPortRange } from '../net/port-range.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import type { Direction } from './rule-table.ts'

export function describeRule(rule: SecurityRule, direction: Direction): string {
  const ports = hasPorts(rule.protocol) ? ` ${formatPortRange(rule.ports)}` : ''
  const preposition = direction === 'ingress' ? 'from' : 'to'
  const sourcePorts =
    rule.sourcePorts === undefined ? '' : `, source port ${formatPortRange(rule.sourcePorts)}`
  const local = rule.localCidr === undefined ? '' : `, local address in ${formatCidr(rule.localCidr)}`
  return `${rule.policy} ${formatProtocol(rule.protocol)}${ports} ${preposition} ${describePeer(rule)}${sourcePorts}${local}, priority ${rule.priority}`
}

export function describePeer({ peer }: SecurityRule): string {
  switch (peer.kind) {
    case 'cidr':
      return formatCidr(peer.cidr)
    case 'group':
      return `security group ${peer.group}`
    case 'prefixList':
      return `prefix list ${peer.name}`
  }
}
