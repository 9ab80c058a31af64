/**
 * Puts VPC NAT gateways and router interfaces into a world: NAT IPs close to the instances and in a block of their own,
 * routes that lead to them, on from them, into one another and back, and a third VPC at the end of some interfaces.
 */
import fc from 'fast-check'
import type { DnatEntry, SnatEntry } from '../../cloud/nat-gateway.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { CustomRoute, NextHop, RouteTable } from '../../cloud/route-table.ts'
import type { RouterInterface } from '../../cloud/router-interface.ts'
import type { Vpc, VSwitch } from '../../cloud/vpc.ts'
import type { VpcNatGateway } from '../../cloud/vpc-nat-gateway.ts'
import { formatCidr, isSubset, type Prefix, prefixOf } from '../../net/cidr.ts'
import { type Ipv4, ipv4 } from '../../net/ipv4.ts'
import { ANY_PORT } from '../../net/port-range.ts'
import { ALL_PROTOCOLS, TCP, UDP } from '../../net/protocol.ts'
import type { Eni, World } from './world.ts'

const NAT_CIDR_BASE = ipv4(10, 200, 0, 0)
const BEYOND = prefixOf(ipv4(10, 77, 0, 0), 24)
const CLOUD_SERVICES = prefixOf(ipv4(100, 64, 0, 0), 10)

/** Which address of a gateway: two of its vSwitch, two of its NAT CIDR. */
const aNatIp = fc.nat(3)

const aGatewaySketch = fc.record({
  vpc: fc.nat(1),
  vswitch: fc.nat(3),
  natIps: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
  snat: fc.array(
    fc.record({
      from: fc.constantFrom('anywhere', 'vpc', 'vpc', 'vswitch', 'host'),
      natIps: fc.subarray([0, 1, 2, 3]),
      affinity: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  dnat: fc.array(
    fc.record({
      natIp: aNatIp,
      protocol: fc.constantFrom<DnatEntry['protocol']>(TCP, TCP, UDP, ALL_PROTOCOLS),
      ports: fc.constantFrom({ first: 80, last: 80 }, { first: 79, last: 81 }, { first: 443, last: 443 }),
      toPort: fc.constantFrom(80, 80, 79, 443),
      to: fc.nat(3),
      isBeside: fc.nat(5).map((drawn) => drawn === 0),
    }),
    { maxLength: 3 },
  ),
  icmpReply: fc.nat(3).map((drawn) => drawn > 0),
})

const aRouteSketch = fc.record({
  vpc: fc.nat(1),
  /** In the table of the vSwitches, or in that of the first VPC NAT gateway. */
  isOfGateway: fc.boolean(),
  to: fc.constantFrom('other', 'other', 'other', 'half', 'natCidr0', 'natCidr1', 'beyond', 'internet', 'all'),
  via: fc.constantFrom('nat0', 'nat0', 'nat1', 'peering', 'interfaces', 'interface', 'astray'),
  weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }),
})

const aSketch = fc.record({
  gateways: fc.array(aGatewaySketch, { minLength: 1, maxLength: 2 }),
  routes: fc.array(aRouteSketch, { minLength: 1, maxLength: 8 }),
  /** Which of the routes are there that a way through a gateway needs (`wayOf`); undefined: none of them, or all. */
  way: fc.option(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 5 }), { nil: undefined, freq: 1 }),
  across: fc.constantFrom('peering', 'interfaces', 'interface'),
})
type Sketch = typeof aSketch extends fc.Arbitrary<infer T> ? T : never
type Routes = Sketch['routes']

/** Some worlds stay as they are; `peered` are those with two VPCs, where a way through a gateway can lead somewhere. */
export function withVpcNats(world: fc.Arbitrary<World>, peered: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.oneof(
    { weight: 3, arbitrary: world },
    { weight: 1, arbitrary: fc.tuple(world, aSketch).map(([drawn, sketch]) => build(drawn, sketch)) },
    { weight: 2, arbitrary: fc.tuple(peered, aSketch).map(([drawn, sketch]) => build(drawn, asWay(sketch))) },
  )
}

function build({ topology, enis }: World, sketch: Sketch): World {
  const vpcs = [...topology.vpcs.values()]
  const vswitchesOf = (vpc: Vpc) => [...topology.vswitches.values()].filter(({ vpc: of }) => of === vpc.name)
  const gateways = sketch.gateways.map((drawn, at) => {
    const vpc = vpcs[drawn.vpc % vpcs.length]!
    const places = vswitchesOf(vpc)
    return gatewayFrom(drawn, at, vpc, places[drawn.vswitch % places.length]!, places, enis)
  })
  const [near, far] = vpcs
  const beyond: Vpc = { ...near!, name: 'beyond', cidr: BEYOND, secondaryCidrs: [], userCidrs: [] }
  const { ipv4Gateway: _, ...bare } = { ...beyond, routeTables: [], networkAcls: [] }
  const others: Vpc[] = [bare]
  const ends = (a: string, b: string) => [a, b] as const
  const interfaces: RouterInterface[] = [
    ...[0, 1].map((nth) => ({ name: `ri${nth}`, vpcs: ends(near!.name, (far ?? bare).name) })),
    { name: 'ri2', vpcs: ends(near!.name, bare.name) },
    ...(far === undefined ? [] : [{ name: 'ri3', vpcs: ends(far.name, bare.name) }]),
  ].map((one) => ({ ...one, origin: unwritten(`routerInterfaces.${one.name}`) }))
  const routed = vpcs.map((vpc, at) => {
    const drawn = [...wayOf(sketch, vpc, at, gateways), ...sketch.routes.filter(({ vpc: of }) => of === at)]
    const other = vpcs[1 - at]?.cidr ?? BEYOND
    const blocks = [...vswitchesOf(vpc).map(({ cidr }) => cidr), CLOUD_SERVICES]
    return withRoutes(vpc, drawn, other, blocks, gateways)
  })
  return {
    enis,
    topology: {
      ...topology,
      vpcs: new Map([...routed, ...others].map((vpc) => [vpc.name, vpc])),
      vpcNatGateways: new Map(gateways.map((gateway) => [gateway.name, gateway])),
      routerInterfaces: new Map(interfaces.map((one) => [one.name, one])),
    },
  }
}

/** What it takes that the first VPC reaches the second through its gateway, and that replies come back. */
function wayOf({ way, across }: Sketch, vpc: Vpc, at: number, gateways: readonly VpcNatGateway[]): Routes {
  if (way === undefined) return []
  const isMapped = gateways[1]?.vpc === vpc.name
  const routes =
    at === 0
      ? [
          { isOfGateway: false, to: 'other', via: 'nat0' },
          { isOfGateway: false, to: 'natCidr1', via: 'nat0' },
          { isOfGateway: true, to: 'other', via: across },
          { isOfGateway: true, to: 'natCidr1', via: across },
        ]
      : [
          { isOfGateway: false, to: 'other', via: isMapped ? 'nat1' : across },
          { isOfGateway: false, to: 'natCidr0', via: isMapped ? 'nat1' : across },
          { isOfGateway: true, to: 'other', via: across },
          { isOfGateway: true, to: 'natCidr0', via: across },
        ]
  return routes
    .filter((_, nth) => way.includes(nth + 4 * at))
    .map((route) => ({ ...route, vpc: at, weights: [1, 2] })) as Routes
}

/** The first gateway stands in the first VPC, and translates all of it. */
function asWay(sketch: Sketch): Sketch {
  const [first, ...others] = sketch.gateways
  const entry = { from: 'vpc' as const, natIps: first!.natIps, affinity: false }
  return {
    ...sketch,
    routes: [],
    way: sketch.way ?? [0, 1, 2, 3, 4, 5, 6, 7],
    gateways: [
      { ...first!, vpc: 0, snat: [entry, ...first!.snat] },
      ...others.map((one) => ({ ...one, vpc: 1 })),
    ],
  }
}

function gatewayFrom(
  drawn: Sketch['gateways'][number],
  at: number,
  vpc: Vpc,
  vswitch: VSwitch,
  places: readonly VSwitch[],
  enis: readonly Eni[],
): VpcNatGateway {
  const name = `vnat${at}`
  const base = vswitch.cidr.first + 3 + at
  const natCidr = prefixOf(NAT_CIDR_BASE + 16 * at, 28)
  const addresses: Ipv4[] = [base, base + 2, natCidr.first + 1, natCidr.first + 2]
  const sources = {
    anywhere: prefixOf(0, 0),
    vpc: vpc.cidr,
    vswitch: vswitch.cidr,
    host: prefixOf(vswitch.cidr.first + 1, 32),
  }
  const targets = enis.filter(({ vswitch: of }) => places.some((place) => place.name === of))
  return {
    name,
    vpc: vpc.name,
    vswitch: vswitch.name,
    natCidrs: [natCidr],
    natIps: drawn.natIps.map((which) => addresses[which]!),
    snat: uniqueBy(
      drawn.snat.map(({ from, natIps, affinity }, nth): SnatEntry => {
        const source = sources[from as keyof typeof sources] as Prefix
        const eips = natIps.map((which) => addresses[which]!)
        return {
          scope: 'cidr',
          source,
          eips,
          affinity,
          origin: unwritten(`natGateways.${name}.snat[${nth}]`),
        }
      }),
      ({ source }) => formatCidr(source as Prefix),
    ),
    dnat: drawn.dnat.flatMap(({ natIp, protocol, ports, toPort, to, isBeside }, nth): DnatEntry[] => {
      const target = targets[to % targets.length]
      if (target === undefined) return []
      const isAny = protocol === ALL_PROTOCOLS
      return [
        {
          eip: addresses[natIp]!,
          protocol,
          ports: isAny ? ANY_PORT : ports,
          to: target.address + (isBeside ? 1 : 0),
          toPorts: isAny ? ANY_PORT : { first: toPort, last: toPort + ports.last - ports.first },
          portBreak: false,
          origin: unwritten(`natGateways.${name}.dnat[${nth}]`),
        },
      ]
    }),
    icmpReply: drawn.icmpReply,
    origin: unwritten(`natGateways.${name}`),
  }
}

/** Of equal destinations the first; a gateway routes by a table of its own where it has routes there. */
function withRoutes(
  vpc: Vpc,
  drawn: Sketch['routes'],
  other: Prefix | Vpc['cidr'],
  blocks: readonly Vpc['cidr'][],
  gateways: readonly VpcNatGateway[],
): Vpc {
  const origin = unwritten(`vpcs.${vpc.name}.routeTables`)
  const destinations = {
    other: prefixOf(other.first, 24),
    half: prefixOf(other.first, 29),
    natCidr0: prefixOf(NAT_CIDR_BASE, 28),
    natCidr1: prefixOf(NAT_CIDR_BASE + 16, 28),
    beyond: BEYOND,
    internet: prefixOf(ipv4(198, 51, 100, 0), 24),
    all: prefixOf(0, 0),
  }
  const hops = (names: readonly string[], weights: readonly number[]): NextHop => ({
    kind: 'routerInterface',
    name: names[0]!,
    hops: names.map((name, nth) => ({ name, weight: weights[nth] ?? 1 })),
  })
  const nextHop = ({ via, weights }: Sketch['routes'][number]): NextHop => {
    switch (via) {
      case 'nat0':
        return { kind: 'natGateway', name: 'vnat0' }
      case 'nat1':
        return { kind: 'natGateway', name: 'vnat1' }
      case 'interfaces':
        return hops(['ri0', 'ri1'], weights)
      case 'interface':
        return hops(['ri1'], weights)
      case 'astray':
        return hops(vpc.name === 'vpc0' ? ['ri0', 'ri2'] : ['ri1', 'ri3'], weights)
      default:
        return { kind: 'peering', name: 'peering' }
    }
  }
  const routesOf = (isOfGateway: boolean) =>
    drawn
      .filter((route) => route.isOfGateway === isOfGateway)
      .map(
        (route): CustomRoute => ({
          destination: destinations[route.to as keyof typeof destinations],
          nextHop: nextHop(route),
          origin,
        }),
      )
      .filter(({ destination }) => !blocks.some((block) => isSubset(destination, block)))
  const merged = (table: RouteTable, routes: readonly CustomRoute[]): RouteTable => ({
    ...table,
    routes: uniqueBy([...routes, ...table.routes], ({ destination }) => formatCidr(destination)),
  })
  const ofGateway = routesOf(true)
  const home = gateways.find((gateway) => gateway.vpc === vpc.name)?.vswitch
  const own = home !== undefined && ofGateway.length > 0 ? [home] : []
  const system: RouteTable = { name: 'system', vswitches: [], routes: [], origin }
  const tables = vpc.routeTables.some(({ name }) => name === 'system')
    ? vpc.routeTables
    : [system, ...vpc.routeTables]
  const all = tables.map((table) =>
    merged(
      { ...table, vswitches: table.vswitches.filter((name) => !own.includes(name)) },
      table.name === 'system' ? routesOf(false) : [],
    ),
  )
  const natTable = { name: 'private-nat', vswitches: own, routes: [], origin }
  return { ...vpc, routeTables: own.length === 0 ? all : [...all, merged(natTable, ofGateway)] }
}

function uniqueBy<T>(things: readonly T[], key: (thing: T) => string): T[] {
  return [...new Map(things.toReversed().map((thing) => [key(thing), thing])).values()].toReversed()
}
