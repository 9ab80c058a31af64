/** Hand-made worlds for tests: things are written as text, and whatever a test does not name is plain. */

import type { App } from '../../src/cloud/app.ts'
import { assumptionsWith, type ChosenReadings } from '../../src/cloud/assumptions.ts'
import { type Database, DEFAULT_PORTS, type Engine } from '../../src/cloud/database.ts'
import type { HaVip } from '../../src/cloud/ha-vip.ts'
import type { InternetHost } from '../../src/cloud/internet-host.ts'
import type { DnatEntry, NatGateway, SnatEntry } from '../../src/cloud/nat-gateway.ts'
import type { NetworkAcl } from '../../src/cloud/network-acl.ts'
import type { NetworkInterface } from '../../src/cloud/network-interface.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { NextHop, RouteTable } from '../../src/cloud/route-table.ts'
import type { SecurityGroup, SecurityPeer, SecurityRule } from '../../src/cloud/security-group.ts'
import { interfacesOf, type Server } from '../../src/cloud/server.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Vpc, VSwitch } from '../../src/cloud/vpc.ts'
import type { VpcNatGateway } from '../../src/cloud/vpc-nat-gateway.ts'
import { decide } from '../../src/datapath/decide.ts'
import { type Decision, newDecision } from '../../src/datapath/decision.ts'
import { type Explanation, explain } from '../../src/datapath/explain.ts'
import type { Endpoint, Flow } from '../../src/datapath/flow.ts'
import { type Live, NONE } from '../../src/datapath/live.ts'
import type { Packet } from '../../src/datapath/packet.ts'
import { PASSED, reasons } from '../../src/datapath/reasons.ts'
import type { Tables } from '../../src/datapath/tables.ts'
import { type Prefix, parseCidr } from '../../src/net/cidr.ts'
import { formatIpv4, type Ipv4, parseIpv4 } from '../../src/net/ipv4.ts'
import { parsePortRange } from '../../src/net/port-range.ts'
import { hasPorts, type PacketProtocol, parseProtocol, TCP } from '../../src/net/protocol.ts'
import { anyApp, aWhitelistOf, byName } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { NOTHING_RENTED } from '../../src/testing/arbitraries/nothing-rented.ts'
import { type CenText, censOf } from './cens-text.ts'

function must<T>(parsed: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.value
}

export const ip = (text: string): Ipv4 => must(parseIpv4(text))
export const block = (text: string): Prefix =>
  must(parseCidr(text, { hostBits: 'accept', bareAddress: 'accept' }))

/**
 * Reads `drop tcp 80 from 10.0.0.0/8 @ 2`; the peer may be `group web` or `list a,b`. Ports may be left out,
 * and so may the priority, which is then 1 as in the API.
 */
export function rule(text: string, more: Partial<SecurityRule> = {}): SecurityRule {
  const [, policy, protocol, ports = 'any', peer = '', priority = '1'] =
    /^(accept|drop) (\w+)(?: ([\d/]+))? (?:from|to) (.+?)(?: @ (\d+))?$/.exec(text) ?? []
  if (policy === undefined) throw new Error(`not a rule: ${text}`)
  return {
    policy: policy as SecurityRule['policy'],
    protocol: must(parseProtocol(protocol!)),
    ports: must(parsePortRange(ports)),
    peer: peerOf(peer),
    priority: Number(priority),
    origin: { path: `rule "${text}"`, line: 7, column: 3 },
    ...more,
  }
}

function peerOf(text: string): SecurityPeer {
  const [kind, rest] = text.split(' ')
  if (kind === 'group') return { kind, group: rest! }
  if (kind === 'list') return { kind: 'prefixList', name: 'partners', cidrs: rest!.split(',').map(block) }
  return { kind: 'cidr', cidr: block(text) }
}

export interface GroupText {
  readonly vpc?: string
  readonly type?: SecurityGroup['type']
  readonly inner?: SecurityGroup['innerAccess']
  readonly ingress?: readonly (string | SecurityRule)[]
  readonly egress?: readonly (string | SecurityRule)[]
}

export interface NatText {
  readonly vpc?: string
  readonly eips: readonly string[]
  readonly vswitch?: string
  readonly dnat?: readonly string[]
  readonly eipMode?: NatGateway['eipMode']
  readonly icmpReply?: boolean
  readonly snat: readonly { from: string; eips: readonly string[]; affinity?: boolean }[]
}

export interface VpcNatText {
  readonly vpc?: string
  readonly vswitch?: string
  readonly natCidrs?: readonly string[]
  readonly natIps: readonly string[]
  readonly snat?: readonly { from: string; natIps: readonly string[]; affinity?: boolean }[]
  readonly dnat?: readonly string[]
  readonly icmpReply?: boolean
}

/** Entries like `drop tcp 80 from 10.0.0.0/8`, in their order. */
export interface AclText {
  readonly vswitches: readonly string[]
  readonly ingress?: readonly string[]
  readonly egress?: readonly string[]
}

function aclFrom(name: string, { vswitches, ingress = [], egress = [] }: AclText): NetworkAcl {
  const entries = (direction: string, texts: readonly string[]) =>
    texts.map((text, at) => {
      const { policy, protocol, ports, peer } = rule(text)
      if (peer.kind !== 'cidr') throw new Error(`not an entry of an ACL: ${text}`)
      const origin = { path: `networkAcls.${name}.${direction}[${at}]`, line: 11, column: 5 }
      return { policy, protocol, ports, peer: peer.cidr, origin }
    })
  return {
    name,
    vswitches,
    ingress: entries('ingress', ingress),
    egress: entries('egress', egress),
    origin: { path: `networkAcls.${name}`, line: 10, column: 3 },
  }
}

export interface VpcText {
  readonly cidr: string
  readonly secondary?: readonly string[]
  readonly user?: readonly string[]
  readonly acls?: Readonly<Record<string, AclText>>
  readonly tables?: Readonly<Record<string, TableText>>
  /** The tables that got 0.0.0.0/0 to it. */
  readonly ipv4Gateway?: readonly string[]
  readonly isLeftPrivate?: true
  /** Routes of the gateway route table. */
  readonly inbound?: readonly string[]
}

/** Routes like `10.9.0.0/16 via natGateway/main`, `10.9.0.0/16 via peering/office`, `0.0.0.0/0 via ipv4Gateway`. */
export interface TableText {
  readonly vswitches?: readonly string[]
  readonly routes?: readonly string[]
  /** Routes to prefix lists, by their names: `10.9.0.0/16,10.8.0.0/16 via peering/office`. */
  readonly lists?: Readonly<Record<string, string>>
}

function tableFrom(name: string, { vswitches = [], routes = [], lists = {} }: TableText): RouteTable {
  const originAt = (at: number) => ({ path: `routeTables.${name}.routes[${at}]`, line: 12, column: 5 })
  return {
    name,
    vswitches,
    routes: routes.map((text, at) => {
      const [to, , via] = text.split(' ')
      return { destination: block(to!), nextHop: nextHopFrom(via!), origin: originAt(at) }
    }),
    listRoutes: Object.entries(lists).map(([list, text], at) => {
      const [to, , via] = text.split(' ')
      const cidrs = to!.split(',').map(block)
      const index = routes.length + at
      const nextHop = nextHopFrom(via!)
      return { list, cidrs, maxEntries: cidrs.length, nextHop, index, origin: originAt(index) }
    }),
    origin: unwritten(`routeTables.${name}`),
  }
}

function nextHopFrom(via: string): NextHop {
  const [kind, ...rest] = via.split('/')
  if (kind === 'routerInterface') return interfacesFrom(via)
  return kind === 'natGateway' ||
    kind === 'peering' ||
    kind === 'cen' ||
    kind === 'server' ||
    kind === 'haVip'
    ? { kind, name: rest.join('/') }
    : { kind: 'ipv4Gateway' }
}

/** `routerInterface/a`, `routerInterface/a+b`, or with weights `routerInterface/a*3+b*1`. */
function interfacesFrom(text: string): NextHop {
  const hops = text
    .slice('routerInterface/'.length)
    .split('+')
    .map((one) => {
      const [name, weight = '100'] = one.split('*')
      return { name: name!, weight: Number(weight) }
    })
  return { kind: 'routerInterface', name: hops[0]!.name, hops }
}

/** `203.0.113.100 tcp 443 to 172.16.1.5 8443`, or for an IP mapping `203.0.113.100 to 172.16.1.5`. */
function dnatFrom(text: string, path: string): DnatEntry {
  const [, eip, protocol = 'all', ports = 'any', to, toPorts = ports] =
    /^(\S+)(?: (tcp|udp) (\S+))? to (\S+)(?: (\S+))?$/.exec(text) ?? []
  return {
    eip: ip(eip!),
    protocol: must(parseProtocol(protocol)) as DnatEntry['protocol'],
    ports: must(parsePortRange(ports)),
    to: ip(to!),
    toPorts: must(parsePortRange(toPorts)),
    portBreak: false,
    origin: { path, line: 8, column: 5 },
  }
}

export interface ServerText {
  /** `vswitch address`, then optionally an EIP. */
  readonly at: string
  readonly groups: readonly string[]
  /** `tcp 22`, `udp 53/60`. */
  readonly listens?: readonly string[]
  readonly running?: boolean
  readonly enis?: Readonly<Record<string, InterfaceText>>
  readonly forwarding?: boolean
  readonly snat?: boolean
}

/** `vswitch address`, then optionally an EIP; `cut` says that it is bound in cut-through mode. */
export interface InterfaceText {
  readonly at: string
  readonly groups: readonly string[]
}

function interfaceFrom(
  name: string,
  path: string,
  { at, groups }: InterfaceText,
  vpcOf: (vswitch: string) => string,
): NetworkInterface {
  const [vswitch, address, eip, mode] = at.split(' ')
  return {
    name,
    vpc: vpcOf(vswitch!),
    vswitch: vswitch!,
    address: ip(address!),
    securityGroups: groups,
    ...(eip === undefined ? {} : { eip: ip(eip) }),
    eipMode: mode === 'cut' ? 'cutThrough' : 'nat',
    origin: { path, line: 18, column: 5 },
  }
}

export interface HaVipText {
  /** `vswitch address`, then optionally an EIP. */
  readonly at: string
  /** The first is the active one. */
  readonly members: readonly string[]
}

export interface DatabaseText {
  readonly engine?: Engine
  /** `vswitch address`, then optionally a public address. */
  readonly at: string
  readonly port?: number
  /** The entries of one group. */
  readonly whitelist?: readonly string[]
  readonly groups?: readonly string[]
}

export interface SceneText {
  /** Readings that differ from the suggested default. */
  readonly assume?: ChosenReadings
  /** CIDR, or CIDR and user CIDRs; `shop` is 172.16.0.0/16 where nothing else is said. */
  readonly vpcs?: Readonly<Record<string, string | VpcText>>
  /** `vpc cidr`; `h` is 172.16.1.0/24 and `i` 172.16.2.0/24 of `shop` where nothing else is said. */
  readonly vswitches?: Readonly<Record<string, string>>
  readonly groups?: Readonly<Record<string, GroupText>>
  readonly apps?: Readonly<Record<string, { vpc?: string; groups: string[]; port?: number }>>
  readonly pool?: readonly string[]
  readonly nats?: Readonly<Record<string, NatText>>
  /** The two VPCs of each. */
  readonly peerings?: Readonly<Record<string, readonly [string, string]>>
  readonly cens?: Readonly<Record<string, CenText>>
  readonly vpcNats?: Readonly<Record<string, VpcNatText>>
  /** The two VPCs of each. */
  readonly routerInterfaces?: Readonly<Record<string, readonly [string, string]>>
  readonly hosts?: Readonly<Record<string, { address: string; port?: number; whitelist?: string[] }>>
  readonly servers?: Readonly<Record<string, ServerText>>
  readonly haVips?: Readonly<Record<string, HaVipText>>
  readonly databases?: Readonly<Record<string, DatabaseText>>
  /** Slots are counted from the servers on: `app vswitch address`, then optionally an EIP; it answers unless it says `silent`. */
  readonly enis: readonly string[]
}

export interface Scene {
  readonly topology: Topology
  readonly tables: Tables
  readonly live: Live
}

export function scene(text: SceneText): Scene {
  const topology = topologyOf(text)
  const enis = text.enis.map((eni) => {
    const [app, vswitch, address, ...more] = eni.split(' ')
    const eip = more.find((word) => word !== 'silent')
    return {
      app: app!,
      vswitch: vswitch!,
      address: ip(address!),
      eip: eip === undefined ? undefined : ip(eip),
      answers: !more.includes('silent'),
    }
  })
  const interfaces = [...topology.servers.values()].flatMap(interfacesOf)
  const ofServers = interfaces.map(({ name, vswitch, address, eip }) => ({
    kind: 'server' as const,
    app: name,
    vswitch,
    address,
    eip,
    answers: true,
  }))
  return { topology, ...bringUp({ topology, enis: [...ofServers, ...enis] }) }
}

function vpcNatsOf(
  texts: Readonly<Record<string, VpcNatText>>,
  main: string,
  vswitches: readonly VSwitch[],
): VpcNatGateway[] {
  return Object.entries(texts).map(([name, nat]) => ({
    name,
    vpc: nat.vpc ?? main,
    vswitch: nat.vswitch ?? vswitches.find(({ vpc }) => vpc === (nat.vpc ?? main))!.name,
    natCidrs: (nat.natCidrs ?? []).map(block),
    natIps: nat.natIps.map(ip),
    snat: (nat.snat ?? []).map(({ from, natIps, affinity = false }, at) => ({
      scope: 'cidr',
      source: block(from),
      eips: natIps.map(ip),
      affinity,
      origin: { path: `natGateways.${name}.snat[${at}]`, line: 20, column: 5 },
    })),
    dnat: (nat.dnat ?? []).map((entry, at) => dnatFrom(entry, `natGateways.${name}.dnat[${at}]`)),
    icmpReply: nat.icmpReply ?? true,
    origin: { path: `natGateways.${name}`, line: 18, column: 3 },
  }))
}

export function topologyOf(text: Omit<SceneText, 'enis'>): Topology {
  const vpcTexts = Object.entries(text.vpcs ?? { shop: '172.16.0.0/16' })
  const vpcs = vpcTexts.map(([name, vpc]): Vpc => {
    const {
      cidr,
      secondary = [],
      user = [],
      acls = {},
      tables = {},
      ipv4Gateway,
      isLeftPrivate,
      inbound = [],
    }: VpcText = typeof vpc === 'string' ? { cidr: vpc } : vpc
    return {
      name,
      cidr: block(cidr),
      secondaryCidrs: secondary.map(block),
      userCidrs: user.map(block),
      networkAcls: Object.entries(acls).map(([acl, guarded]) => aclFrom(acl, guarded)),
      routeTables: Object.entries(tables).map(([table, routes]) => tableFrom(table, routes)),
      ...(isLeftPrivate && { leftPrivate: unwritten(`vpcs.${name}.ipv4Gateway`) }),
      ...(ipv4Gateway !== undefined && {
        ipv4Gateway: {
          routeTables: ipv4Gateway,
          inboundRoutes: tableFrom('inbound', { routes: inbound }).routes,
          origin: unwritten(`vpcs.${name}.ipv4Gateway`),
        },
      }),
      origin: unwritten(`vpcs.${name}`),
    }
  })
  const main = vpcs[0]!.name
  const vswitchTexts = Object.entries(
    text.vswitches ?? { h: `${main} 172.16.1.0/24`, i: `${main} 172.16.2.0/24` },
  )
  const vswitches = vswitchTexts.map(([name, vswitch]): VSwitch => {
    const [vpc, cidr] = vswitch.split(' ')
    return { name, vpc: vpc!, zone: 'z', cidr: block(cidr!), origin: unwritten(`vswitches.${name}`) }
  })
  const groups = Object.entries(text.groups ?? {}).map(([name, group]): SecurityGroup => {
    const { vpc = main, type = 'basic', inner = type === 'basic' ? 'accept' : 'drop' } = group
    const rules = (of: GroupText['ingress'] = []) =>
      of.map((one) => (typeof one === 'string' ? rule(one) : one))
    return {
      name,
      vpc,
      type,
      innerAccess: inner,
      ingress: rules(group.ingress),
      egress: rules(group.egress),
      origin: unwritten(`securityGroups.${name}`),
    }
  })
  const apps = Object.entries(text.apps ?? {}).map(([name, { vpc = main, groups: own, port = 80 }]): App => {
    const names = vswitches.filter((vswitch) => vswitch.vpc === vpc).map((vswitch) => vswitch.name)
    return anyApp({ name, vpc, vswitches: names, securityGroups: own, port, eipPool: 'pool' })
  })
  const nats = Object.entries(text.nats ?? {}).map(([name, nat]): NatGateway => {
    const { vpc = main, eips, snat, dnat = [], eipMode = 'multi' } = nat
    const entries = snat.map(
      ({ from, eips: used, affinity = false }, at): SnatEntry => ({
        scope: 'cidr',
        source: block(from),
        eips: used.map(ip),
        affinity,
        origin: { path: `natGateways.${name}.snat[${at}]`, line: 9, column: 5 },
      }),
    )
    const vswitch = nat.vswitch ?? vswitches.find((one) => one.vpc === vpc)!.name
    return {
      name,
      vpc,
      vswitch,
      eips: eips.map(ip),
      snat: entries,
      dnat: dnat.map((entry, at) => dnatFrom(entry, `natGateways.${name}.dnat[${at}]`)),
      eipMode,
      icmpReply: nat.icmpReply ?? true,
      origin: unwritten(`natGateways.${name}`),
    }
  })
  const hosts = Object.entries(text.hosts ?? {}).map(
    ([name, { address, port, whitelist }]): InternetHost => ({
      name,
      address: ip(address),
      ...(port === undefined ? {} : { port }),
      ...(whitelist === undefined
        ? {}
        : { whitelist: aWhitelistOf(whitelist.map(block), `internet.${name}.whitelist`) }),
      origin: unwritten(`internet.${name}`),
    }),
  )
  const vpcOf = (vswitch: string) => vswitches.find(({ name }) => name === vswitch)!.vpc
  const servers = Object.entries(text.servers ?? {}).map(([name, server]): Server => {
    const [vswitch, address, eip] = server.at.split(' ')
    return {
      name,
      vpc: vpcOf(vswitch!),
      vswitch: vswitch!,
      address: ip(address!),
      securityGroups: server.groups,
      listeners: (server.listens ?? []).map((listener) => {
        const [protocol, ports] = listener.split(' ')
        return { protocol: must(parseProtocol(protocol!)), ports: must(parsePortRange(ports!)) }
      }),
      running: server.running ?? true,
      ...(eip === undefined ? {} : { eip: ip(eip) }),
      eipMode: 'nat',
      enis: Object.entries(server.enis ?? {}).map(([eni, one]) =>
        interfaceFrom(`${name}/${eni}`, `servers.${name}.enis.${eni}`, one, vpcOf),
      ),
      forwarding: server.forwarding ?? false,
      snat: server.snat ?? false,
      origin: { path: `servers.${name}`, line: 13, column: 3 },
    }
  })
  const databases = Object.entries(text.databases ?? {}).map(([name, database]): Database => {
    const { engine = 'rds', whitelist = ['127.0.0.1'], groups: members = [] } = database
    const [vswitch, address, publicAddress] = database.at.split(' ')
    const path = `databases.${name}.whitelist`
    const entries = whitelist.map((cidr) => ({
      cidr: block(cidr),
      text: cidr,
      origin: { path: `${path}.apps`, line: 16, column: 9 },
    }))
    const origin = { path, line: 15, column: 5 }
    return {
      name,
      engine,
      vpc: vpcOf(vswitch!),
      vswitch: vswitch!,
      address: ip(address!),
      port: database.port ?? DEFAULT_PORTS[engine],
      ...(publicAddress === undefined ? {} : { publicAddress: ip(publicAddress) }),
      whitelist: {
        mode: 'standard',
        groups: [{ name: 'apps', entries, origin }],
        securityGroups: members,
        origin,
      },
      origin: { path: `databases.${name}`, line: 14, column: 3 },
    }
  })
  const addresses = (text.pool ?? ['203.0.113.10', '203.0.113.11', '203.0.113.12', '203.0.113.13']).map(ip)
  return {
    ...NOTHING_RENTED,
    assumptions: assumptionsWith(text.assume),
    vpcs: byName(vpcs),
    vswitches: byName(vswitches),
    securityGroups: byName(groups),
    eipPools: byName([{ name: 'pool', addresses, origin: unwritten('eipPools.pool') }]),
    natGateways: byName(nats),
    vpcNatGateways: byName(vpcNatsOf(text.vpcNats ?? {}, main, vswitches)),
    routerInterfaces: byName(
      Object.entries(text.routerInterfaces ?? {}).map(([name, pair]) => ({
        name,
        vpcs: pair,
        origin: { path: `routerInterfaces.${name}`, line: 19, column: 3 },
      })),
    ),
    cens: censOf(text.cens ?? {}),
    peerings: byName(
      Object.entries(text.peerings ?? {}).map(([name, pair]) => ({
        name,
        vpcs: pair,
        origin: { path: `peerings.${name}`, line: 17, column: 3 },
      })),
    ),
    internet: byName(hosts),
    apps: byName(apps),
    servers: byName(servers),
    haVips: byName(
      Object.entries(text.haVips ?? {}).map(([name, { at, members }]): HaVip => {
        const [vswitch, address, eip] = at.split(' ')
        return {
          name,
          vpc: vpcOf(vswitch!),
          vswitch: vswitch!,
          address: ip(address!),
          members,
          active: members[0]!,
          ...(eip === undefined ? {} : { eip: ip(eip) }),
          origin: { path: `haVips.${name}`, line: 19, column: 3 },
        }
      }),
    ),
    databases: byName(databases),
  }
}

/** A TCP packet of the ENI in `slot` to `address:port`. */
export function packetFrom(where: Scene, slot: number, to: string, more: Partial<Packet> = {}): Packet {
  const [address, port = '80'] = to.split(':')
  const protocol: PacketProtocol = more.protocol ?? TCP
  return {
    slot,
    protocol,
    source: where.live.address(slot),
    sourcePort: hasPorts(protocol) ? 50_000 : 0,
    destination: ip(address!),
    destinationPort: hasPorts(protocol) ? Number(port) : 0,
    ...more,
  }
}

/** A TCP packet from the Internet. */
export function packetFromInternet(
  where: Scene,
  source: string,
  to: string,
  more: Partial<Packet> = {},
): Packet {
  return { ...packetFrom(where, NONE, to, more), slot: NONE, source: ip(source) }
}

/** The code of the first blocker, or `reached`. */
export function outcome(where: Scene, packet: Packet): string {
  const decision = newDecision()
  return decide(where.tables, where.live, packet, decision) ? 'reached' : codeOf(decision)
}

export function codeOf({ reason }: Decision): string {
  return reason === PASSED ? 'reached' : reasons[reason]!.code
}

/** The source that the far side sees, as text. */
export function seenSource(where: Scene, packet: Packet): string {
  const decision = newDecision()
  decide(where.tables, where.live, packet, decision)
  return formatIpv4(decision.tuple.source)
}

export function tell(where: Scene, packet: Packet): Explanation {
  return explain(where.tables, where.live, packet)
}

export function flow(from: string, to: string, port = 80, via?: Flow['via']): Flow {
  return {
    name: 'flow',
    from: endpoint(from),
    to: endpoint(to),
    protocol: TCP,
    ...(via === undefined ? {} : { via }),
    port,
    origin: unwritten('flows.flow'),
  }
}

function endpoint(text: string): Endpoint {
  const [kind, ...name] = text.split('/')
  return { kind: kind as Endpoint['kind'], name: name.join('/') }
}
