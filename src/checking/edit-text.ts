/** Edits as they are written in a scenario file. */
import type { AclEntry } from '../cloud/network-acl.ts'
import type { SecurityRule } from '../cloud/security-group.ts'
import type { Direction } from '../datapath/rule-table.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatPortRange } from '../net/port-range.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'

/** `[ a, b ]`, and `[]` for nothing. */
export function flowList(items: readonly string[]): string {
  return items.length === 0 ? '[]' : `[ ${items.join(', ')} ]`
}

/** `{ accept: tcp 8080, from: 198.51.100.7/32, priority: 5 }` */
export function ruleText(rule: Omit<SecurityRule, 'origin'>, direction: Direction): string {
  const { policy, protocol, ports, peer, sourcePorts, localCidr, priority } = rule
  const head = `${formatProtocol(protocol)}${hasPorts(protocol) ? ` ${formatPortRange(ports)}` : ''}`
  const keys = [
    `${policy}: ${head}`,
    `${direction === 'ingress' ? 'from' : 'to'}: ${peerText(peer)}`,
    ...(sourcePorts === undefined ? [] : [`sourcePorts: ${formatPortRange(sourcePorts)}`]),
    ...(localCidr === undefined ? [] : [`local: ${formatCidr(localCidr)}`]),
    ...(priority === 1 ? [] : [`priority: ${priority}`]),
  ]
  return `{ ${keys.join(', ')} }`
}

/** `{ accept: tcp 443, to: 192.0.2.80/32 }` */
export function aclEntryText(entry: Omit<AclEntry, 'origin'>, direction: Direction): string {
  const { policy, protocol, ports, peer } = entry
  const head = `${formatProtocol(protocol)}${hasPorts(protocol) ? ` ${formatPortRange(ports)}` : ''}`
  return `{ ${policy}: ${head}, ${direction === 'ingress' ? 'from' : 'to'}: ${formatCidr(peer)} }`
}

function peerText(peer: SecurityRule['peer']): string {
  switch (peer.kind) {
    case 'cidr':
      return formatCidr(peer.cidr)
    case 'group':
      return `securityGroup/${peer.group}`
    case 'prefixList':
      return `prefixList/${peer.name}`
  }
}
