/** Each stage on the way of an IPv6 packet in words. As `narration.ts` for IPv4. */
import { SYSTEM_TABLE } from '../cloud/route-table.ts'
import { contains6, formatCidr6 } from '../net/cidr6.ts'
import { formatIpv6 } from '../net/ipv6.ts'
import { hasPorts } from '../net/protocol.ts'
import { BY_DEFAULT, BY_INNER_ACCESS } from './decision.ts'
import type { HopRule } from './hop.ts'
import type { Decision6, Packet6, Stage6 } from './ipv6-decision.ts'
import { routing6Of } from './ipv6-table.ts'
import { vpc6Of } from './ipv6-walk.ts'
import type { Live } from './live.ts'
import { describeRule } from './rule-text.ts'
import type { Tables } from './tables.ts'

export interface Account6 {
  readonly component: string
  readonly why: string
  readonly rule?: HopRule | undefined
}

/** What to say of `stage`, right after it has decided, where it lets the packet pass. */
export function account6Of(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  stage: Stage6,
): Account6 {
  const { slot } = packet
  const { targetNumber } = decision
  switch (stage) {
    case 'originate':
      return { component: `server ${nameOf(tables, live, slot)}`, why: 'The server runs.' }
    case 'sg-out':
      return securityGroup(tables, live, decision, slot, 'egress')
    case 'sg-in':
      return securityGroup(tables, live, decision, targetNumber, 'ingress')
    case 'smtp':
      return { component: 'cloud', why: 'The cloud lets mail to the Internet pass.' }
    case 'route':
      return routing(tables, live, slot, decision)
    case 'return-route':
      return routing(tables, live, targetNumber)
    case 'ipv6-gateway':
      return gateway(tables, live, slot, 'out')
    case 'ipv6-entry':
      return gateway(tables, live, targetNumber, 'in')
    case 'internet': {
      const somebody = formatIpv6(packet.destination)
      return { component: 'the Internet', why: `The Internet has somebody at ${somebody}.` }
    }
    case 'service-whitelist':
      return whitelisting(tables, packet, decision)
    case 'deliver':
      return delivery(tables, live, packet, decision)
  }
}

function nameOf(tables: Tables, live: Live, slot: number): string {
  return tables.owners[live.owner(slot)]!.owner.name
}

function securityGroup(
  tables: Tables,
  live: Live,
  { ground }: Decision6,
  slot: number,
  direction: 'ingress' | 'egress',
): Account6 {
  const { owner, securityGroups } = tables.owners[live.owner(slot)]!
  const names = securityGroups.map(({ name }) => name)
  const component = `security group ${names.join(', ') || '(none)'} of ${owner.name}`
  if (ground === BY_INNER_ACCESS)
    return {
      component,
      why: 'Both servers are members of a basic group that lets its members reach each other.',
    }
  if (ground === BY_DEFAULT)
    return { component, why: 'No rule matches, and a basic security group lets such egress pass.' }
  const rule = tables.ipv6.rules.get(live.owner(slot))![direction].rules[ground]!
  const text = describeRule(rule, direction)
  return {
    component,
    why: `The first rule that matches accepts: ${text}.`,
    rule: { text, origin: rule.origin },
  }
}

/** Without `decision` the way back is meant, which is never a local one. */
function routing(tables: Tables, live: Live, slot: number, decision?: Decision6): Account6 {
  const vpc = vpc6Of(tables, live, slot)!
  const { name, toGateway } = routing6Of(vpc, live.vswitch(slot))
  const of = `of VPC ${vpc.vpc.name}`
  const component = name === SYSTEM_TABLE ? `route table ${of}` : `route table ${name} ${of}`
  const local = decision === undefined ? undefined : tables.vswitches[decision.vswitch]
  if (local !== undefined) {
    const text = `${formatCidr6(local.ipv6Cidr!)} to vSwitch ${local.name}`
    return { component, why: `The longest match is ${text}.`, rule: { text, origin: local.origin } }
  }
  if (toGateway === undefined)
    return {
      component,
      why: 'No route matches.',
      rule: { text: 'no route ::/0', origin: vpc.vpc.origin },
    }
  const text = `${formatCidr6(toGateway.destination)} to the IPv6 gateway`
  const match = decision === undefined ? 'The longest match for the client' : 'The longest match'
  return { component, why: `${match} is ${text}.`, rule: { text, origin: toGateway.origin } }
}

function gateway(tables: Tables, live: Live, slot: number, way: 'out' | 'in'): Account6 {
  const { vpc, gateway: table } = vpc6Of(tables, live, slot)!
  const component = `IPv6 gateway of VPC ${vpc.name}`
  const bandwidth = table?.bandwidths.get(slot)
  const egressOnly = way === 'in' ? table?.egressOnly.get(slot) : undefined
  const origin = egressOnly?.origin ?? bandwidth?.origin ?? table?.gateway.origin ?? vpc.origin
  const text = bandwidth === undefined ? 'no Internet bandwidth' : `Internet bandwidth ${bandwidth.mbps}Mbps`
  const ending = way === 'out' ? 'nobody translates it' : 'no egress-only rule keeps callers out'
  return {
    component,
    why: `The address of ${nameOf(tables, live, slot)} has ${text}, and ${ending}.`,
    rule: { text: egressOnly === undefined ? text : 'egress-only rule', origin },
  }
}

function whitelisting(tables: Tables, { source }: Packet6, { targetNumber }: Decision6): Account6 {
  const { name, whitelist } = tables.hosts[targetNumber]!
  const component = `whitelist of ${name}`
  const entry = whitelist!.ipv6?.entries.find(({ cidr }) => contains6(cidr, source))
  if (entry === undefined)
    return {
      component,
      why: 'No entry has the source.',
      rule: { text: 'whitelist', origin: whitelist!.origin },
    }
  const { text, origin } = entry
  return {
    component,
    why: `The whitelist has the source ${formatIpv6(source)} in ${text}.`,
    rule: { text, origin },
  }
}

function delivery(
  tables: Tables,
  live: Live,
  { source, protocol, destinationPort }: Packet6,
  { target, targetNumber, vswitch }: Decision6,
): Account6 {
  if (target === 'nobody') {
    const place = tables.vswitches[vswitch]
    return { component: place === undefined ? 'network' : `vSwitch ${place.name}`, why: 'Nobody is there.' }
  }
  if (target === 'host') {
    const { name } = tables.hosts[targetNumber]!
    return { component: name, why: `${name} gets the packet from ${formatIpv6(source)}.` }
  }
  const name = nameOf(tables, live, targetNumber)
  const answer = hasPorts(protocol) ? `answers on port ${destinationPort}` : 'gets the packet'
  return { component: `server ${name}`, why: `${name} ${answer}.` }
}
