/**
 * The details of a reason: what fills its fix template, told from the decision as the stage left it. Strings are built
 * here and nowhere on the hot path.
 */
import type { Origin } from '../cloud/origin.ts'
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import type { Decision, Stage } from './decision.ts'
import { otherVpcOf } from './egress.ts'
import { type Live, NONE } from './live.ts'
import type { Packet } from './packet.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import { describePeer } from './rule-text.ts'
import type { Tables } from './tables.ts'

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
    ...senderDetails(tables, live, packet),
    ...reasonDetails(tables, live, packet, decision, stage, reasons[reason]!.code),
  }
}

/** Application, vSwitch and VPC of the ENI that sends; nothing for a sender on the Internet. */
function senderDetails(tables: Tables, live: Live, packet: Packet): Details {
  if (packet.slot === NONE) return {}
  const app = tables.apps[live.app(packet.slot)]!
  const vpc = tables.vpcs[app.vpc]!
  return {
    app: app.app.name,
    vpc: vpc.vpc.name,
    vswitch: tables.vswitches[live.vswitch(packet.slot)]!.name,
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
    case 'VPC_NOT_CONNECTED': {
      const vpc = tables.vpcs[tables.apps[live.app(packet.slot)]!.vpc]!
      return { otherVpc: otherVpcOf(tables, vpc, decision.tuple.destination)!.vpc.name }
    }
    case 'ADDRESS_UNKNOWN':
      return { place: placeOf(tables, live, packet, decision, stage) }
    case 'SG_NO_ALLOW_OUT':
    case 'SG_NO_ALLOW_IN':
    case 'SG_DENY_RULE':
      return groupDetails(tables, live, packet, decision, stage)
    case 'SNAT_NO_ENTRY':
    case 'SNAT_ENTRY_WITHOUT_EIP':
    case 'NAT_NO_SESSION': {
      const nat = tables.natGateways[decision.gateway]!
      const { origin } = nat.entries[decision.entry]?.entry ?? nat.gateway
      // The source that no entry covers is the private one; behind the gateway nobody knows another.
      const source = code === 'NAT_NO_SESSION' ? {} : { source: formatIpv4(packet.source) }
      return { ...source, gateway: nat.gateway.name, ...placeInFile(origin) }
    }
    case 'EIP_NOT_BOUND':
      return { pool: tables.poolOfEip.get(decision.tuple.destination) ?? '' }
    case 'INSTANCE_NOT_ANSWERING':
      return { app: tables.apps[live.app(decision.targetNumber)]!.app.name }
    case 'PORT_NOT_SERVED':
      return servedPort(tables, live, decision)
    case 'SOURCE_NOT_WHITELISTED':
      return whitelistDetails(tables, decision)
    default:
      return {}
  }
}

function placeOf(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): string {
  if (stage === 'internet') return 'the Internet'
  const vpc = tables.vpcs[tables.apps[live.app(packet.slot)]!.vpc]!
  const route = vpc.routes[decision.route]
  if (route?.nextHop === 'local') return `vSwitch ${tables.vswitches[route.number]!.name}`
  if (route?.nextHop === 'cloud-service') return 'the range of cloud services'
  return `VPC ${otherVpcOf(tables, vpc, decision.tuple.destination)?.vpc.name ?? vpc.vpc.name}`
}

function groupDetails(tables: Tables, live: Live, packet: Packet, decision: Decision, stage: Stage): Details {
  const direction = stage === 'sg-out' ? 'egress' : 'ingress'
  const app = tables.apps[live.app(stage === 'sg-out' ? packet.slot : decision.targetNumber)]!
  const group = app.securityGroups.map(({ name }) => name).join(', ')
  const rule = decision.ground < 0 ? undefined : app[direction].rules[decision.ground]!
  if (rule === undefined) return { app: app.app.name, group }
  return {
    app: app.app.name,
    group,
    direction: direction === 'egress' ? 'to' : 'from',
    peer: describePeer(rule),
    priority: String(rule.priority),
    ...placeInFile(rule.origin),
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
  const { name, port } = tables.apps[live.app(decision.targetNumber)]!.app
  return { target: name, served: String(port) }
}

function whitelistDetails(tables: Tables, decision: Decision): Details {
  const { name, whitelist } = tables.hosts[decision.targetNumber]!
  const { entries, origin } = whitelist!
  const named = entries.slice(0, MOST_ENTRIES).map(({ text, cidr }) => text || formatCidr(cidr))
  if (entries.length > MOST_ENTRIES) named.push(`${entries.length - MOST_ENTRIES} more`)
  return {
    host: name,
    entries: named.length === 0 ? 'no entries' : named.join(', '),
    ...placeInFile(origin),
  }
}
