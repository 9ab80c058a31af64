/**
 * Small worlds in which everything lies close together: a few VPCs (which may use equal addresses), vSwitches of eight or
 * sixteen addresses, rules and whitelists whose blocks end where instances, EIPs and hosts are. A world is drawn as a
 * sketch of small numbers and lists and then built, so that a failure shrinks to few and plain things.
 */

import fc from 'fast-check'
import type { App } from '../../cloud/app.ts'
import type { Database, Engine } from '../../cloud/database.ts'
import { fixed } from '../../cloud/duration-range.ts'
import type { InternetHost } from '../../cloud/internet-host.ts'
import type { DnatEntry, NatGateway, SnatEntry } from '../../cloud/nat-gateway.ts'
import type { NetworkAcl } from '../../cloud/network-acl.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { RouteTable } from '../../cloud/route-table.ts'
import type { SecurityGroup, SecurityPeer, SecurityRule } from '../../cloud/security-group.ts'
import type { Server } from '../../cloud/server.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Vpc, VSwitch } from '../../cloud/vpc.ts'
import { formatCidr, overlaps, type Prefix, prefixOf } from '../../net/cidr.ts'
import { CidrSet } from '../../net/cidr-set.ts'
import { type Ipv4, ipv4 } from '../../net/ipv4.ts'
import { ANY_PORT } from '../../net/port-range.ts'
import { ALL_PROTOCOLS, GRE, ICMP, type Protocol, TCP, UDP } from '../../net/protocol.ts'
import { withBalancers } from './a-balancer.ts'
import { withCen, withCens } from './a-cen.ts'
import { withServers } from './a-firewall.ts'
import { withSomeGateways } from './a-gateway.ts'
import { withPrefixLists } from './a-prefix-list.ts'
import { withEndpoints } from './a-privatelink.ts'
import { withReadings } from './a-readings.ts'
import { withVpcNats } from './a-vpc-nat.ts'
import { NOTHING_RENTED } from './nothing-rented.ts'
import type { Eni, World } from './world.ts'

const POOL_BASE = ipv4(47, 0, 0, 0)
const SERVER_EIP_BASE = ipv4(47, 0, 0, 6)
const NAT_BASE = ipv4(47, 0, 0, 8)
const HOST_BASE = ipv4(198, 51, 100, 0)
/** The third is a public block in private use, which R1.3 allows. */
const VPC_BASES = [ipv4(10, 0, 0, 0), ipv4(192, 168, 0, 0), ipv4(203, 0, 113, 0)]
const SECONDARY_BASE = ipv4(172, 16, 0, 0)

/** Addresses at which something changes, for this or that world. */
const LANDMARKS: readonly Ipv4[] = [
  ...VPC_BASES,
  POOL_BASE,
  NAT_BASE,
  HOST_BASE,
  SECONDARY_BASE,
  ipv4(100, 100, 2, 136),
  ipv4(100, 100, 2, 255),
  ipv4(100, 100, 100, 200),
  ipv4(100, 64, 0, 0),
  ipv4(100, 128, 0, 0),
  ipv4(11, 0, 0, 0),
  ipv4(172, 32, 0, 0),
  ipv4(127, 0, 0, 1),
  ipv4(224, 0, 0, 0),
  ipv4(169, 254, 0, 0),
  ipv4(1, 0, 0, 0),
  ipv4(240, 0, 0, 0),
]

/** An address near something: half of the draws lie within the first 18 addresses of a landmark. */
export function anAddress(): fc.Arbitrary<Ipv4> {
  return fc.oneof(
    fc.tuple(fc.constantFrom(...LANDMARKS), fc.integer({ min: -1, max: 17 })).map(([base, by]) => base + by),
    fc.constantFrom(...VPC_BASES, POOL_BASE, HOST_BASE).chain((base) => fc.nat(9).map((by) => base + by)),
  )
}

export function aPort(): fc.Arbitrary<number> {
  return fc.constantFrom(80, 80, 80, 80, 79, 81, 443, 443, 8080, 1, 25, 65_535)
}

export function aPacketProtocol() {
  return fc.constantFrom(TCP, TCP, TCP, UDP, ICMP, GRE)
}

/** A block that begins, ends or lies at an address near something. */
export function aCidr(): fc.Arbitrary<Prefix> {
  return fc
    .tuple(anAddress(), fc.constantFrom(32, 31, 30, 29, 28, 24, 24, 8, 0, 0))
    .map(([address, length]) => prefixOf(address, length))
}

export const aPortRange = fc.oneof(
  fc.constant({ first: 0, last: 65_535 }),
  fc.constantFrom(80, 80, 443, 8080).map((port) => ({ first: port, last: port })),
  fc
    .constantFrom([80, 81], [79, 80], [1, 79], [81, 65_535])
    .map(([first, last]) => ({ first: first!, last: last! })),
)

const mostly = fc.nat(7).map((drawn) => drawn < 7)

const aRuleSketch = fc.record({
  policy: fc.constantFrom<'accept' | 'drop'>('accept', 'accept', 'drop'),
  protocol: fc.constantFrom<Protocol>(ALL_PROTOCOLS, TCP, TCP, TCP, UDP, ICMP, GRE),
  ports: aPortRange,
  peer: fc.oneof(
    aCidr().map((cidr) => ({ kind: 'cidr' as const, cidr })),
    fc.nat(3).map((group) => ({ kind: 'group' as const, group })),
    fc.array(aCidr(), { maxLength: 3 }).map((cidrs) => ({ kind: 'prefixList' as const, cidrs })),
  ),
  sourcePorts: fc.option(fc.constantFrom({ first: 0, last: 49_151 }, { first: 49_152, last: 49_152 }), {
    nil: undefined,
    freq: 4,
  }),
  localCidr: fc.option(aCidr(), { nil: undefined, freq: 4 }),
  priority: fc.constantFrom(1, 2, 3, 100),
})

/** What no other rule stops passes, so that something arrives. */
const OPEN = {
  policy: 'accept',
  protocol: ALL_PROTOCOLS,
  ports: { first: 0, last: 65_535 },
  peer: { kind: 'cidr', cidr: prefixOf(0, 0) },
  sourcePorts: undefined,
  localCidr: undefined,
  priority: 100,
} as const

/** Replies go to ports around 49152. */
const anAclEntrySketch = fc.record({
  policy: fc.constantFrom<'accept' | 'drop'>('accept', 'accept', 'drop'),
  protocol: fc.constantFrom<Protocol>(ALL_PROTOCOLS, ALL_PROTOCOLS, TCP, TCP, UDP, ICMP, GRE),
  ports: fc.oneof(
    aPortRange,
    fc.constantFrom(
      { first: 1024, last: 65_535 },
      { first: 49_152, last: 49_152 },
      { first: 1, last: 49_151 },
    ),
  ),
  peer: fc.oneof(fc.constant(prefixOf(0, 0)), aCidr()),
})
const someAclEntries = fc.array(anAclEntrySketch, { maxLength: 4 })
const OPEN_ENTRY = {
  policy: 'accept',
  protocol: ALL_PROTOCOLS,
  ports: { first: 0, last: 65_535 },
  peer: prefixOf(0, 0),
} as const
const anAclSketch = fc.record({
  isOpen: fc.boolean(),
  vswitches: fc.subarray([0, 1, 2, 3]),
  ingress: someAclEntries,
  egress: someAclEntries,
})

const aTableSketch = fc.record({
  isSystem: fc.boolean(),
  vswitches: fc.subarray([0, 1, 2, 3]),
  routes: fc.array(
    fc.record({
      to: fc.oneof(fc.constant(prefixOf(0, 0)), aCidr()),
      // The gateway may be in another VPC, or nowhere; so may the peering.
      via: fc.oneof(fc.nat(2), fc.constantFrom('ipv4Gateway' as const, 'peering' as const)),
    }),
    { maxLength: 4 },
  ),
})

/** A peering, and which of the two VPCs have a route of their system table through it, to all or a part of the other. */
const aPeeringSketch = fc.record({
  routes: fc.constantFrom<readonly number[]>([0, 1], [0, 1], [0], [1], []),
  isWide: fc.boolean(),
})

const someRules = fc.array(aRuleSketch, { maxLength: 5 })

const aSketch = fc.record({
  vpcs: fc.array(
    fc.record({
      base: fc.nat(2),
      vswitches: fc.subarray([0, 1, 2], { minLength: 1 }),
      secondary: fc.boolean(),
      userCidrs: fc.array(aCidr(), { maxLength: 2 }),
      tables: fc.array(aTableSketch, { maxLength: 2 }),
      // Which tables got a route by it: the first is the system table.
      ipv4Gateway: fc.option(fc.subarray([0, 1, 2]), { nil: undefined, freq: 2 }),
      // Where there is none: was it deleted in mode private?
      isLeftPrivate: fc.nat(7).map((drawn) => drawn === 7),
      acls: fc.oneof(fc.array(anAclSketch, { maxLength: 0 }), fc.array(anAclSketch, { maxLength: 2 })),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  groups: fc.array(
    fc.record({
      vpc: fc.nat(1),
      advanced: fc.constantFrom(false, false, true),
      inner: fc.boolean(),
      isOpen: fc.boolean(),
      ingress: someRules,
      egress: someRules,
    }),
    { minLength: 1, maxLength: 4 },
  ),
  apps: fc.array(
    fc.record({
      vpc: fc.nat(1),
      groups: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      port: fc.constantFrom(80, 80, 443),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  gateways: fc.array(
    fc.record({
      vpc: fc.nat(1),
      vswitch: fc.nat(3),
      eips: fc.subarray([0, 1, 2, 3]),
      eipMode: fc.constantFrom<NatGateway['eipMode']>('multi', 'nat'),
      icmpReply: mostly,
      dnat: fc.array(
        fc.record({
          eip: fc.nat(3),
          protocol: fc.constantFrom<DnatEntry['protocol']>(TCP, TCP, UDP, ALL_PROTOCOLS),
          ports: fc.constantFrom({ first: 80, last: 80 }, { first: 79, last: 81 }, { first: 443, last: 443 }),
          // The port that the instance serves, or another one.
          toPort: fc.constantFrom(undefined, undefined, 80, 79, 443),
          to: fc.nat(3),
          isBeside: fc.constantFrom(false, false, false, true),
        }),
        { maxLength: 4 },
      ),
      snat: fc.array(
        fc.record({
          from: fc.oneof(fc.constant('vpc' as const), fc.nat(2), aCidr()),
          eips: fc.subarray([0, 1, 2, 3]),
          affinity: fc.boolean(),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 2 },
  ),
  peering: fc.option(aPeeringSketch, { nil: undefined, freq: 3 }),
  hosts: fc.array(
    fc.record({
      port: fc.option(fc.constantFrom(80, 443), { nil: undefined }),
      whitelist: fc.option(fc.array(aCidr(), { maxLength: 3 }), { nil: undefined }),
    }),
    { maxLength: 3 },
  ),
  servers: fc.array(
    fc.record({
      vswitch: fc.nat(5),
      at: fc.nat(4),
      groups: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      listeners: fc.array(
        fc.record({ protocol: fc.constantFrom<Protocol>(TCP, TCP, UDP), ports: aPortRange }),
        { maxLength: 2 },
      ),
      running: mostly,
      answers: mostly,
      eip: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  databases: fc.array(
    fc.record({
      engine: fc.constantFrom<Engine>('rds', 'tair'),
      vswitch: fc.nat(5),
      at: fc.nat(4),
      port: fc.constantFrom(80, 80, 443),
      isPublic: fc.boolean(),
      whitelist: fc.array(fc.array(aCidr(), { maxLength: 2 }), { maxLength: 2 }),
      groups: fc.subarray([0, 1, 2, 3], { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
  enis: fc.array(
    fc.record({
      app: fc.nat(2),
      vswitch: fc.nat(2),
      at: fc.constantFrom(0, 0, 1, 2, 3, 4),
      eip: fc.boolean(),
      answers: fc.constantFrom(true, true, false),
    }),
    { minLength: 1, maxLength: 5 },
  ),
})

type Sketch = typeof aSketch extends fc.Arbitrary<infer T> ? T : never

/** A topology and the ENIs in it; slot numbers are positions in `enis`. */
export function aWorld(): fc.Arbitrary<World> {
  const peered = fc.tuple(aSketch, aPeeringSketch, mostly).map((drawn) => build(asPeered(...drawn)))
  const plain = fc.oneof({ weight: 3, arbitrary: aSketch.map(build) }, { weight: 1, arbitrary: peered })
  return withReadings(
    withSomeGateways(
      withBalancers(
        withEndpoints(withPrefixLists(withVpcNats(withServers(withCens(plain)), withServers(peered)))),
      ),
    ),
  )
}

/** Nothing but instances, servers, ACLs and ways to the Internet. */
export function aPlainWorld(): fc.Arbitrary<World> {
  return withReadings(withPrefixLists(withServers(aSketch.map(build))))
}

/** Two VPCs that only a CEN connects, in most worlds with nothing that filters. */
export function aCenWorld(): fc.Arbitrary<World> {
  const noPeering = { routes: [], isWide: false }
  const apart = fc
    .tuple(aSketch, fc.nat(3))
    .map(([sketch, open]) => build(asPeered(sketch, noPeering, open > 0)))
  // Those of the plain sketch may have equal addresses.
  return withReadings(
    withPrefixLists(fc.oneof(withCen(apart), withCen(withServers(apart)), withCen(aSketch.map(build)))),
  )
}

export function aTopology(): fc.Arbitrary<Topology> {
  return aWorld().map(({ topology }) => topology)
}

/** Two VPCs with blocks of their own and a peering, and in each an application, so that something crosses it. */
function asPeered(sketch: Sketch, peering: NonNullable<Sketch['peering']>, isOpen: boolean): Sketch {
  const both = <T>([first, second, ...rest]: readonly T[], as: (one: T, vpc: number) => T): T[] => [
    as(first!, 0),
    as(second ?? first!, 1),
    ...rest,
  ]
  const { base } = sketch.vpcs[0]!
  return {
    ...sketch,
    peering,
    vpcs: both(sketch.vpcs, (one, vpc) => ({
      ...one,
      base: (base + vpc) % 3,
      secondary: false,
      acls: isOpen ? [] : one.acls,
    })),
    groups: both(sketch.groups, (one, vpc) => ({ ...one, vpc, ...(isOpen && OPEN_GROUP) })),
    apps: both(sketch.apps, (one, vpc) => ({ ...one, vpc, groups: [0, 1] })),
  }
}

const OPEN_GROUP = { isOpen: true, ingress: [], egress: [] }

function build(sketch: Sketch): World {
  const origin = (path: string) => unwritten(path)
  const bareVpcs: Vpc[] = sketch.vpcs.map(({ base, secondary, userCidrs }, at) => ({
    name: `vpc${at}`,
    cidr: prefixOf(VPC_BASES[base]!, 24),
    secondaryCidrs: secondary ? [prefixOf(SECONDARY_BASE, 28)] : [],
    userCidrs,
    networkAcls: [],
    routeTables: [],
    origin: origin(`vpcs.vpc${at}`),
  }))
  const vpcs = bareVpcs.map((vpc, at): Vpc => {
    const names = blocksOf(vpc, sketch.vpcs[at]!.vswitches).map((_, nth) => `vsw${at}-${nth}`)
    const drawnTables = tablesOf(sketch.vpcs[at]!, vpc, names, `vpcs.vpc${at}`)
    const routeTables = withPeering(sketch, drawnTables, vpc, at, bareVpcs[1 - at])
    const { ipv4Gateway, isLeftPrivate } = sketch.vpcs[at]!
    const activated = ['system', ...routeTables.map(({ name }) => name).filter((name) => name !== 'system')]
    return {
      ...vpc,
      routeTables,
      ...(ipv4Gateway === undefined && isLeftPrivate && { leftPrivate: origin(`vpcs.vpc${at}.ipv4Gateway`) }),
      ...(ipv4Gateway !== undefined && {
        ipv4Gateway: {
          routeTables: ipv4Gateway.flatMap((which) => activated[which] ?? []),
          inboundRoutes: [],
          origin: origin(`vpcs.vpc${at}.ipv4Gateway`),
        },
      }),
      networkAcls: aclsOf(sketch.vpcs[at]!.acls, names, `vpcs.vpc${at}`),
    }
  })
  const vpcAt = (at: number) => vpcs[at % vpcs.length]!
  const vswitches: VSwitch[] = vpcs.flatMap((vpc, at) => {
    return blocksOf(vpc, sketch.vpcs[at]!.vswitches).map((cidr, nth) => {
      const name = `vsw${at}-${nth}`
      return { name, vpc: vpc.name, zone: 'z', cidr, origin: origin(`vswitches.${name}`) }
    })
  })
  const vswitchesOf = (vpc: Vpc) => vswitches.filter((vswitch) => vswitch.vpc === vpc.name)

  const groupNames = sketch.groups.map(({ vpc }, at) => ({ name: `sg${at}`, vpc: vpcAt(vpc).name }))
  const groups: SecurityGroup[] = sketch.groups.map(({ advanced, inner, isOpen, ingress, egress }, at) => {
    const { name, vpc } = groupNames[at]!
    const open = isOpen ? [OPEN] : []
    const siblings = groupNames.filter((group) => group.vpc === vpc)
    const rule =
      (direction: string) =>
      (drawn: (typeof ingress)[number], nth: number): SecurityRule => {
        const path = `securityGroups.${name}.${direction}[${nth}]`
        const peer: SecurityPeer =
          drawn.peer.kind === 'group'
            ? { kind: 'group', group: siblings[drawn.peer.group % siblings.length]!.name }
            : drawn.peer.kind === 'prefixList'
              ? { kind: 'prefixList', name: 'list', cidrs: drawn.peer.cidrs }
              : drawn.peer
        return {
          policy: drawn.policy,
          protocol: drawn.protocol,
          ports: drawn.protocol === TCP || drawn.protocol === UDP ? drawn.ports : { first: 0, last: 65_535 },
          peer,
          ...(drawn.sourcePorts === undefined ? {} : { sourcePorts: drawn.sourcePorts }),
          ...(drawn.localCidr === undefined ? {} : { localCidr: drawn.localCidr }),
          priority: drawn.priority,
          origin: origin(path),
        }
      }
    return {
      name,
      vpc,
      type: advanced ? 'advanced' : 'basic',
      innerAccess: inner ? 'accept' : 'drop',
      ingress: [...ingress, ...open].map(rule('ingress')),
      egress: [...egress, ...open].map(rule('egress')),
      origin: origin(`securityGroups.${name}`),
    }
  })

  const apps = sketch.apps.map(({ vpc, groups: wanted, port }, at) => {
    const { name } = vpcAt(vpc)
    const own = wanted.map((which) => groups[which]).filter((group) => group?.vpc === name)
    return anyApp({
      name: `app${at}`,
      vpc: name,
      vswitches: vswitchesOf(vpcAt(vpc)).map((vswitch) => vswitch.name),
      securityGroups: own.map((group) => group!.name),
      port,
    })
  })

  const natGateways: NatGateway[] = sketch.gateways.map(
    ({ vpc, vswitch, eips, eipMode, icmpReply, snat }, at) => {
      const inside = vswitchesOf(vpcAt(vpc))
      const entries = snat.map(({ from, eips: used, affinity }, nth): SnatEntry => {
        const source =
          from === 'vpc'
            ? vpcAt(vpc).cidr
            : typeof from === 'number'
              ? inside[from % inside.length]!.cidr
              : from
        const path = `natGateways.nat${at}.snat[${nth}]`
        return {
          scope: from === 'vpc' ? 'vpc' : typeof from === 'number' ? 'vswitch' : 'cidr',
          source,
          eips: used.map((which) => NAT_BASE + 4 * at + which),
          affinity,
          origin: origin(path),
        }
      })
      return {
        name: `nat${at}`,
        vpc: vpcAt(vpc).name,
        vswitch: inside[vswitch % inside.length]!.name,
        eips: eips.map((which) => NAT_BASE + 4 * at + which),
        snat: uniqueBy(entries, ({ source }) => formatCidr(source)),
        dnat: [],
        eipMode,
        icmpReply,
        origin: origin(`natGateways.nat${at}`),
      }
    },
  )

  const hosts: InternetHost[] = sketch.hosts.map(({ port, whitelist }, at) => ({
    name: `host${at}`,
    address: HOST_BASE + 2 * at,
    ...(port === undefined ? {} : { port }),
    ...(whitelist === undefined
      ? {}
      : { whitelist: aWhitelistOf(whitelist, `internet.host${at}.whitelist`) }),
    origin: origin(`internet.host${at}`),
  }))

  const groupsOf = (wanted: readonly number[], vpc: string) =>
    wanted.flatMap((which) => (groups[which]?.vpc === vpc ? [groups[which].name] : []))
  const drawnServers = sketch.servers.map(({ vswitch, at, groups: wanted, eip, ...drawn }, nth) => {
    const place = vswitches[vswitch % vswitches.length]!
    const server: Server = {
      name: `server${nth}`,
      vpc: place.vpc,
      vswitch: place.name,
      address: place.cidr.first + 1 + at,
      securityGroups: groupsOf(wanted, place.vpc),
      listeners: drawn.listeners,
      running: drawn.running,
      eipMode: 'nat',
      enis: [],
      forwarding: false,
      snat: false,
      ...(eip ? { eip: SERVER_EIP_BASE + nth } : {}),
      origin: origin(`servers.server${nth}`),
    }
    return { server, answers: drawn.answers }
  })
  const placeOf = ({ vswitch, address }: { vswitch: string; address: Ipv4 }) => `${vswitch} ${address}`
  const placed = drawnServers.filter(
    ({ server }, nth) => drawnServers.findIndex((other) => placeOf(other.server) === placeOf(server)) === nth,
  )
  const taken = new Set(placed.map(({ server }) => placeOf(server)))
  const databases = sketch.databases.flatMap((drawn, nth): Database[] => {
    const place = vswitches[drawn.vswitch % vswitches.length]!
    const address = place.cidr.first + 1 + drawn.at
    const key = placeOf({ vswitch: place.name, address })
    if (taken.has(key)) return []
    taken.add(key)
    const path = `databases.database${nth}`
    return [
      {
        name: `database${nth}`,
        engine: drawn.engine,
        vpc: place.vpc,
        vswitch: place.name,
        address,
        port: drawn.port,
        ...(drawn.isPublic ? { publicAddress: HOST_BASE + 1 + 2 * nth } : {}),
        whitelist: {
          mode: 'standard',
          groups: drawn.whitelist.map((cidrs, at) => ({
            name: `group${at}`,
            entries: aWhitelistOf(cidrs, `${path}.whitelist.group${at}`).entries,
            origin: origin(`${path}.whitelist.group${at}`),
          })),
          securityGroups: groupsOf(drawn.groups, place.vpc),
          origin: origin(`${path}.whitelist`),
        },
        origin: origin(path),
      },
    ]
  })
  const serverEnis = placed.map(({ server, answers }): Eni => {
    const { name, vswitch, address, eip } = server
    return { kind: 'server', app: name, vswitch, address, eip, answers }
  })

  const enis: Eni[] = sketch.enis.map(({ app, vswitch, at, eip, answers }, nth) => {
    const owner = apps[app % apps.length]!
    const place = vswitches.find(({ name }) => name === owner.vswitches[vswitch % owner.vswitches.length])!
    return {
      app: owner.name,
      vswitch: place.name,
      address: place.cidr.first + 1 + at,
      eip: eip ? POOL_BASE + nth : undefined,
      answers,
    }
  })

  const everybody = [
    ...serverEnis,
    ...uniqueBy(
      enis.filter((eni) => !taken.has(placeOf(eni))),
      placeOf,
    ),
  ]
  const vpcOf = (eni: Eni) => vswitches.find(({ name }) => name === eni.vswitch)!.vpc
  const portOf = (eni: Eni) => apps.find(({ name }) => name === eni.app)?.port ?? 80
  const mappedGateways = natGateways.map((gateway, at): NatGateway => {
    const inside = everybody.filter((eni) => vpcOf(eni) === gateway.vpc)
    return { ...gateway, dnat: dnatOf(sketch.gateways[at]!.dnat, gateway, inside, portOf) }
  })

  return {
    topology: {
      ...NOTHING_RENTED,
      vpcs: byName(vpcs),
      vswitches: byName(vswitches),
      securityGroups: byName(groups),
      eipPools: byName([
        {
          name: 'pool',
          addresses: [0, 1, 2, 3, 4, 5].map((by) => POOL_BASE + by),
          origin: origin('eipPools.pool'),
        },
      ]),
      natGateways: byName(mappedGateways),
      peerings: byName(
        sketch.peering === undefined || vpcs.length < 2 || areOverlapping(vpcs[0]!, vpcs[1]!)
          ? []
          : [{ name: 'peering', vpcs: ['vpc0', 'vpc1'], origin: origin('peerings.peering') }],
      ),
      internet: byName(hosts),
      apps: byName(apps),
      servers: byName(placed.map(({ server }) => server)),
      databases: byName(databases),
    },
    enis: everybody,
  }
}

/** The blocks of a VPC's vSwitches, of which the sketch has chosen some. */
function blocksOf(vpc: Vpc, chosen: readonly number[]): Prefix[] {
  const { first } = vpc.cidr
  const blocks = [prefixOf(first, 29), prefixOf(first + 8, 29), prefixOf(first + 16, 28)]
  const secondary = vpc.secondaryCidrs.length > 0 ? [prefixOf(SECONDARY_BASE, 29)] : []
  return [...chosen.map((which) => blocks[which]!), ...secondary]
}

/** DNAT entries, most of them for instances of the VPC, those without an EIP first. */
function dnatOf(
  sketches: Sketch['gateways'][number]['dnat'],
  { name, eips }: NatGateway,
  enis: readonly Eni[],
  portOf: (eni: Eni) => number,
): DnatEntry[] {
  const targets = [...enis].sort((a, b) => Number(a.eip !== undefined) - Number(b.eip !== undefined))
  return sketches.flatMap(({ eip, protocol, ports, toPort, to, isBeside }, nth): DnatEntry[] => {
    const target = targets[to % targets.length]
    const external = eips[eip % eips.length]
    if (target === undefined || external === undefined) return []
    const isAny = protocol === ALL_PROTOCOLS
    const first = toPort ?? portOf(target)
    return [
      {
        eip: external,
        protocol,
        ports: isAny ? ANY_PORT : ports,
        to: target.address + (isBeside ? 1 : 0),
        toPorts: isAny ? ANY_PORT : { first, last: first + ports.last - ports.first },
        portBreak: false,
        origin: unwritten(`natGateways.${name}.dnat[${nth}]`),
      },
    ]
  })
}

/** Route tables as R2.9 to R2.11 ask for them; a vSwitch that several name has the first. */
function tablesOf(
  { tables, vswitches }: Sketch['vpcs'][number],
  vpc: Vpc,
  names: string[],
  path: string,
): RouteTable[] {
  const free = new Set(names)
  const taken = [...blocksOf(vpc, vswitches), prefixOf(ipv4(100, 64, 0, 0), 10)]
  const isAllowed = (to: Prefix) => !taken.some(({ first, last }) => first <= to.first && to.last <= last)
  const hasSystem = tables.findIndex(({ isSystem }) => isSystem)
  return tables.map(({ vswitches: wanted, routes }, at) => {
    const name = at === hasSystem ? 'system' : `table${at}`
    const origin = unwritten(`${path}.routeTables.${name}`)
    const written = routes.map(({ to, via }) => ({
      destination: to,
      nextHop:
        via === 'ipv4Gateway'
          ? { kind: via }
          : via === 'peering'
            ? { kind: via, name: 'peering' }
            : ({ kind: 'natGateway', name: `nat${via}` } as const),
      origin,
    }))
    return {
      name,
      vswitches:
        name === 'system' ? [] : names.filter((one, nth) => wanted.includes(nth) && free.delete(one)),
      routes: uniqueBy(
        written.filter(({ destination }) => isAllowed(destination)),
        ({ destination }) => formatCidr(destination),
      ),
      origin,
    }
  })
}

/** The cloud refuses a peering of such VPCs (facts/vpc R7.3). */
function areOverlapping(one: Vpc, other: Vpc): boolean {
  return [one.cidr, ...one.secondaryCidrs].some((block) =>
    [other.cidr, ...other.secondaryCidrs].some((far) => overlaps(block, far)),
  )
}

/** The tables, with a route through the peering in each, if this VPC got one: to the other VPC, or half of it. */
function withPeering(
  { peering, vpcs }: Sketch,
  tables: readonly RouteTable[],
  vpc: Vpc,
  at: number,
  other: Vpc | undefined,
): readonly RouteTable[] {
  if (peering === undefined || other === undefined || !peering.routes.includes(at)) return tables
  const destination = prefixOf(other.cidr.first, peering.isWide ? 24 : 29)
  const isLocal = blocksOf(vpc, vpcs[at]!.vswitches).some(
    ({ first, last }) => first <= destination.first && destination.last <= last,
  )
  if (isLocal) return tables
  const origin = unwritten(`vpcs.vpc${at}.routeTables`)
  const route = { destination, nextHop: { kind: 'peering', name: 'peering' }, origin } as const
  const system = { name: 'system', vswitches: [], routes: [], origin }
  const all = tables.some(({ name }) => name === 'system') ? tables : [system, ...tables]
  return all.map((table) => ({
    ...table,
    routes: uniqueBy([route, ...table.routes], (one) => formatCidr(one.destination)),
  }))
}

/** ACLs of a VPC; a vSwitch that several name has the first. */
function aclsOf(sketches: Sketch['vpcs'][number]['acls'], vswitches: string[], path: string): NetworkAcl[] {
  const free = new Set(vswitches)
  return sketches.map((drawn, at) => {
    const entries = (direction: 'ingress' | 'egress') =>
      [...drawn[direction], ...(drawn.isOpen ? [OPEN_ENTRY] : [])].map(
        ({ policy, protocol, ports, peer }, nth) => ({
          policy,
          protocol,
          ports: protocol === TCP || protocol === UDP ? ports : { first: 0, last: 65_535 },
          peer,
          origin: unwritten(`${path}.networkAcls.acl${at}.${direction}[${nth}]`),
        }),
      )
    return {
      name: `acl${at}`,
      vswitches: vswitches.filter((name, which) => drawn.vswitches.includes(which) && free.delete(name)),
      ingress: entries('ingress'),
      egress: entries('egress'),
      origin: unwritten(`${path}.networkAcls.acl${at}`),
    }
  })
}

export function byName<T extends { readonly name: string }>(things: readonly T[]): Map<string, T> {
  return new Map(things.map((thing) => [thing.name, thing]))
}

export function aWhitelistOf(cidrs: readonly Prefix[], path: string): NonNullable<InternetHost['whitelist']> {
  return {
    entries: cidrs.map((cidr, at) => ({ cidr, text: formatCidr(cidr), origin: unwritten(`${path}[${at}]`) })),
    set: CidrSet.of(cidrs),
    origin: unwritten(path),
  }
}

/** An application of which only the part matters that the data path sees. */
export function anyApp(
  seen: Pick<App, 'name' | 'vpc' | 'vswitches' | 'securityGroups' | 'port'> & Partial<App>,
): App {
  const now = fixed(0)
  return {
    instances: 1,
    version: 'v1',
    lifecycle: {
      schedule: now,
      pull: now,
      eipBind: now,
      eipRelease: now,
      start: now,
      preStop: now,
      stop: now,
      graceUs: 1,
    },
    probes: { readiness: 'sound' },
    deploy: {
      strategy: { batches: 1, release: 'auto', batchWaitUs: 0 },
      minReady: -1,
      minReadyPercent: -1,
      maxSurge: -1,
      maxSurgePercent: -1,
      instanceWaitUs: 0,
      batchTimeoutUs: 1,
      eipGate: 'bound',
      eipShortage: 'wait',
      retryUs: 1,
      readinessFailure: 'fail',
      readinessGate: false,
    },
    versions: new Map(),
    origin: unwritten(`apps.${seen.name}`),
    ...seen,
  }
}

function uniqueBy<T>(things: readonly T[], key: (thing: T) => string): T[] {
  return [...new Map(things.toReversed().map((thing) => [key(thing), thing])).values()].toReversed()
}
