/** Edits of what filters packets: security groups and network ACLs. */
import type { AclEntry, NetworkAcl } from '../cloud/network-acl.ts'
import { unwritten } from '../cloud/origin.ts'
import type { SecurityGroup, SecurityRule } from '../cloud/security-group.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Direction } from '../datapath/rule-table.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatPortRange } from '../net/port-range.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import { added, type Draft, type Edit, removed, withMember } from './edit.ts'
import { aclEntryText, ruleText } from './edit-text.ts'

export type NewRule = Omit<SecurityRule, 'origin'>
export type NewEntry = Omit<AclEntry, 'origin'>

export function securityRulesEdit(
  topology: Topology,
  name: string,
  direction: Direction,
  rules: readonly NewRule[],
): Edit[] {
  const group = topology.securityGroups.get(name)
  if (group === undefined) return []
  const path = `${group.origin.path}.${direction}`
  const { line, column } = group[direction].at(-1)?.origin ?? group.origin
  const words = rules.map((rule) => ruleWords(rule, direction)).join(', and ')
  return [
    {
      words: `let security group ${name} accept ${words}`,
      origin: { path, line, column },
      lines: rules.map((rule) => added(`- ${ruleText(rule, direction)}`)),
      apply: (draft) =>
        changeGroup(draft, name, (now) => ({
          ...now,
          [direction]: [...now[direction], ...rules.map((rule) => ({ ...rule, origin: unwritten(path) }))],
        })),
    },
  ]
}

export function dropRuleEdit(name: string, direction: Direction, rule: SecurityRule): Edit {
  return {
    words: `take the drop rule out of security group ${name}`,
    origin: rule.origin,
    lines: [removed(`- ${ruleText(rule, direction)}`)],
    apply: (draft) =>
      changeGroup(draft, name, (now) => ({
        ...now,
        [direction]: now[direction].filter((other) => other !== rule),
      })),
  }
}

function changeGroup(
  draft: Draft,
  name: string,
  change: (group: SecurityGroup) => SecurityGroup,
): Draft | undefined {
  const group = draft.topology.securityGroups.get(name)
  return group === undefined ? undefined : withMember(draft, 'securityGroups', change(group))
}

function ruleWords({ protocol, ports, peer, priority }: NewRule, direction: Direction): string {
  const far = peer.kind === 'cidr' ? formatCidr(peer.cidr) : ''
  const when = priority === 1 ? '' : ` at priority ${priority}`
  return `${serviceOf({ protocol, ports })} ${direction === 'ingress' ? 'from' : 'to'} ${far}${when}`
}

/** New entries in front of the one that drops; at the end where no entry matches. */
export function aclEntriesEdit(
  acl: NetworkAcl,
  vpc: string,
  direction: Direction,
  entries: readonly NewEntry[],
  before: AclEntry | undefined,
): Edit {
  const path = `vpcs.${vpc}.networkAcls.${acl.name}.${direction}`
  const { line, column } = (before ?? acl[direction].at(-1) ?? acl).origin
  const words = entries
    .map(
      (entry) => `${serviceOf(entry)} ${direction === 'ingress' ? 'from' : 'to'} ${formatCidr(entry.peer)}`,
    )
    .join(', and ')
  const where = before === undefined ? '' : ', in front of the entry that drops it'
  return {
    words: `let network ACL ${acl.name} accept ${words}${where}`,
    origin: { path, line, column },
    lines: entries.map((entry) => added(`- ${aclEntryText(entry, direction)}`)),
    apply: (draft) => {
      const now = draft.topology.vpcs.get(vpc)
      if (now === undefined) return undefined
      const fresh = entries.map((entry) => ({ ...entry, origin: unwritten(path) }))
      const networkAcls = now.networkAcls.map((other) => {
        if (other.name !== acl.name) return other
        const at = before === undefined ? other[direction].length : other[direction].indexOf(before)
        return { ...other, [direction]: other[direction].toSpliced(at, 0, ...fresh) }
      })
      return withMember(draft, 'vpcs', { ...now, networkAcls })
    },
  }
}

function serviceOf({ protocol, ports }: Pick<NewEntry, 'protocol' | 'ports'>): string {
  return `${formatProtocol(protocol)}${hasPorts(protocol) ? ` ${formatPortRange(ports)}` : ''}`
}
