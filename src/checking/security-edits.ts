/** Edits of security groups: rules that let a packet pass, and drop rules that are taken out. */
import { unwritten } from '../cloud/origin.ts'
import type { SecurityGroup, SecurityRule } from '../cloud/security-group.ts'
import type { Hop } from '../datapath/hop.ts'
import type { Direction } from '../datapath/rule-table.ts'
import { formatCidr } from '../net/cidr.ts'
import { type Blocked, type EditMaker, farSide, obtain, type Setting } from './blocked.ts'
import { type Draft, type Edit, removed, withMember } from './edit.ts'
import { itemLines, ruleText, serviceText } from './edit-text.ts'
import { portsFor } from './ports-for.ts'

type NewRule = Omit<SecurityRule, 'origin'>

/** No rule matches: the narrowest one that does, in the first group of the ENI. */
export const acceptRules: EditMaker = (blocked, setting) => {
  const lacking = new Map<string, Rules>()
  for (const one of blocked) {
    if (one.hop === undefined) continue
    const isIn = one.code === 'SG_NO_ALLOW_IN' || one.hop.stage === 'return-sg-in'
    const direction = isIn ? 'ingress' : 'egress'
    const group = one.details['group']?.split(', ')[0] ?? ''
    const rules = obtain(
      lacking,
      `${direction} ${group}`,
      (): Rules => ({ group, direction, rules: new Map() }),
    )
    add(rules, ruleFor(one.hop, one, setting, direction, 1))
  }
  return [...lacking.values()].flatMap((rules) => rulesEdit(rules, setting))
}

/** A drop rule comes first: a rule before it, or the drop rule taken out. */
export const overruleDrops: EditMaker = (blocked, setting) => {
  const dropping = new Map<SecurityRule, Rules>()
  for (const one of blocked)
    for (const group of setting.tables.topology.securityGroups.values())
      for (const direction of ['ingress', 'egress'] as const)
        for (const rule of group[direction]) {
          if (one.hop === undefined || rule.origin !== one.hop.rule?.origin) continue
          const rules = obtain(
            dropping,
            rule,
            (): Rules => ({ group: group.name, direction, rules: new Map() }),
          )
          if (rule.priority > 1) add(rules, ruleFor(one.hop, one, setting, direction, rule.priority - 1))
        }
  return [...dropping].flatMap(([rule, rules]) => [
    ...rulesEdit(rules, setting),
    dropRuleEdit(rules.group, rules.direction, rule),
  ])
}

/** Rules that a group lacks, by their text. */
interface Rules {
  readonly group: string
  readonly direction: Direction
  readonly rules: Map<string, NewRule>
}

function add({ rules, direction }: Rules, rule: NewRule): void {
  rules.set(ruleText(rule, direction), rule)
}

function ruleFor(
  hop: Hop,
  blocked: Blocked,
  setting: Setting,
  direction: Direction,
  priority: number,
): NewRule {
  const { protocol, source, destination } = hop.before
  const cidr = farSide(direction === 'ingress' ? source : destination, blocked, setting)
  return { policy: 'accept', protocol, ports: portsFor(hop), peer: { kind: 'cidr', cidr }, priority }
}

function rulesEdit({ group: name, direction, rules: missing }: Rules, { tables }: Setting): Edit[] {
  const group = tables.topology.securityGroups.get(name)
  const rules = [...missing.values()]
  if (group === undefined || rules.length === 0) return []
  const path = `${group.origin.path}.${direction}`
  const { line, column } = group[direction].at(-1)?.origin ?? group.origin
  return [
    {
      kind: 'acceptRule',
      words: `let security group ${name} accept ${rules.map((rule) => ruleWords(rule, direction)).join(', and ')}`,
      origin: { path, line, column },
      lines: itemLines(
        direction,
        rules.map((rule) => ruleText(rule, direction)),
        group[direction].length,
      ),
      apply: (draft) =>
        changeGroup(draft, name, (now) => ({
          ...now,
          [direction]: [...now[direction], ...rules.map((rule) => ({ ...rule, origin: unwritten(path) }))],
        })),
    },
  ]
}

function dropRuleEdit(name: string, direction: Direction, rule: SecurityRule): Edit {
  return {
    kind: 'dropRule',
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
  return `${serviceText({ protocol, ports })} ${direction === 'ingress' ? 'from' : 'to'} ${far}${when}`
}
