/** A security group as it was read, with its rules resolved: facts/vpc section 5. */
import type * as z from 'zod'
import type { PrefixList } from '../cloud/prefix-list.ts'
import type { SecurityGroup, SecurityPeer, SecurityRule } from '../cloud/security-group.ts'
import type { Path } from '../cloud/violation.ts'
import { parseCidr } from '../net/cidr.ts'
import { parseCidr6 } from '../net/cidr6.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/network.ts'

type Read<Schema extends z.ZodType> = z.output<Schema>
type PrefixLists = ReadonlyMap<string, PrefixList>

/** The security group `name`; rules that say too little are left out and reported. */
export function buildSecurityGroup(
  name: string,
  read: Read<typeof schema.securityGroup>,
  prefixLists: PrefixLists,
  context: BuildContext,
): SecurityGroup {
  const path = ['securityGroups', name]
  return {
    name,
    vpc: read.vpc,
    type: read.type,
    innerAccess: read.innerAccess ?? (read.type === 'advanced' ? 'drop' : 'accept'),
    ingress: buildRules(read.ingress, [...path, 'ingress'], prefixLists, context),
    egress: buildRules(read.egress, [...path, 'egress'], prefixLists, context),
    origin: context.origin(path),
  }
}

function buildRules(
  rules: readonly (Read<typeof schema.ingressRule> | Read<typeof schema.egressRule>)[],
  path: Path,
  prefixLists: PrefixLists,
  context: BuildContext,
): SecurityRule[] {
  const direction = path.at(-1) === 'ingress' ? 'ingress' : 'egress'
  return rules.flatMap((rule, index): SecurityRule[] => {
    const at = [...path, index]
    const policy = rule.accept === undefined ? 'drop' : 'accept'
    const head = rule.accept ?? rule.drop
    if (head === undefined || (rule.accept !== undefined && rule.drop !== undefined)) {
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: 'a rule has exactly one of accept and drop',
        hint: 'for example { accept: tcp 8080, from: 0.0.0.0/0 }',
        path: at,
      })
    }
    const side = direction === 'ingress' ? 'from' : 'to'
    const text = 'from' in rule ? rule.from : 'to' in rule ? rule.to : undefined
    const peer =
      text === undefined
        ? reportNoPeer(direction, at, context)
        : peerOf(text, direction, [...at, side], prefixLists, context)
    if (head === undefined || peer === undefined) return []
    const local = 'local' in rule ? rule.local : undefined
    if (local !== undefined && peer.kind === 'cidr6')
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: 'the local address of a rule is of IPv4, where its packets come from is of IPv6',
        hint: 'leave local out, or write two rules',
        path: [...at, 'local'],
      })
    return [
      {
        policy,
        protocol: head.protocol,
        ports: head.ports,
        peer,
        ...(rule.sourcePorts === undefined ? {} : { sourcePorts: rule.sourcePorts }),
        ...(local === undefined ? {} : { localCidr: local }),
        priority: rule.priority,
        origin: context.origin(at),
      },
    ]
  })
}

/** Facts/vpc 5.3: neither CIDR nor group given. */
function reportNoPeer(direction: 'ingress' | 'egress', path: Path, context: BuildContext): undefined {
  const key = direction === 'ingress' ? 'from' : 'to'
  context.report({
    code: direction === 'ingress' ? 'MissingParameter.Source' : 'MissingParameter.Dest',
    message: `the rule does not say ${key === 'from' ? 'where packets come from' : 'where packets go'}`,
    hint: `add ${key}: with a CIDR block, securityGroup/NAME or prefixList/NAME; everybody is 0.0.0.0/0`,
    path,
  })
}

function peerOf(
  text: string,
  direction: 'ingress' | 'egress',
  path: Path,
  prefixLists: PrefixLists,
  context: BuildContext,
): SecurityPeer | undefined {
  const [, kind, name] = /^(securityGroup|prefixList)\/(.*)$/s.exec(text) ?? []
  if (kind === 'securityGroup') return { kind: 'group', group: name! }
  if (kind === 'prefixList') {
    const list = prefixLists.get(name!)
    if (list === undefined) return undefined
    return { kind: 'prefixList', name: name!, cidrs: list.entries, maxEntries: list.maxEntries }
  }
  // A bare address means itself, as in the API (facts/vpc R5.8); host bits would widen a rule in silence.
  const rules = { hostBits: 'refuse', bareAddress: 'accept' } as const
  const cidr6 = text.includes(':') ? parseCidr6(text, rules) : undefined
  if (cidr6?.ok) return { kind: 'cidr6', cidr: cidr6.value }
  const cidr = cidr6 ?? parseCidr(text, rules)
  if (cidr.ok) return { kind: 'cidr', cidr: cidr.value }
  const message = cidr.message.replace(/\.$/, '')
  const cut = message.lastIndexOf('; ')
  const looksLikeName = /^[A-Za-z][\w-]*$/.test(text)
  context.report({
    code: codeOf(text, direction),
    message: cut < 0 ? message : message.slice(0, cut),
    hint: looksLikeName
      ? `write securityGroup/${text} or prefixList/${text} to name a group or a list`
      : message.slice(cut + 2),
    path,
  })
  return undefined
}

/** Facts/vpc 5.3 has codes for IPv4 alone. */
function codeOf(text: string, direction: 'ingress' | 'egress') {
  if (text.includes(':')) return 'CIDR_INVALID'
  return direction === 'ingress' ? 'InvalidSourceCidrIp.Malformed' : 'InvalidDestCidrIp.Malformed'
}
