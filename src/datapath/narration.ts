/** Each stage's decision in words: the component that took it, a sentence, and the rule with its place in the file. */
import { conditionText } from '../balancing/condition-text.ts'
import { groupsFor } from '../cloud/database.ts'
import { SYSTEM_TABLE } from '../cloud/route-table.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { hasPorts } from '../net/protocol.ts'
import { type Account, SOURCE_UNKNOWN, told } from './account.ts'
import { publicAddressesOf } from './balancer-address.ts'
import { clientText } from './balancer-client.ts'
import { balancerAccount } from './balancer-narration.ts'
import { balancerText } from './balancer-text.ts'
import { borderOf } from './border.ts'
import { ruleOfSwitch } from './cen-details.ts'
import { cenAccount } from './cen-narration.ts'
import { isByPublicEndpoint } from './database-entry.ts'
import {
  BY_DEFAULT,
  BY_EXEMPTION,
  BY_INNER_ACCESS,
  BY_SESSION,
  CANNOT_TELL,
  type Decision,
  type Stage,
} from './decision.ts'
import { endpointAccount } from './endpoint-details.ts'
import { whyNotOthers } from './forwarding-narration.ts'
import { type Live, NONE } from './live.ts'
import type { OwnerTable } from './owner-table.ts'
import type { Packet } from './packet.ts'
import { inboundRoute, passedOn } from './pass-on-narration.ts'
import { farVpcOf } from './peering.ts'
import { PASSED, reasons } from './reasons.ts'
import { returnRoute, routingOfReceiver, vpcOfReceiver } from './reply.ts'
import { describeRoute } from './route-text.ts'
import { routeFor } from './routing-table.ts'
import type { Direction } from './rule-table.ts'
import { describeAclEntry, describeDnat, describeRule } from './rule-text.ts'
import type { Tables } from './tables.ts'
import { vpcNatAccount } from './vpc-nat-narration.ts'
import { routingOf } from './vpc-table.ts'

/** What to say of `stage`, right after it has decided; for a drop the sentence is the one of its reason. */
export function accountOf(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  stage: Stage,
  reason: number,
): Account {
  const account =
    balancerAccount(tables, live, decision, stage) ?? describe(tables, live, packet, decision, stage)
  if (reason === PASSED) return account
  const { code, sentence } = reasons[reason]!
  const seen = decision.balancer === NONE ? '' : clientText(decision, code)
  const missed = stage === 'l7-rule' ? whyNotOthers(tables, decision, conditionText) : ''
  return { ...account, why: sentence + missed + seen, rule: ruleOfSwitch(decision, code) ?? account.rule }
}

function describe(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): Account {
  switch (stage) {
    case 'resolve-name':
      throw new Error('a name is resolved before there is a packet: name-details.ts tells of it')
    case 'listener':
    case 'tls':
    case 'l7-rule':
    case 'rewrite':
    case 'pick-backend':
      throw new Error('balancer-narration.ts tells of it')
    case 'originate':
      return told(`server ${tables.owners[live.owner(packet.slot)]!.owner.name}`, 'The server runs.')
    case 'sg-out':
      return securityGroup(tables.owners[live.owner(decision.at)]!, 'egress', decision)
    case 'return-sg-out':
      return securityGroup(tables.owners[live.owner(decision.targetNumber)]!, 'egress', decision)
    case 'return-sg-in':
      return securityGroup(tables.owners[live.owner(packet.slot)]!, 'ingress', decision)
    case 'smtp':
      return told('cloud', 'The cloud lets mail to the Internet pass.')
    case 'sg-in':
      return securityGroup(tables.owners[live.owner(decision.targetNumber)]!, 'ingress', decision)
    case 'acl-out':
    case 'acl-in':
    case 'return-acl-out':
    case 'return-acl-in':
      return border(tables, live, packet, decision, stage)
    case 'choose-source': {
      const eip = formatIpv4(decision.tuple.source)
      return told(
        `EIP ${eip}`,
        `The destination is public and the instance has ${ownAddressText(
          tables,
          live,
          decision,
        )}, so it leaves as ${eip}${decision.route === NONE ? ' and no route is asked' : ''}.`,
      )
    }
    case 'route':
      return routing(tables, decision)
    case 'snat':
      return translation(tables, decision)
    case 'vpc-snat':
    case 'vpc-dnat':
    case 'return-vpc-nat':
    case 'router-interface':
      return vpcNatAccount(tables, live, decision, stage)
    case 'peering':
      return peered(tables, decision)
    case 'endpoint':
      return endpointAccount(tables, live, decision)
    case 'dnat':
      return mapping(tables, decision)
    case 'pass-on':
      return passedOn(tables, live, decision)
    case 'inbound-route':
      return inboundRoute(tables, decision)
    case 'ipv4-gateway':
      return ipv4Gateway(tables, live, packet, decision)
    case 'transit':
    case 'acl-transit':
    case 'return-transit':
    case 'return-acl-transit':
      return cenAccount(tables, decision, stage)
    case 'return-route':
      return replyRouting(tables, live, decision)
    case 'internet':
      return told('the Internet', whoIsThere(tables, decision.tuple.destination))
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

/** What the public address of the ENI is. */
function ownAddressText(tables: Tables, live: Live, { sourceSlot }: Decision): string {
  if (live.eip(sourceSlot) === NONE) return 'an IP mapping'
  return tables.owners[live.owner(sourceSlot)]!.isCutThrough ? 'a cut-through EIP' : 'an EIP'
}

function whoIsThere({ topology }: Tables, address: Ipv4): string {
  const text = formatIpv4(address)
  const balancer = [...topology.loadBalancers.values()].find((one) =>
    publicAddressesOf(one).includes(address),
  )
  return balancer === undefined
    ? `The Internet has somebody at ${text}.`
    : `${text} is an address of ${balancerText(balancer)}.`
}

function securityGroup(
  { owner: app, ...table }: OwnerTable,
  direction: Direction,
  { ground }: Decision,
): Account {
  const names = table.securityGroups.map(({ name }) => name)
  const component = `security group ${names.join(', ') || '(none)'} of ${app.name}`
  switch (ground) {
    case CANNOT_TELL:
      return told(component, SOURCE_UNKNOWN, undefined, true)
    case BY_EXEMPTION:
      return told(component, 'Security groups let name and metadata services pass.')
    case BY_SESSION:
      return told(component, 'The packet belongs to a session that was let through, so no rule is asked.')
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

function border(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): Account {
  const { compiled, direction, table } = borderOf(tables, live, packet, decision, stage)
  const component = `network ACL ${compiled.acl.name}`
  switch (decision.ground) {
    case CANNOT_TELL:
      return told(component, SOURCE_UNKNOWN, undefined, true)
    case BY_EXEMPTION:
      return told(component, 'Network ACLs let name and metadata services pass.')
    case BY_DEFAULT: {
      const rule = { text: `${direction}: no entry matches`, origin: compiled.acl.origin }
      return told(component, 'No entry matches, and the file assumes that such a packet may pass.', rule)
    }
  }
  const entry = table.entries[decision.ground]!
  const text = describeAclEntry(entry, direction)
  return told(component, `The first ${direction} entry that matches accepts: ${text}.`, {
    text,
    origin: entry.origin,
  })
}

function routing(tables: Tables, decision: Decision): Account {
  const { vpc } = decision.routeVpc!
  const { name, routes } = decision.routeTable!
  const component = tableComponent(vpc.name, name)
  const route = routes[decision.route]
  if (route === undefined) return told(component, 'No route matches.')
  const rule = describeRoute(tables, route)
  return told(component, `The longest match is ${rule.text}.`, {
    text: rule.text,
    origin: rule.origin ?? vpc.origin,
  })
}

function tableComponent(vpc: string, table: string): string {
  return table === SYSTEM_TABLE ? `route table of VPC ${vpc}` : `route table ${table} of VPC ${vpc}`
}

function replyRouting(tables: Tables, live: Live, decision: Decision): Account {
  if (decision.replyingLeg !== undefined) return routing(tables, decision)
  const vpc = vpcOfReceiver(tables, live, decision)
  const component = tableComponent(vpc.vpc.name, routingOfReceiver(tables, live, decision).name)
  const route = returnRoute(tables, live, decision)
  if (route === undefined) return told(component, 'No route leads back.')
  const { text, origin } = describeRoute(tables, route)
  return told(component, `The longest match for the client is ${text}.`, {
    text,
    origin: origin ?? vpc.vpc.origin,
  })
}

function peered(tables: Tables, decision: Decision): Account {
  const near = decision.routeVpc!
  const far = farVpcOf(tables, decision.peering, near).vpc.name
  const { name, origin } = tables.peerings[decision.peering]!.peering
  return told(`peering ${name}`, `The packet comes into VPC ${far} and keeps its source.`, {
    text: `VPC ${near.vpc.name} to VPC ${far}`,
    origin,
  })
}

function ipv4Gateway(tables: Tables, live: Live, packet: Packet, decision: Decision): Account {
  const { askedVSwitch, askedFor } = decision
  const vswitch = tables.vswitches[askedVSwitch]
  const name = vswitch?.vpc ?? tables.vpcs[tables.owners[live.owner(packet.slot)]!.vpc]!.vpc.name
  const vpc = tables.vpcs[tables.numbers.vpcs.numberOf(name)]!
  const { leftPrivate } = vpc.vpc
  if (leftPrivate !== undefined)
    return told(`border of VPC ${name}`, 'Nothing passes.', { text: 'no Internet', origin: leftPrivate })
  const component = `IPv4 gateway of VPC ${name}`
  if (vswitch === undefined) return told(component, 'Only public addresses pass.')
  const table = routingOf(vpc, askedVSwitch)
  const route = routeFor(table, askedFor)
  const rule = route === undefined ? undefined : describeRoute(tables, route)
  return told(
    component,
    `Route table ${table.name} of vSwitch ${vswitch.name} leads ${formatIpv4(askedFor)} to the gateway.`,
    {
      text: rule?.text ?? `no route for ${formatIpv4(askedFor)}`,
      origin: rule?.origin ?? vpc.vpc.ipv4Gateway!.origin,
    },
  )
}

function mapping(tables: Tables, decision: Decision): Account {
  const { gateway } = tables.natGateways[decision.mappingGateway]!
  const component = `NAT gateway ${gateway.name}`
  const entry = gateway.dnat[decision.mapping]
  if (entry === undefined) return told(component, 'No DNAT entry matches.')
  const { destination, destinationPort, protocol } = decision.tuple
  const text = describeDnat(entry)
  const to = `${formatIpv4(destination)}${hasPorts(protocol) ? ` port ${destinationPort}` : ''}`
  return told(component, `The ${text} leads the packet to ${to} and keeps its source.`, {
    text,
    origin: entry.origin,
  })
}

function translation(tables: Tables, decision: Decision): Account {
  const nat = tables.natGateways[decision.gateway]!
  const component = `NAT gateway ${nat.gateway.name}`
  const row = nat.entries[decision.entry]
  if (row === undefined && !decision.sourceKnown) return told(component, SOURCE_UNKNOWN, undefined, true)
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
  if (decision.target === 'database') return databaseWhitelisting(tables, decision)
  const { name, whitelist } = tables.hosts[decision.targetNumber]!
  const component = `whitelist of ${name}`
  const text = 'whitelist'
  const rule = { text, origin: whitelist!.origin }
  if (!decision.sourceKnown) {
    return told(component, SOURCE_UNKNOWN, rule, true)
  }
  const { source } = decision.tuple
  const entry = whitelist!.entries.find(({ cidr }) => cidr.first <= source && source <= cidr.last)
  return told(
    component,
    `The whitelist has the source ${formatIpv4(source)}${entry === undefined ? '' : ` in ${entry.text}`}.`,
    entry === undefined ? rule : { text: entry.text, origin: entry.origin },
  )
}

function databaseWhitelisting(tables: Tables, decision: Decision): Account {
  const table = tables.databases[decision.targetNumber]!
  const { name, whitelist } = table.database
  const component = `whitelist of database ${name}`
  const rule = { text: 'whitelist', origin: whitelist.origin }
  if (!decision.sourceKnown) {
    return told(component, SOURCE_UNKNOWN, rule, true)
  }
  const { source } = decision.tuple
  const asked = groupsFor(whitelist, isByPublicEndpoint(table, decision.tuple.destination))
  for (const { name: group, entries } of asked) {
    const entry = entries.find(({ cidr }) => cidr.first <= source && source <= cidr.last)
    if (entry === undefined) continue
    const { text, origin } = entry
    const why = `Group ${group} of the whitelist has the source ${formatIpv4(source)} in ${text}.`
    return told(component, why, { text, origin })
  }
  const members = whitelist.securityGroups.join(', ')
  return told(component, `The caller is in a security group that the whitelist has (${members}).`, rule)
}

function delivery(tables: Tables, live: Live, packet: Packet, decision: Decision): Account {
  const { targetNumber } = decision
  switch (decision.target) {
    case 'instance': {
      const { owner: app, kind } = tables.owners[live.owner(targetNumber)]!
      const { protocol, destinationPort } = decision.tuple
      const answer = hasPorts(protocol) ? `answers on port ${destinationPort}` : 'gets the packet'
      return told(
        `${{ app: 'instance of ', server: 'server ', endpoint: '' }[kind]}${app.name}`,
        `${app.name} ${answer}.`,
      )
    }
    case 'database': {
      const { name, engine } = tables.databases[targetNumber]!.database
      const from = decision.sourceKnown ? ` from ${formatIpv4(decision.tuple.source)}` : ''
      return told(`${engine === 'rds' ? 'RDS' : 'Tair'} database ${name}`, `${name} gets the packet${from}.`)
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
    case 'vpc-nat-gateway': {
      const { name } = tables.vpcNatGateways[targetNumber]!.gateway
      return told(`VPC NAT gateway ${name}`, 'The gateway answers ping itself.')
    }
    case 'load-balancer':
      throw new Error('balancer-narration.ts tells of it')
    case 'nobody': {
      if (packet.slot === NONE || decision.mapping !== NONE || decision.peering !== NONE)
        return told('network', 'Nobody is there.')
      const route = decision.routeTable?.routes[decision.route]
      const vswitch = route?.nextHop === 'local' ? tables.vswitches[route.number]!.name : undefined
      return told(vswitch === undefined ? 'network' : `vSwitch ${vswitch}`, 'Nobody is there.')
    }
  }
}
