/**
 * Servers that pass packets on, in worlds that have some: secondary ENIs, cut-through EIPs, HaVips, routes to all of them,
 * and the gateway route table. A world is drawn first and then furnished, so that a failure shrinks to few things.
 */
import fc from 'fast-check'
import type { HaVip } from '../../cloud/ha-vip.ts'
import type { NetworkInterface } from '../../cloud/network-interface.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { CustomRoute, NextHop, RouteTable } from '../../cloud/route-table.ts'
import type { SecurityGroup } from '../../cloud/security-group.ts'
import { interfacesOf, type Server } from '../../cloud/server.ts'
import type { Vpc } from '../../cloud/vpc.ts'
import { formatCidr, type Prefix, prefixOf } from '../../net/cidr.ts'
import { type Ipv4, ipv4 } from '../../net/ipv4.ts'
import { ANY_PORT } from '../../net/port-range.ts'
import { ALL_PROTOCOLS } from '../../net/protocol.ts'
import type { Eni, World } from './world.ts'

const EIP_BASE = ipv4(47, 0, 1, 0)
const SOMEWHERE = [prefixOf(0, 0), prefixOf(ipv4(198, 51, 100, 0), 24), prefixOf(ipv4(198, 51, 100, 0), 31)]

const aRoute = fc.record({ to: fc.nat(4), via: fc.nat(5) })
const aFurniture = fc.record({
  /** Nothing but routes and servers decides: so that something arrives. */
  isClear: fc.nat(4).map((drawn) => drawn > 0),
  withEip: fc.boolean(),
  /** Groups that let everything pass, and reach nobody by themselves. */
  isOpen: fc.nat(3).map((drawn) => drawn > 0),
  servers: fc.array(fc.record({ forwarding: fc.nat(7).map((drawn) => drawn > 0), snat: fc.boolean() }), {
    minLength: 2,
    maxLength: 2,
  }),
  enis: fc.array(
    fc.record({ server: fc.nat(1), vswitch: fc.nat(3), eip: fc.boolean(), isCut: fc.boolean() }),
    {
      maxLength: 2,
    },
  ),
  haVips: fc.array(fc.record({ member: fc.nat(3), active: fc.nat(3), eip: fc.boolean() }), { maxLength: 2 }),
  routes: fc.array(aRoute, { maxLength: 3 }),
  /** Which tables get the routes; `aside` is a new one for vSwitches without a server, so that nothing goes round. */
  where: fc.constantFrom<'aside' | 'system' | 'everywhere'>(
    'aside',
    'aside',
    'aside',
    'system',
    'everywhere',
  ),
  inbound: fc.array(aRoute, { maxLength: 2 }),
})
type Furniture = typeof aFurniture extends fc.Arbitrary<infer T> ? T : never

export function withServers(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.oneof(
    { weight: 1, arbitrary: worlds },
    { weight: 1, arbitrary: fc.tuple(worlds, aFurniture).map(([world, drawn]) => furnish(world, drawn)) },
  )
}

/** Without ACLs, whitelists and rules, with two servers that run, and hosts that answer. */
function clear(world: World, { withEip }: Furniture): World {
  const { topology } = world
  const replaced = <T extends { readonly name: string }>(
    things: ReadonlyMap<string, T>,
    by: (thing: T, at: number) => T,
  ) => new Map([...things.values()].map((thing, at) => [thing.name, by(thing, at)]))
  const servers = replaced(topology.servers, (server, at) => {
    const { eip: _, ...others } = server
    return { ...others, running: true, ...(withEip && { eip: EIP_BASE + 16 + at }) }
  })
  return {
    topology: {
      ...topology,
      vpcs: replaced(topology.vpcs, (vpc) => ({ ...vpc, networkAcls: [] })),
      apps: replaced(topology.apps, (app) => ({ ...app, securityGroups: [`open-${app.vpc}`] })),
      internet: replaced(topology.internet, ({ whitelist: _, ...host }) => ({ ...host, port: 80 })),
      servers,
    },
    enis: world.enis.map((eni, at) =>
      eni.kind === 'server'
        ? { ...eni, answers: true, eip: servers.get(eni.app)?.eip }
        : { ...eni, answers: true, eip: at % 2 === 0 ? undefined : eni.eip },
    ),
  }
}

function furnish(plain: World, sketch: Furniture): World {
  const isClear = sketch.isClear && plain.topology.servers.size > 0
  const drawn = isClear ? { ...sketch, isOpen: true, routes: [{ to: 0, via: 0 }, ...sketch.routes] } : sketch
  const world = isClear ? clear(plain, drawn) : plain
  const { topology } = world
  const groups = new Map(topology.securityGroups)
  for (const { name } of topology.vpcs.values()) if (drawn.isOpen) groups.set(`open-${name}`, openGroup(name))
  const servers = [...topology.servers.values()].map((server, at): Server => {
    const securityGroups = drawn.isOpen ? [`open-${server.vpc}`] : server.securityGroups
    const enis = enisOf(world, { ...server, securityGroups }, at, drawn)
    return { ...server, ...drawn.servers[at % 2]!, securityGroups, enis }
  })
  const all = servers.flatMap(interfacesOf)
  const haVips = haVipsOf(all, drawn)
  const vpcs = [...topology.vpcs.values()].map((vpc) => withRoutes(world, vpc, all, haVips, drawn))
  const primary = new Map(world.enis.filter(({ kind }) => kind === 'server').map((eni) => [eni.app, eni]))
  const enis = servers.flatMap((server): Eni[] => {
    const eni = primary.get(server.name)!
    const others = server.enis.map(({ name, vswitch, address, eip, eipMode }): Eni => {
      const seen = eipMode === 'cutThrough' && eip !== undefined ? eip : address
      return { kind: 'server', app: name, vswitch, address: seen, eip, answers: eni.answers }
    })
    return [eni, ...others]
  })
  return {
    topology: {
      ...topology,
      securityGroups: groups,
      vpcs: new Map(vpcs.map((vpc) => [vpc.name, vpc])),
      servers: new Map(servers.map((server) => [server.name, server])),
      haVips: new Map(haVips.map((haVip) => [haVip.name, haVip])),
    },
    enis: [...enis, ...world.enis.filter(({ kind }) => kind === undefined)],
  }
}

function openGroup(vpc: string): SecurityGroup {
  const rule = {
    policy: 'accept',
    protocol: ALL_PROTOCOLS,
    ports: ANY_PORT,
    peer: { kind: 'cidr', cidr: prefixOf(0, 0) },
    priority: 1,
    origin: unwritten(`securityGroups.open-${vpc}`),
  } as const
  return {
    name: `open-${vpc}`,
    vpc,
    type: 'basic',
    innerAccess: 'drop',
    ingress: [rule],
    egress: [],
    origin: rule.origin,
  }
}

/** One at most in each vSwitch, at an address that nobody else is drawn at. */
function enisOf({ topology }: World, server: Server, at: number, drawn: Furniture): NetworkInterface[] {
  const inside = [...topology.vswitches.values()].filter(({ vpc }) => vpc === server.vpc)
  const hasGateway = topology.vpcs.get(server.vpc)!.ipv4Gateway !== undefined
  return drawn.enis.flatMap(({ server: of, vswitch, eip, isCut }, nth): NetworkInterface[] => {
    if (of !== at) return []
    const { name, cidr } = inside[vswitch % inside.length]!
    return [
      {
        name: `${server.name}/eni${nth}`,
        vpc: server.vpc,
        vswitch: name,
        address: cidr.first + 6 + (nth % 2),
        securityGroups: server.securityGroups,
        ...(eip && { eip: EIP_BASE + nth }),
        eipMode: eip && isCut && !hasGateway ? 'cutThrough' : 'nat',
        origin: unwritten(`servers.${server.name}.enis.eni${nth}`),
      },
    ]
  })
}

/** At the first address of a vSwitch, which nobody else can have. */
function haVipsOf(enis: readonly NetworkInterface[], drawn: Furniture): HaVip[] {
  const taken = new Set<string>()
  return drawn.haVips.flatMap(({ member, active, eip }, nth): HaVip[] => {
    if (enis.length === 0) return []
    const { vswitch, vpc, address } = enis[member % enis.length]!
    const members = enis.filter((one) => one.vswitch === vswitch).map(({ name }) => name)
    if (taken.has(vswitch)) return []
    taken.add(vswitch)
    return [
      {
        name: `vip${nth}`,
        vpc,
        vswitch,
        address: address - (address % 8),
        members,
        active: members[active % members.length]!,
        ...(eip && { eip: EIP_BASE + 8 + nth }),
        origin: unwritten(`haVips.vip${nth}`),
      },
    ]
  })
}

function withRoutes(
  { topology, enis: everybody }: World,
  vpc: Vpc,
  enis: readonly NetworkInterface[],
  haVips: readonly HaVip[],
  drawn: Furniture,
): Vpc {
  // Some are in another VPC, and nowhere for this one.
  const hops: NextHop[] = [
    ...enis.map(({ name }) => ({ kind: 'server', name }) as const),
    ...haVips.map(({ name }) => ({ kind: 'haVip', name }) as const),
  ]
  const own = hops.filter(({ kind, name }: NextHop & { name?: string }) =>
    kind === 'server'
      ? enis.find((one) => one.name === name)!.vpc === vpc.name
      : haVips.find((one) => one.name === name)!.vpc === vpc.name,
  )
  const usual = own.length === 0 ? hops : own
  if (usual.length === 0) return vpc
  const origin = unwritten(`vpcs.${vpc.name}.routeTables`)
  const routeTo = (
    destinations: readonly Prefix[],
    { to, via }: { to: number; via: number },
  ): CustomRoute => ({
    destination: destinations[to % destinations.length]!,
    nextHop: via === 5 ? hops[0]! : usual[via % usual.length]!,
    origin,
  })
  const far = [...topology.vpcs.values()].filter((one) => one !== vpc).map(({ cidr }) => asPrefix(cidr))
  const local = [...topology.vswitches.values()].filter((one) => one.vpc === vpc.name)
  const destinations = [...SOMEWHERE, ...far].filter(
    (to) => !local.some(({ cidr }) => cidr.first <= to.first && to.last <= cidr.last),
  )
  const routes = drawn.routes.map((route) => routeTo(destinations, route))
  const system: RouteTable = { name: 'system', vswitches: [], routes: [], origin }
  const tables = vpc.routeTables.some(({ name }) => name === 'system')
    ? vpc.routeTables
    : [system, ...vpc.routeTables]
  const inside = [
    asPrefix(vpc.cidr),
    ...everybody.filter(({ vswitch }) => local.some(({ name }) => name === vswitch)).map(hostRoute),
  ]
  return {
    ...vpc,
    routeTables:
      drawn.where === 'aside'
        ? withTableAside(
            vpc,
            routes,
            local.map(({ name }) => name),
            enis,
          )
        : tables.map((table) =>
            drawn.where === 'everywhere' || table.name === 'system'
              ? { ...table, routes: uniqueRoutes([...routes, ...table.routes]) }
              : table,
          ),
    ...(vpc.ipv4Gateway !== undefined && {
      ipv4Gateway: {
        ...vpc.ipv4Gateway,
        inboundRoutes: uniqueRoutes(drawn.inbound.map((route) => routeTo(inside, route))),
      },
    }),
  }
}

function withTableAside(
  { name, routeTables }: Vpc,
  routes: readonly CustomRoute[],
  vswitches: readonly string[],
  enis: readonly NetworkInterface[],
): RouteTable[] {
  const isAside = (vswitch: string) =>
    vswitches.includes(vswitch) && enis.every((one) => one.vswitch !== vswitch)
  const origin = unwritten(`vpcs.${name}.routeTables.aside`)
  const aside = { name: 'aside', vswitches: vswitches.filter(isAside), routes: uniqueRoutes(routes), origin }
  const others = routeTables.map((table) => ({
    ...table,
    vswitches: table.vswitches.filter((vswitch) => !isAside(vswitch)),
  }))
  return [...others, aside]
}

function hostRoute({ address }: { readonly address: Ipv4 }): Prefix {
  return prefixOf(address, 32)
}

function asPrefix({ first }: { readonly first: Ipv4 }): Prefix {
  return prefixOf(first, 24)
}

function uniqueRoutes(routes: readonly CustomRoute[]): CustomRoute[] {
  const known = new Set<string>()
  return routes.filter(({ destination }) => {
    const text = formatCidr(destination)
    return known.has(text) ? false : known.add(text)
  })
}
