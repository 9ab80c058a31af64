/** Edits as they are written in a scenario file. */
import type { AclEntry } from '../cloud/network-acl.ts'
import type { SecurityRule } from '../cloud/security-group.ts'
import type { Direction } from '../datapath/rule-table.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatCidr6 } from '../net/cidr6.ts'
import { formatPortRange, type PortRange } from '../net/port-range.ts'
import { formatProtocol, hasPorts, type Protocol } from '../net/protocol.ts'
import { added, type EditLine } from './edit.ts'

/** `[ a, b ]`, and `[]` for nothing. */
export function flowList(items: readonly string[]): string {
  return items.length === 0 ? '[]' : `[ ${items.join(', ')} ]`
}

/** New items of the list `key`: under those that are there, or where it is empty with the key. */
export function itemLines(key: string, items: readonly string[], present: number): EditLine[] {
  if (present > 0) return items.map((item) => added(`- ${item}`))
  return [added(`${key}:`), ...items.map((item) => added(`  - ${item}`))]
}

/** `tcp 8080`, or `icmp` where there are no ports. */
export function serviceText({ protocol, ports }: { protocol: Protocol; ports: PortRange }): string {
  return `${formatProtocol(protocol)}${hasPorts(protocol) ? ` ${formatPortRange(ports)}` : ''}`
}

export function onePort(port: number): PortRange {
  return { first: port, last: port }
}

/** `{ accept: tcp 8080, from: 198.51.100.7/32, priority: 5 }` */
export function ruleText(rule: Omit<SecurityRule, 'origin'>, direction: Direction): string {
  const { policy, protocol, ports, peer, sourcePorts, localCidr, priority } = rule
  const head = serviceText({ protocol, ports })
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
  const head = serviceText({ protocol, ports })
  return `{ ${policy}: ${head}, ${direction === 'ingress' ? 'from' : 'to'}: ${formatCidr(peer)} }`
}

function peerText(peer: SecurityRule['peer']): string {
  switch (peer.kind) {
    case 'cidr':
      return formatCidr(peer.cidr)
    case 'cidr6':
      return formatCidr6(peer.cidr)
    case 'group':
      return `securityGroup/${peer.group}`
    case 'prefixList':
      return `prefixList/${peer.name}`
  }
}
