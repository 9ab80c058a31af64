/** The details of a reason on the way of an IPv6 packet: what fills its fix template. As `details.ts` for IPv4. */
import type { WhitelistEntry6 } from '../cloud/internet-host.ts'
import type { Origin } from '../cloud/origin.ts'
import { formatIpv6 } from '../net/ipv6.ts'
import { formatPortRange } from '../net/port-range.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import type { Details } from './details.ts'
import type { Decision6, Packet6, Stage6 } from './ipv6-decision.ts'
import { routing6Of } from './ipv6-table.ts'
import { vpc6Of } from './ipv6-walk.ts'
import { type Live, NONE } from './live.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import { describePeer } from './rule-text.ts'
import type { Tables } from './tables.ts'

export function details6Of(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  stage: Stage6,
  reason: number,
): Details {
  return {
    protocol: formatProtocol(packet.protocol),
    port: hasPorts(packet.protocol) ? String(packet.destinationPort) : 'any',
    source: formatIpv6(packet.source),
    destination: formatIpv6(packet.destination),
    ...(packet.slot !== NONE && standingDetails(tables, live, packet.slot)),
    ...reasonDetails(tables, live, packet, decision, stage, reasons[reason]!.code),
  }
}

/** The ENI that a stage asks about: on the way out that of the sender, else the one that is called. */
function slotAt(packet: Packet6, decision: Decision6, stage: Stage6): number {
  const isSender =
    stage === 'originate' ||
    stage === 'sg-out' ||
    stage === 'smtp' ||
    stage === 'route' ||
    stage === 'ipv6-gateway'
  return isSender ? packet.slot : decision.targetNumber
}

function standingDetails(tables: Tables, live: Live, slot: number): Details {
  const { owner, vpc } = tables.owners[live.owner(slot)]!
  const vswitch = live.vswitch(slot)
  const known = tables.ipv6.vpcs.get(vpc)
  return {
    app: owner.name,
    server: owner.name,
    vpc: owner.vpc,
    vswitch: tables.vswitches[vswitch]!.name,
    ...(known !== undefined && { table: routing6Of(known, vswitch).name }),
  }
}

function reasonDetails(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  stage: Stage6,
  code: ReasonCode,
): Details {
  const slot = slotAt(packet, decision, stage)
  switch (code) {
    case 'IPV6_GATEWAY_MISSING':
    case 'IPV6_ROUTE_MISSING':
    case 'IPV6_NO_BANDWIDTH': {
      const vpc = vpc6Of(tables, live, slot)
      const { origin } =
        vpc?.gateway?.gateway ?? tables.topology.vpcs.get(tables.owners[live.owner(slot)]!.owner.vpc)!
      return { ...standingDetails(tables, live, slot), ...placeInFile(origin) }
    }
    case 'IPV6_EGRESS_ONLY': {
      const { origin } = vpc6Of(tables, live, slot)!.gateway!.egressOnly.get(slot)!
      return { ...standingDetails(tables, live, slot), ...placeInFile(origin) }
    }
    case 'NO_RETURN_ROUTE': {
      const { origin } = tables.owners[live.owner(slot)]!.owner
      return { ...standingDetails(tables, live, slot), back: '::/0 via ipv6Gateway', ...placeInFile(origin) }
    }
    case 'SG_NO_ALLOW_OUT':
    case 'SG_NO_ALLOW_IN':
    case 'SG_DENY_RULE':
      return groupDetails(tables, live, decision, stage, slot)
    case 'ADDRESS_UNKNOWN':
      return {
        place: stage === 'internet' ? 'the Internet' : `vSwitch ${tables.vswitches[decision.vswitch]!.name}`,
      }
    case 'PORT_25_BLOCKED': {
      const { name, origin } = tables.owners[live.owner(slot)]!.owner
      return { unblock: `servers.${name}.unblock25: true`, ...placeInFile(origin) }
    }
    case 'SERVER_NOT_RUNNING': {
      const { name, origin } = tables.owners[live.owner(slot)]!.owner
      return { server: name, ...placeInFile(origin) }
    }
    case 'PORT_NOT_SERVED':
      return servedPort(tables, live, decision)
    case 'SOURCE_NOT_WHITELISTED': {
      const { name, whitelist } = tables.hosts[decision.targetNumber]!
      const entries = [...whitelist!.entries, ...(whitelist!.ipv6?.entries ?? [])]
      return { host: name, entries: listed(entries), ...placeInFile(whitelist!.origin) }
    }
    default:
      return {}
  }
}

function groupDetails(
  tables: Tables,
  live: Live,
  { ground }: Decision6,
  stage: Stage6,
  slot: number,
): Details {
  const direction = stage === 'sg-out' ? 'egress' : 'ingress'
  const { owner, securityGroups } = tables.owners[live.owner(slot)]!
  const group = securityGroups.map(({ name }) => name).join(', ')
  const rule = ground < 0 ? undefined : tables.ipv6.rules.get(live.owner(slot))![direction].rules[ground]!
  if (rule === undefined) return { app: owner.name, group }
  return {
    app: owner.name,
    group,
    direction: direction === 'egress' ? 'to' : 'from',
    peer: describePeer(rule),
    priority: String(rule.priority),
    ...placeInFile(rule.origin),
  }
}

function servedPort(tables: Tables, live: Live, { target, targetNumber }: Decision6): Details {
  if (target === 'host') {
    const { name, port } = tables.hosts[targetNumber]!
    return { target: name, served: port === undefined ? 'none' : String(port) }
  }
  const { owner, listeners } = tables.owners[live.owner(targetNumber)]!
  const served = listeners.map(
    ({ protocol, ports }) => `${formatProtocol(protocol)} ${formatPortRange(ports)}`,
  )
  return { target: owner.name, served: [...new Set(served)].join(', ') || 'none' }
}

/** Entries of a whitelist that a message names before it only counts the others. */
const MOST_ENTRIES = 8

function listed(entries: readonly Pick<WhitelistEntry6, 'text'>[]): string {
  const named = entries.slice(0, MOST_ENTRIES).map(({ text }) => text)
  if (entries.length > MOST_ENTRIES) named.push(`${entries.length - MOST_ENTRIES} more`)
  return named.length === 0 ? 'no entries' : named.join(', ')
}

function placeInFile({ path, line, column }: Origin): Details {
  return { path, line: String(line), column: String(column) }
}
