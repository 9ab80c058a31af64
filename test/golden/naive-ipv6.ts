/**
 * IPv6 as facts/vpc section 8 tells it, without tables: plain loops over the topology, and addresses as big integers. It
 * is the specification that the data path of IPv6 is held against, and shares no code with it.
 */
import type { SecurityGroup, SecurityRule } from '../../src/cloud/security-group.ts'
import type { Server } from '../../src/cloud/server.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { FiveTuple6 } from '../../src/net/five-tuple.ts'
import type { Ipv6 } from '../../src/net/ipv6.ts'
import type { World } from './naive-datapath.ts'

export interface NaiveAnswer6 {
  /** Codes of everything that stops the packet, in the order of its way. */
  readonly blockers: readonly string[]
  /** `server jump`, `host partner`, or undefined. */
  readonly target: string | undefined
}

const TCP = 6
const UDP = 17
const ALL = 255

const value = (address: Ipv6) => address.reduce((sum, word) => sum * 2n ** 32n + BigInt(word), 0n)
const inside = ({ first, last }: { first: Ipv6; last: Ipv6 }, address: Ipv6) =>
  value(first) <= value(address) && value(address) <= value(last)
/** 2000::/3: what IANA gives out. */
const isGlobal = (address: Ipv6) => value(address) >> 125n === 1n

/** `sender` is the name of the server that sends; undefined: it comes from the Internet. */
export function walkNaively6(world: World, packet: FiveTuple6, sender: string | undefined): NaiveAnswer6 {
  const { topology } = world
  const { source, destination, protocol, destinationPort } = packet
  const blockers: string[] = []
  let target: string | undefined
  const withPorts = protocol === TCP || protocol === UDP
  const runs = ({ name, running }: Server) =>
    running && world.enis.some(({ kind, app, answers }) => kind === 'server' && app === name && answers)
  const servers = [...topology.servers.values()]
  const called = servers.find(({ ipv6 }) => ipv6 !== undefined && value(ipv6) === value(destination))

  const enter = (server: Server, from: Server | undefined) => {
    target = `server ${server.name}`
    blockers.push(...groupsBlock(topology, server, from, packet, 'ingress'))
    const listens = server.listeners.some(
      (each) =>
        each.protocol === protocol &&
        each.ports.first <= destinationPort &&
        destinationPort <= each.ports.last,
    )
    if (!runs(server)) blockers.push('SERVER_NOT_RUNNING')
    else if (withPorts && !listens) blockers.push('PORT_NOT_SERVED')
  }

  const internet = () => {
    if (!isGlobal(destination)) {
      blockers.push('PRIVATE_ADDRESS_TO_INTERNET')
      return
    }
    const host = [...topology.internet.values()].find(
      ({ ipv6 }) => ipv6 !== undefined && value(ipv6) === value(destination),
    )
    if (called !== undefined) {
      // R8.1, R8.2
      const gateway = topology.vpcs.get(called.vpc)!.ipv6?.gateway
      if (gateway === undefined) blockers.push('IPV6_GATEWAY_MISSING')
      else if (!isPaid(topology, called)) blockers.push('IPV6_NO_BANDWIDTH')
      else if (gateway.egressOnly.some((rule) => rule.server === called.name))
        blockers.push('IPV6_EGRESS_ONLY')
      enter(called, undefined)
      // R2.4: the reply follows the table of the receiver.
      if (!hasRoute(topology, called)) blockers.push('NO_RETURN_ROUTE')
    } else if (host !== undefined) {
      target = `host ${host.name}`
      const { whitelist } = host
      const isListed = whitelist?.ipv6?.entries.some(({ cidr }) => inside(cidr, source)) === true
      if (whitelist !== undefined && !isListed) blockers.push('SOURCE_NOT_WHITELISTED')
      if (withPorts && host.port !== destinationPort) blockers.push('PORT_NOT_SERVED')
    } else blockers.push('ADDRESS_UNKNOWN')
  }

  if (sender === undefined) {
    internet()
    return { blockers, target }
  }
  const from = topology.servers.get(sender)!
  const { vpc } = from
  if (!runs(from)) blockers.push('SERVER_NOT_RUNNING')
  const vswitch = [...topology.vswitches.values()].find(
    ({ vpc: of, ipv6Cidr }) => of === vpc && ipv6Cidr !== undefined && inside(ipv6Cidr, destination),
  )
  const neighbour = vswitch === undefined ? undefined : called
  blockers.push(...groupsBlock(topology, from, neighbour, packet, 'egress'))
  if (vswitch !== undefined) {
    if (neighbour === undefined) blockers.push('ADDRESS_UNKNOWN')
    else enter(neighbour, from)
    return { blockers, target }
  }
  // R5.19
  if (protocol === TCP && destinationPort === 25 && from.unblock25 !== true) blockers.push('PORT_25_BLOCKED')
  // R8.4: the only custom route; R8.1: the gateway, and the bandwidth of the address.
  if (topology.vpcs.get(vpc)!.ipv6?.gateway === undefined) blockers.push('IPV6_GATEWAY_MISSING')
  else if (!hasRoute(topology, from)) blockers.push('IPV6_ROUTE_MISSING')
  if (!isPaid(topology, from)) blockers.push('IPV6_NO_BANDWIDTH')
  internet()
  return { blockers, target }
}

function isPaid({ vpcs }: Topology, { vpc, name }: Server): boolean {
  const bandwidths = vpcs.get(vpc)!.ipv6?.gateway?.bandwidths ?? []
  return bandwidths.some(({ server, mbps }) => server === name && mbps > 0)
}

/** R2.1, R2.2: the table of the vSwitch, and does it have ::/0? */
function hasRoute({ vpcs }: Topology, { vpc, vswitch }: Server): boolean {
  const { routeTables } = vpcs.get(vpc)!
  const custom = routeTables.find(({ name, vswitches }) => name !== 'system' && vswitches.includes(vswitch))
  const table = custom ?? routeTables.find(({ name }) => name === 'system')
  return (table?.ipv6Routes ?? []).some(({ destination }) => destination.prefixLength === 0)
}

/** Section 5. `peer` is the server at the other end, if it is one of the same VPC. */
function groupsBlock(
  { securityGroups }: Topology,
  server: Server,
  peer: Server | undefined,
  packet: FiveTuple6,
  direction: 'ingress' | 'egress',
): string[] {
  const groups = server.securityGroups.map((name) => securityGroups.get(name)!)
  const peerGroups = (peer?.securityGroups ?? []).map((name) => securityGroups.get(name)!)
  // R5.3, R5.12
  if (groups.some((group) => isInner(group) && peerGroups.includes(group))) return []
  const far = direction === 'ingress' ? packet.source : packet.destination
  const matching = groups
    .flatMap((group) => group[direction])
    .filter((rule) => matches(rule, packet, far, peerGroups))
  // R5.11
  const first = Math.min(...matching.map(({ priority }) => priority))
  const deciding = matching.filter(({ priority }) => priority === first)
  if (deciding.some(({ policy }) => policy === 'drop')) return ['SG_DENY_RULE']
  if (deciding.length > 0) return []
  // R5.1, R5.2, R5.13
  if (direction === 'ingress') return ['SG_NO_ALLOW_IN']
  return groups.every(({ type }) => type === 'basic') ? [] : ['SG_NO_ALLOW_OUT']
}

const isInner = ({ type, innerAccess }: SecurityGroup) => type === 'basic' && innerAccess === 'accept'

/** R5.8: an IPv4 block, a prefix list of them and a local IPv4 address speak of no IPv6 packet. */
function matches(
  { protocol, ports, sourcePorts, localCidr, peer }: SecurityRule,
  packet: FiveTuple6,
  far: Ipv6,
  peerGroups: readonly SecurityGroup[],
): boolean {
  const within = ({ first, last }: { first: number; last: number }, port: number) =>
    first <= port && port <= last
  if (protocol !== ALL && protocol !== packet.protocol) return false
  if (!within(ports, packet.destinationPort)) return false
  if (sourcePorts !== undefined && !within(sourcePorts, packet.sourcePort)) return false
  if (localCidr !== undefined) return false
  if (peer.kind === 'cidr6') return inside(peer.cidr, far)
  return peer.kind === 'group' && peerGroups.some(({ name }) => name === peer.group)
}
