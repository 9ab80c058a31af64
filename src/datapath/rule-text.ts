/** Rules in words: `accept tcp 8080 from 10.0.0.0/8, priority 1`. */
import type { DnatEntry } from '../cloud/nat-gateway.ts'
import type { AclEntry } from '../cloud/network-acl.ts'
import type { SecurityRule } from '../cloud/security-group.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatCidr6 } from '../net/cidr6.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { formatPortRange } from '../net/port-range.ts'
import { ALL_PROTOCOLS, formatProtocol, hasPorts } from '../net/protocol.ts'
import type { Direction } from './rule-table.ts'

export function describeRule(rule: SecurityRule, direction: Direction): string {
  const ports = hasPorts(rule.protocol) ? ` ${formatPortRange(rule.ports)}` : ''
  const preposition = direction === 'ingress' ? 'from' : 'to'
  const sourcePorts =
    rule.sourcePorts === undefined ? '' : `, source port ${formatPortRange(rule.sourcePorts)}`
  const local = rule.localCidr === undefined ? '' : `, local address in ${formatCidr(rule.localCidr)}`
  return `${rule.policy} ${formatProtocol(rule.protocol)}${ports} ${preposition} ${describePeer(rule)}${sourcePorts}${local}, priority ${rule.priority}`
}

/** `accept tcp 443 from 0.0.0.0/0`. */
export function describeAclEntry(entry: AclEntry, direction: Direction): string {
  const ports = hasPorts(entry.protocol) ? ` ${formatPortRange(entry.ports)}` : ''
  const side = direction === 'ingress' ? 'from' : 'to'
  return `${entry.policy} ${formatProtocol(entry.protocol)}${ports} ${side} ${formatCidr(entry.peer)}`
}

/** `DNAT entry for tcp 443 of 203.0.113.100`, `IP mapping of 203.0.113.100`. */
export function describeDnat({ eip, protocol, ports }: DnatEntry): string {
  if (protocol === ALL_PROTOCOLS) return `IP mapping of ${formatIpv4(eip)}`
  return `DNAT entry for ${formatProtocol(protocol)} ${formatPortRange(ports)} of ${formatIpv4(eip)}`
}

export function describePeer({ peer }: SecurityRule): string {
  switch (peer.kind) {
    case 'cidr':
      return formatCidr(peer.cidr)
    case 'cidr6':
      return formatCidr6(peer.cidr)
    case 'group':
      return `security group ${peer.group}`
    case 'prefixList':
      return `prefix list ${peer.name}`
  }
}
