/** Each stage's decision in words: the component that took it, a sentence, and the rule with its place in the file. */
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import type { AppTable } from './app-table.ts'
import {
  BY_DEFAULT,
  BY_EXEMPTION,
  BY_INNER_ACCESS,
  CANNOT_TELL,
  type Decision,
  type Stage,
} from './decision.ts'
import type { HopRule } from './hop.ts'
import type { Live } from './live.ts'
import type { Packet } from './packet.ts'
import { PASSED, reasons } from './reasons.ts'
import type { Direction } from './rule-table.ts'
import { describeRule } from './rule-text.ts'
import type { Tables } from './tables.ts'
import type { Route } from './vpc-table.ts'

export interface Account {
  readonly component: string
  readonly why: string
  readonly rule: HopRule | undefined
  /** The stage let the packet pass only because nobody can tell. */
  readonly unknown: boolean
}

/** What to say of `stage`, right after it has decided; for a drop the sentence is the one of its reason. */
export function accountOf(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  stage: Stage,
  reason: number,
): Account {
  const account = describe(tables, live, packet, decision, stage)
  return reason === PASSED ? account : { ...account, why: reasons[reason]!.sentence }
}

function describe(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): Account {
  switch (stage) {
    case 'sg-out':
      return securityGroup(tables.apps[live.app(packet.slot)]!, 'egress', decision)
    case 'sg-in':
      return securityGroup(tables.apps[live.app(decision.targetNumber)]!, 'ingress', decision)
    case 'choose-source': {
      const eip = formatIpv4(decision.tuple.source)
      return told(
        `EIP ${eip}`,
        `The destination is public and the instance has an EIP, so it leaves as ${eip} and no route is asked.`,
      )
    }
    case 'route':
      return routing(tables, live, packet, decision)
    case 'snat':
      return translation(tables, decision)
    case 'internet':
      return told('the Internet', `The Internet has somebody at ${formatIpv4(decision.tuple.destination)}.`)
    case 'eip-map': {
      const address = formatIpv4(decision.tuple.destination)
      return told('EIP', `The EIP is in use on an instance, which gets the packet as ${address}.`)
    }
    case 'service-whitelist':
      return whitelisting(tables, decision)
    case 'deliver':
      return delivery(tables, live, packet, decision)
  }
}

function told(component: string, why: string, rule?: HopRule, unknown = false): Account {
  return { component, why, rule, unknown }
}

function securityGroup({ app, ...table }: AppTable, direction: Direction, { ground }: Decision): Account {
  const names = table.securityGroups.map(({ name }) => name)
  const component = `security group ${names.join(', ') || '(none)'} of ${app.name}`
  switch (ground) {
    case CANNOT_TELL:
      return told(component, 'Nobody can tell: the source address is not known.', undefined, true)
    case BY_EXEMPTION:
      return told(component, 'Security groups let name and metadata services pass.')
    case BY_INNER_ACCESS:
      return told(
        component,
        'Both instances are members of a basic group that lets its members reach each other.',
      )
    case BY_DEFAULT:
      return told(component, 'No rule matches, and a basic security group lets such egress pass.')
  }
  const rule = table[direction].rules[ground]!
  const text = describeRule(rule, direction)
  return told(component, `The first rule that matches accepts: ${text}.`, { text, origin: rule.origin })
}

function routing(tables: Tables, live: Live, packet: Packet, decision: Decision): Account {
  const { vpc, routes } = tables.vpcs[tables.apps[live.app(packet.slot)]!.vpc]!
  const component = `route table of VPC ${vpc.name}`
  const route = routes[decision.route]
  if (route === undefined) return told(component, 'No route matches.')
  const rule = routeRule(tables, route)
  return told(component, `The longest match is ${rule.text}.`, {
    text: rule.text,
    origin: rule.origin ?? vpc.origin,
  })
}

function routeRule(tables: Tables, route: Route): { text: string; origin?: HopRule['origin'] } {
  const prefix = formatCidr(route.prefix)
  switch (route.nextHop) {
    case 'local': {
      const vswitch = tables.vswitches[route.number]!
      return { text: `${prefix} to vSwitch ${vswitch.name}`, origin: vswitch.origin }
    }
    case 'cloud-service':
      return { text: `${prefix} to cloud services` }
    case 'nat-gateway': {
      const { gateway } = tables.natGateways[route.number]!
      return { text: `${prefix} to NAT gateway ${gateway.name}`, origin: gateway.origin }
    }
  }
}

function translation(tables: Tables, decision: Decision): Account {
  const nat = tables.natGateways[decision.gateway]!
  const component = `NAT gateway ${nat.gateway.name}`
  const row = nat.entries[decision.entry]
  if (row === undefined) return told(component, 'No SNAT entry matches.')
  const text = `SNAT entry for ${formatCidr(row.entry.source)}`
  const choice = row.eips.length > 1 ? `, one of its ${row.eips.length} EIPs` : ''
  return told(
    component,
    `The ${text} translates the source to ${formatIpv4(decision.tuple.source)}${choice}.`,
    {
      text,
      origin: row.entry.origin,
    },
  )
}

function whitelisting(tables: Tables, decision: Decision): Account {
  const { name, whitelist } = tables.hosts[decision.targetNumber]!
  const component = `whitelist of ${name}`
  const text = 'whitelist'
  const rule = { text, origin: whitelist!.origin }
  if (!decision.sourceKnown) {
    return told(component, 'Nobody can tell: the source address is not known.', rule, true)
  }
  const { source } = decision.tuple
  const entry = whitelist!.entries.find(({ cidr }) => cidr.first <= source && source <= cidr.last)
  return told(
    component,
    `The whitelist has the source ${formatIpv4(source)}${entry === undefined ? '' : ` in ${entry.text}`}.`,
    entry === undefined ? rule : { text: entry.text, origin: entry.origin },
  )
}

function delivery(tables: Tables, live: Live, packet: Packet, decision: Decision): Account {
  const { targetNumber } = decision
  switch (decision.target) {
    case 'instance': {
      const { app } = tables.apps[live.app(targetNumber)]!
      const answer = hasPorts(decision.tuple.protocol) ? `answers on port ${app.port}` : 'gets the packet'
      return told(`instance of ${app.name}`, `${app.name} ${answer}.`)
    }
    case 'host': {
      const { name } = tables.hosts[targetNumber]!
      const from = decision.sourceKnown ? ` from ${formatIpv4(decision.tuple.source)}` : ''
      return told(name, `${name} gets the packet${from}.`)
    }
    case 'cloud-service':
      return told('cloud service', 'The packet is handed to a service of the cloud.')
    case 'nat-gateway': {
      const { name } = tables.natGateways[targetNumber]!.gateway
      return told(`NAT gateway ${name}`, 'The gateway answers ping itself.')
    }
    case 'nobody': {
      const route = tables.vpcs[tables.apps[live.app(packet.slot)]!.vpc]!.routes[decision.route]
      const vswitch = route?.nextHop === 'local' ? tables.vswitches[route.number]!.name : undefined
      return told(vswitch === undefined ? 'network' : `vSwitch ${vswitch}`, 'Nobody is there.')
    }
  }
}
