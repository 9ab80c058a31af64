/**
 * Worlds with IPv6: those of `a-topology.ts`, whose servers, VPCs, hosts and rules get IPv6 as well, everything close
 * together. What IPv4 does in them must not change.
 */
import fc from 'fast-check'
import type { Ipv6Gateway } from '../../src/cloud/ipv6.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { RouteTable } from '../../src/cloud/route-table.ts'
import type { SecurityRule } from '../../src/cloud/security-group.ts'
import type { Vpc } from '../../src/cloud/vpc.ts'
import type { Packet6 } from '../../src/datapath/ipv6-decision.ts'
import { NONE } from '../../src/datapath/live.ts'
import { CidrSet6 } from '../../src/net/cidr-set6.ts'
import { type Prefix6, prefix6Of } from '../../src/net/cidr6.ts'
import type { Ipv6 } from '../../src/net/ipv6.ts'
import { ALL_PROTOCOLS, hasPorts, ICMPV6, TCP, UDP } from '../../src/net/protocol.ts'
import { aPort } from '../../src/testing/arbitraries/a-topology.ts'
import type { World } from '../golden/naive-datapath.ts'

/** VPC `at` has 2001:db8:AT::/56, its vSwitches /64 of it. */
const vpcBlock = (at: number): Prefix6 => prefix6Of([0x2001_0db8, at << 16, 0, 0], 56)
const vswitchBlock = (vpc: number, at: number): Prefix6 =>
  prefix6Of([0x2001_0db8, (vpc << 16) | (at + 1), 0, 0], 64)
const inBlock = ({ first: [a, b, c] }: Prefix6, by: number): Ipv6 => [a, b, c, by]
const hostAddress = (at: number): Ipv6 => [0x2001_0db8, 0xffff_0000, 0, at]

/** Drawn for every world alike; what it has too few of is not used. */
const aSketch = fc.record({
  has: fc.array(
    fc.nat(7).map((drawn) => drawn < 7),
    { minLength: 8, maxLength: 8 },
  ),
  gateways: fc.array(
    fc.nat(4).map((drawn) => drawn < 4),
    { minLength: 4, maxLength: 4 },
  ),
  routed: fc.array(
    fc.nat(4).map((drawn) => drawn < 4),
    { minLength: 8, maxLength: 8 },
  ),
  paid: fc.array(fc.constantFrom(0, 1, 5, 5, 5), { minLength: 8, maxLength: 8 }),
  egressOnly: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  rules: fc.array(
    fc.record({
      group: fc.nat(7),
      isIngress: fc.boolean(),
      policy: fc.constantFrom<'accept' | 'drop'>('accept', 'accept', 'accept', 'drop'),
      protocol: fc.constantFrom(ALL_PROTOCOLS, ALL_PROTOCOLS, TCP, TCP, UDP, ICMPV6),
      ports: fc.constantFrom({ first: 0, last: 65_535 }, { first: 80, last: 80 }, { first: 81, last: 443 }),
      peer: fc.tuple(fc.nat(20), fc.constantFrom(0, 0, 0, 56, 64, 127, 128)),
      sourcePorts: fc.option(fc.constant({ first: 0, last: 49_151 }), { nil: undefined, freq: 5 }),
      priority: fc.constantFrom(1, 2, 100),
    }),
    { minLength: 4, maxLength: 12 },
  ),
  listed: fc.array(fc.tuple(fc.nat(20), fc.constantFrom(0, 56, 64, 128)), { maxLength: 3 }),
})
type Sketch = typeof aSketch extends fc.Arbitrary<infer T> ? T : never

export function aWorldWithIpv6(world: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.tuple(world, aSketch).map(([drawn, sketch]) => addIpv6(drawn, sketch))
}

function addIpv6(world: World, sketch: Sketch): World {
  const { topology } = world
  const vpcNames = [...topology.vpcs.keys()]
  const vswitchNames = [...topology.vswitches.keys()]
  const serverNames = [...topology.servers.keys()]
  const vswitches = new Map(
    [...topology.vswitches].map(([name, vswitch]) => {
      const ipv6Cidr = vswitchBlock(vpcNames.indexOf(vswitch.vpc), vswitchNames.indexOf(name))
      return [name, sketch.has[vswitchNames.indexOf(name) % 8] ? { ...vswitch, ipv6Cidr } : vswitch]
    }),
  )
  const servers = new Map(
    [...topology.servers].map(([name, server], at) => {
      const block = vswitches.get(server.vswitch)!.ipv6Cidr
      return [name, block === undefined ? server : { ...server, ipv6: inBlock(block, at + 1) }]
    }),
  )
  const hosts = [...topology.internet].map(([name, host], at) => ({
    name,
    host: { ...host, ipv6: hostAddress(at) },
  }))
  const addresses = [
    ...[...servers.values()].flatMap(({ ipv6 }) => (ipv6 === undefined ? [] : [ipv6])),
    ...hosts.map(({ host }) => host.ipv6),
    hostAddress(99),
  ]
  const near = ([index, length]: readonly [number, number]) =>
    prefix6Of(addresses[index % addresses.length]!, length)
  const gatewayOf = (vpc: string, at: number): Ipv6Gateway | undefined => {
    if (!sketch.gateways[at % 4]) return undefined
    const own = serverNames.filter(
      (name) => servers.get(name)!.vpc === vpc && servers.get(name)!.ipv6 !== undefined,
    )
    const origin = unwritten(`vpcs.${vpc}.ipv6Gateway`)
    const mbpsOf = (name: string) => sketch.paid[serverNames.indexOf(name) % 8]!
    const egressOnly = own.filter(
      (name) => sketch.egressOnly[serverNames.indexOf(name) % 8] && mbpsOf(name) > 0,
    )
    return {
      edition: 'large',
      bandwidths: own.map((server) => ({ server, mbps: mbpsOf(server), origin })),
      egressOnly: egressOnly.map((server) => ({ server, origin })),
      origin,
    }
  }
  const vpcs = new Map(
    [...topology.vpcs].map(([name, vpc], at): [string, Vpc] => {
      const gateway = gatewayOf(name, at)
      const system: RouteTable = { name: 'system', vswitches: [], routes: [], origin: unwritten('system') }
      const known = vpc.routeTables.some((table) => table.name === 'system') ? [] : [system]
      const routeTables = [...known, ...vpc.routeTables].map((table, index): RouteTable => {
        if (gateway === undefined || !sketch.routed[(at + index) % 8]) return table
        const origin = unwritten(`vpcs.${name}.routeTables.${table.name}.routes`)
        return { ...table, ipv6Routes: [{ destination: prefix6Of([0, 0, 0, 0], 0), index: 0, origin }] }
      })
      const ipv6 = { cidrs: [vpcBlock(at)], ...(gateway !== undefined && { gateway }) }
      return [name, { ...vpc, routeTables, ipv6 }]
    }),
  )
  const groupNames = [...topology.securityGroups.keys()]
  const securityGroups = new Map(
    [...topology.securityGroups].map(([name, group]) => {
      const own = sketch.rules.filter((rule) => groupNames[rule.group % groupNames.length] === name)
      const rules = (isIngress: boolean) =>
        own
          .filter((rule) => rule.isIngress === isIngress)
          .map(
            ({ policy, protocol, ports, peer, sourcePorts, priority }): SecurityRule => ({
              policy,
              protocol,
              ports,
              peer: { kind: 'cidr6', cidr: near(peer) },
              ...(sourcePorts !== undefined && { sourcePorts }),
              priority,
              origin: unwritten(`securityGroups.${name}`),
            }),
          )
      return [
        name,
        { ...group, ingress: [...rules(true), ...group.ingress], egress: [...rules(false), ...group.egress] },
      ]
    }),
  )
  const entries = sketch.listed.map((one) => ({
    cidr: near(one),
    text: 'listed',
    origin: unwritten('listed'),
  }))
  const internet = new Map(
    hosts.map(({ name, host }) => {
      if (host.whitelist === undefined || entries.length === 0) return [name, host]
      const ipv6 = { entries, set: CidrSet6.of(entries.map(({ cidr }) => cidr)) }
      return [name, { ...host, whitelist: { ...host.whitelist, ipv6 } }]
    }),
  )
  return { ...world, topology: { ...topology, vpcs, vswitches, servers, securityGroups, internet } }
}

/** Packets from servers and from hosts, mostly to somebody who is there or just beside him. */
export function aPacket6({ topology, enis }: World): fc.Arbitrary<Packet6> {
  const servers = [...topology.servers.values()]
  const slotOf = (name: string) => enis.findIndex(({ kind, app }) => kind === 'server' && app === name)
  const senders = servers.flatMap(({ name, ipv6 }) =>
    ipv6 === undefined ? [] : [{ slot: slotOf(name), source: ipv6 }],
  )
  const hosts = [...topology.internet.values()].map(({ ipv6 }) => ({ slot: NONE, source: ipv6! }))
  const outside = [...hosts, { slot: NONE, source: hostAddress(77) }]
  const inhabited = [...senders, ...hosts].map(({ source }) => source)
  const somewhere: Ipv6[] = [hostAddress(98), [0xfd00_0000, 0, 0, 1], [0, 0, 0, 1], vpcBlock(0).last]
  const destination = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(...inhabited, ...somewhere.slice(0, inhabited.length === 0 ? 1 : 0)),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...(inhabited.length === 0 ? somewhere : inhabited))
        .map(([a, b, c, d]): Ipv6 => [a, b, c, d + 9]),
    },
    { weight: 1, arbitrary: fc.constantFrom(...somewhere) },
  )
  return fc
    .record({
      end: fc.oneof(
        fc.constantFrom(...(senders.length === 0 ? outside : senders)),
        fc.constantFrom(...outside),
      ),
      protocol: fc.constantFrom(TCP, TCP, TCP, UDP, ICMPV6),
      sourcePort: fc.constantFrom(49_152, 49_151),
      destination,
      destinationPort: fc.oneof({ weight: 9, arbitrary: aPort() }, { weight: 1, arbitrary: fc.constant(25) }),
    })
    .map(({ end, protocol, sourcePort, destinationPort, ...rest }) => ({
      ...rest,
      ...end,
      protocol,
      sourcePort: hasPorts(protocol) ? sourcePort : 0,
      destinationPort: hasPorts(protocol) ? destinationPort : 0,
    }))
}

/** A world with packets for it. */
export function anIpv6Traffic(world: fc.Arbitrary<World>): fc.Arbitrary<[World, Packet6[]]> {
  return aWorldWithIpv6(world).chain((drawn) =>
    fc.tuple(fc.constant(drawn), fc.array(aPacket6(drawn), { minLength: 1, maxLength: 12 })),
  )
}
