/**
 * The details of a reason: what fills its fix template, told from the decision as the stage left it. Strings are built
 * here and nowhere on the hot path.
 */

import { cenOf } from '../cloud/cen.ts'
import { groupsFor, NOBODY } from '../cloud/database.ts'
import type { WhitelistEntry } from '../cloud/internet-host.ts'
import type { Origin } from '../cloud/origin.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { formatPortRange } from '../net/port-range.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import { clientDetails } from './balancer-client.ts'
import { balancerDetails } from './balancer-details.ts'
import { borderOf } from './border.ts'
import { cenDetails, foreignScope } from './cen-details.ts'
import { databaseIn, isByPublicEndpoint } from './database-entry.ts'
import type { Decision, Stage } from './decision.ts'
import { endpointDetails } from './endpoint-details.ts'
import { exitFor } from './exit-details.ts'
import { otherVpcOf } from './forward.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import type { Packet } from './packet.ts'
import { cutThroughDetails, haVipDetails, loopDetails, nextHopDetails } from './pass-on-details.ts'
import { farVpcOf, peeringOf } from './peering.ts'
import { readingDetails } from './reading-details.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import { returnRoute, routingOfReceiver, vpcOfReceiver } from './reply.ts'
import { describeRoute } from './route-text.ts'
import { farVpcBehind } from './router-interface.ts'
import { describePeer } from './rule-text.ts'
import type { Tables } from './tables.ts'
import { vpcNatDetails } from './vpc-nat-details.ts'
import { routingOf } from './vpc-table.ts'

export type Details = Readonly<Record<string, string>>

/** Entries of a whitelist that a message names before it only counts the others. */
const MOST_ENTRIES = 8

export function detailsOf(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  stage: Stage,
  reason: number,
): Details {
  return {
    protocol: formatProtocol(decision.tuple.protocol),
    port: hasPorts(decision.tuple.protocol) ? String(decision.tuple.destinationPort) : 'any',
    source: decision.sourceKnown ? formatIpv4(decision.tuple.source) : 'an unknown source',
    destination: formatIpv4(decision.tuple.destination),
    ...senderDetails(tables, live, packet, decision),
    ...clientDetails(decision, reasons[reason]!.code),
    ...(balancerDetails(tables, live, decision, reasons[reason]!.code) ??
      cenDetails(tables, decision, stage, reasons[reason]!.code) ??
      vpcNatDetails(tables, live, decision, stage, reason) ??
      reasonDetails(tables, live, packet, decision, stage, reasons[reason]!.code)),
  }
}

/** Application, vSwitch and VPC of the ENI that sends; nothing for a sender on the Internet. */
/** A server that has put its own address in the place of the source speaks for itself. */
function senderDetails(tables: Tables, live: Live, packet: Packet, decision: Decision): Details {
  const slot = decision.sourceSlot === NONE ? packet.slot : decision.sourceSlot
  if (slot === NONE) return {}
  const table = tables.owners[live.owner(slot)]!
  const vpc = tables.vpcs[table.vpc]!
  return {
    app: table.owner.name,
    vpc: vpc.vpc.name,
    vswitch: tables.vswitches[live.vswitch(slot)]!.name,
    scope: `vSwitch ${tables.vswitches[live.vswitch(slot)]!.name}`,
  }
}

function reasonDetails(
  tables: Tables,
  live: Live,
  packet: Packet,
  decision: Decision,
  stage: Stage,
  code: ReasonCode,
): Details {
  switch (code) {
    case 'VPC_NO_INTERNET_BY_DEFAULT': {
      const { vpc = '', vswitch = '' } = senderDetails(tables, live, packet, decision)
      return { anExit: exitFor(tables.owners[live.owner(packet.slot)]!, vpc, vswitch) }
    }
    case 'VPC_NOT_CONNECTED':
    case 'DB_OTHER_VPC': {
      const vpc = decision.routeVpc!
      const { name } = otherVpcOf(tables, vpc, decision.tuple.destination)!.vpc
      const through = connection(tables, vpc.vpc.name, name)
      const database = tables.databases[databaseIn(tables, name, decision.tuple.destination)]
      return {
        vpc: vpc.vpc.name,
        otherVpc: name,
        through,
        ...(database !== undefined && { database: database.database.name }),
      }
    }
    case 'ADDRESS_UNKNOWN':
      return { place: placeOf(tables, live, packet, decision, stage) }
    case 'SG_NO_ALLOW_OUT':
    case 'SG_NO_ALLOW_IN':
    case 'SG_DENY_RULE':
      return groupDetails(tables, live, decision, stage)
    case 'ACL_DENY_OUT':
    case 'ACL_DENY_IN':
    case 'ACL_RETURN_DENIED':
      return aclDetails(tables, live, packet, decision, stage)
    case 'NO_ROUTE':
      return routeDetails(decision)
    case 'ROUTE_TARGET_DOWN':
      return { ...routeDetails(decision), ...nextHopDetails(tables, decision) }
    case 'FORWARDING_LOOP':
      return stage === 'pass-on' ? loopDetails(tables, live, decision) : {}
    case 'HAVIP_WITHOUT_HOLDER':
      return haVipDetails(tables, decision)
    case 'PORT_25_BLOCKED':
    case 'EIP_HAIRPIN':
    case 'SG_RETURN_DENIED':
      return readingDetails(tables, live, packet, decision, stage)
    case 'CUT_THROUGH_ONLY_PUBLIC':
      return cutThroughDetails(tables, live, decision, stage)
    case 'VPC_LEFT_PRIVATE':
    case 'IPV4GW_ROUTE_MISSING':
      return ipv4GatewayDetails(tables, decision)
    case 'PEERING_NOT_TRANSITIVE':
      return peeringDetails(tables, decision)
    case 'NO_RETURN_ROUTE':
    case 'ASYMMETRIC_NAT':
      return returnRouteDetails(tables, live, packet, decision)
    case 'NAT_NO_SESSION':
    case 'NAT_ICMP_REPLY_OFF':
    case 'DNAT_HAIRPIN':
    case 'DNAT_TARGET_HAS_EIP':
      return mappingDetails(tables, live, decision)
    case 'SNAT_NO_ENTRY':
    case 'SNAT_ENTRY_WITHOUT_EIP': {
      const nat = tables.natGateways[decision.gateway]!
      const { origin } = nat.entries[decision.entry]?.entry ?? nat.gateway
      // The source that no entry covers is the private one; behind the gateway nobody knows another.
      return {
        source: formatIpv4(decision.tuple.source),
        gateway: nat.gateway.name,
        ...foreignScope(tables, decision, nat.gateway.vpc),
        ...placeInFile(origin),
      }
    }
    case 'BACKENDS_ALL_UNHEALTHY':
      return endpointDetails(tables, decision)
    case 'EIP_NOT_BOUND':
      return { pool: tables.poolOfEip.get(decision.tuple.destination) ?? '' }
    case 'INSTANCE_NOT_ANSWERING':
      return { app: tables.owners[live.owner(decision.targetNumber)]!.owner.name }
    case 'SERVER_NOT_RUNNING': {
      const slot = stage === 'originate' ? packet.slot : decision.targetNumber
      const { name, origin } = tables.owners[live.owner(slot)]!.server!
      return { server: name, ...placeInFile(origin) }
    }
    case 'DB_WHITELIST_LACKS_VSWITCH':
    case 'DB_WHITELIST_LACKS_EGRESS_IP':
      return databaseDetails(tables, live, packet, decision)
    case 'PORT_NOT_SERVED':
      return servedPort(tables, live, decision)
    case 'SOURCE_NOT_WHITELISTED':
      return whitelistDetails(tables, decision)
    default:
      return {}
  }
}

function routeDetails({ routeVpc, routeTable, route }: Decision): Details {
  const { vpc } = routeVpc!
  const table = routeTable!
  const written = table.routes[route]?.written
  return {
    vpc: vpc.name,
    table: table.name,
    ...(written !== undefined && { hop: written.nextHop }),
    ...placeInFile(written?.origin ?? vpc.origin),
  }
}

function ipv4GatewayDetails(tables: Tables, { askedVSwitch, askedFor }: Decision): Details {
  const vswitch = tables.vswitches[askedVSwitch]!
  const vpc = tables.vpcs[tables.numbers.vpcs.numberOf(vswitch.vpc)]!
  return {
    far: `${formatIpv4(askedFor)}/32`,
    asked: vswitch.name,
    vpc: vswitch.vpc,
    table: routingOf(vpc, askedVSwitch).name,
    ...placeInFile(vpc.vpc.leftPrivate ?? vpc.vpc.ipv4Gateway!.origin),
  }
}

function returnRouteDetails(tables: Tables, live: Live, packet: Packet, decision: Decision): Details {
  const { vpc } = vpcOfReceiver(tables, live, decision)
  const route = returnRoute(tables, live, decision)
  const source = formatIpv4(decision.tuple.source)
  const details = {
    far: `${source}/32`,
    vpc: vpc.name,
    table: routingOfReceiver(tables, live, decision).name,
    ...(route !== undefined && { route: describeRoute(tables, route).text }),
  }
  if (decision.peering !== NONE) {
    const { name, origin } = tables.peerings[decision.peering]!.peering
    const { cidr } = tables.vswitches[live.vswitch(packet.slot)]!
    return { ...details, back: `${formatCidr(cidr)} via peering/${name}`, ...placeInFile(origin) }
  }
  const { gateway } = tables.natGateways[decision.mappingGateway]!
  return {
    ...details,
    gateway: gateway.name,
    back: `${source}/32 or 0.0.0.0/0 via natGateway/${gateway.name}`,
    ...placeInFile(route?.written?.origin ?? gateway.origin),
  }
}

/** The route that led into the peering, and what is behind it. */
function peeringDetails(tables: Tables, decision: Decision): Details {
  const near = decision.routeVpc!
  const { name, cidr, secondaryCidrs } = (
    decision.routerInterface === NONE
      ? farVpcOf(tables, decision.peering, near)
      : farVpcBehind(tables, decision.routerInterface, near)
  ).vpc
  return {
    ...routeDetails(decision),
    otherVpc: name,
    cidrs: [cidr, ...secondaryCidrs].map(formatCidr).join(', '),
  }
}

/** What connects two VPCs, or could. */
function connection({ topology }: Tables, near: string, far: string): string {
  const peering = peeringOf(topology, near, far)
  if (peering !== undefined) return `peering/${peering.name}, which is there`
  const cen = cenOf(topology, near, far)
  return cen === undefined ? 'a peering or CEN' : `cen/${cen.name}, to which both are attached`
}

/** A DNAT entry, or that there is none; the packet is told as it called the gateway. */
function mappingDetails(tables: Tables, live: Live, decision: Decision): Details {
  const { gateway, vpc } = tables.natGateways[decision.mappingGateway]!
  const entry = gateway.dnat[decision.mapping]
  if (entry === undefined)
    return { gateway: gateway.name, own: 'its own EIP', ...placeInFile(gateway.origin) }
  const slot = slotIn(tables, tables.vpcs[vpc]!, live, entry.to)
  return {
    gateway: gateway.name,
    target: slot === NONE ? formatIpv4(entry.to) : tables.owners[live.owner(slot)]!.owner.name,
    ...(slot !== NONE && live.eip(slot) !== NONE && { eip: formatIpv4(live.eip(slot)) }),
    ...placeInFile(entry.origin),
  }
}

function placeOf(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): string {
  if (stage === 'internet') return 'the Internet'
  if (decision.mapping !== NONE) return `VPC ${tables.natGateways[decision.mappingGateway]!.gateway.vpc}`
  if (decision.vpcMapping !== NONE)
    return `VPC ${tables.vpcNatGateways[decision.vpcMappingGateway]!.gateway.vpc}`
  const vpc = tables.vpcs[tables.owners[live.owner(packet.slot)]!.vpc]!
  if (decision.routerInterface !== NONE)
    return `VPC ${farVpcBehind(tables, decision.routerInterface, decision.routeVpc!).vpc.name}`
  if (decision.peering !== NONE) return `VPC ${farVpcOf(tables, decision.peering, vpc).vpc.name}`
  const route = decision.routeTable?.routes[decision.route]
  if (route?.nextHop === 'local') return `vSwitch ${tables.vswitches[route.number]!.name}`
  if (route?.nextHop === 'cloud-service') return 'the range of cloud services'
  return `VPC ${otherVpcOf(tables, vpc, decision.tuple.destination)?.vpc.name ?? vpc.vpc.name}`
}

function groupDetails(tables: Tables, live: Live, decision: Decision, stage: Stage): Details {
  const direction = stage === 'sg-out' ? 'egress' : 'ingress'
  const table = tables.owners[live.owner(stage === 'sg-out' ? decision.at : decision.targetNumber)]!
  const group = table.securityGroups.map(({ name }) => name).join(', ')
  const rule = decision.ground < 0 ? undefined : table[direction].rules[decision.ground]!
  if (rule === undefined) return { app: table.owner.name, group }
  return {
    app: table.owner.name,
    group,
    direction: direction === 'egress' ? 'to' : 'from',
    peer: describePeer(rule),
    priority: String(rule.priority),
    ...placeInFile(rule.origin),
  }
}

/** The entry that would let the packet, or its reply, pass, and in front of which it must stand. */
function aclDetails(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): Details {
  const border = borderOf(tables, live, packet, decision, stage)
  const { acl } = border.compiled
  const rule = border.table.entries[decision.ground]
  const protocol = formatProtocol(decision.tuple.protocol)
  const isPorted = hasPorts(decision.tuple.protocol)
  return {
    acl: acl.name,
    direction: border.direction,
    side: border.direction === 'egress' ? 'to' : 'from',
    service: isPorted ? `${protocol} ${decision.tuple.destinationPort}` : protocol,
    replies: isPorted ? `${protocol} 1024/65535` : protocol,
    peer: `${formatIpv4(border.peer)}/32`,
    before: rule === undefined ? '' : `, before ${rule.origin.path} (line ${rule.origin.line})`,
    ...placeInFile(rule?.origin ?? acl.origin),
  }
}

/** Where the file says so: every fix can name it, and the report points there. */
function placeInFile({ path, line, column }: Origin): Details {
  return { path, line: String(line), column: String(column) }
}

function servedPort(tables: Tables, live: Live, decision: Decision): Details {
  if (decision.target === 'host') {
    const { name, port } = tables.hosts[decision.targetNumber]!
    return { target: name, served: port === undefined ? 'none' : String(port) }
  }
  if (decision.target === 'database') {
    const { name, port } = tables.databases[decision.targetNumber]!.database
    return { target: name, served: String(port) }
  }
  const { owner, kind, listeners } = tables.owners[live.owner(decision.targetNumber)]!
  const served = listeners.map(({ protocol, ports }) =>
    kind === 'app' ? formatPortRange(ports) : `${formatProtocol(protocol)} ${formatPortRange(ports)}`,
  )
  return { target: owner.name, served: [...new Set(served)].join(', ') || 'none' }
}

/** What the whitelist lacks, where it stands, and for the public endpoint the better way. */
function databaseDetails(tables: Tables, live: Live, packet: Packet, decision: Decision): Details {
  const table = tables.databases[decision.targetNumber]!
  const { name, vpc, whitelist, address } = table.database
  const { source } = decision.tuple
  const pool = tables.poolOfEip.get(source)
  const asked = groupsFor(whitelist, isByPublicEndpoint(table, decision.tuple.destination))
  const entries = asked.flatMap((group) => group.entries)
  const isNobody = entries.every(({ text }) => text === NOBODY)
  const groups = whitelist.securityGroups.map((group) => `security group ${group}`)
  const details = {
    database: name,
    entries: isNobody && groups.length === 0 ? `only ${NOBODY}, which is nobody` : listed(entries, groups),
    others:
      pool === undefined ? '' : `; and all other EIPs of pool ${pool}, of which a new instance may draw any`,
    ...placeInFile((whitelist.mode === 'enhanced' ? asked[0]?.origin : undefined) ?? whitelist.origin),
  }
  if (packet.slot === NONE) return { ...details, callers: `${formatIpv4(source)}/32`, advice: '' }
  const own = tables.vpcs[tables.owners[live.owner(packet.slot)]!.vpc]!.vpc.name
  const { name: vswitch, cidr } = tables.vswitches[live.vswitch(packet.slot)]!
  const callers =
    source === packet.source
      ? `${formatCidr(cidr)} (vSwitch ${vswitch})`
      : `${formatIpv4(source)}/32 (the source after its translation)`
  const advice =
    own === vpc
      ? `; better, call its internal address ${formatIpv4(address)}, which is in VPC ${vpc} too`
      : `; better, connect VPC ${own} with VPC ${vpc} through ${connection(tables, own, vpc)}, and call its internal address ${formatIpv4(address)}`
  return { ...details, cidr: formatCidr(cidr), callers, advice }
}

function whitelistDetails(tables: Tables, decision: Decision): Details {
  const { name, whitelist } = tables.hosts[decision.targetNumber]!
  const { entries, origin } = whitelist!
  return { host: name, entries: listed(entries), ...placeInFile(origin) }
}

function listed(entries: readonly WhitelistEntry[], others: readonly string[] = []): string {
  const named = entries.slice(0, MOST_ENTRIES).map(({ text, cidr }) => text || formatCidr(cidr))
  if (entries.length > MOST_ENTRIES) named.push(`${entries.length - MOST_ENTRIES} more`)
  named.push(...others)
  return named.length === 0 ? 'no entries' : named.join(', ')
}
