/**
 * A CEN over the VPCs of a world: mostly with all four switches on, so that something crosses it, and with static routes,
 * black holes and published routes near the blocks of the VPCs.
 */
import fc from 'fast-check'
import type { Cen, CenAttachment, TransitRoute } from '../../cloud/cen.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { CustomRoute, RouteTable } from '../../cloud/route-table.ts'
import type { Vpc, VSwitch } from '../../cloud/vpc.ts'
import { type Cidr, formatCidr, isSubset, type Prefix, prefixOf } from '../../net/cidr.ts'
import { ipv4 } from '../../net/ipv4.ts'
import type { World } from './world.ts'

const CLOUD_SERVICES = prefixOf(ipv4(100, 64, 0, 0), 10)
const ANYWHERE = prefixOf(0, 0)
const usually = fc.nat(9).map((drawn) => drawn < 9)
const aTable = fc.constantFrom('default', 'default', 'default', 'default', 'other')

const anAttachment = fc.record({
  isThere: usually,
  vswitches: fc.nat(3),
  associate: fc.option(aTable, { nil: undefined, freq: 9 }),
  propagate: fc.oneof(
    { weight: 6, arbitrary: fc.constant(['default', 'other']) },
    { weight: 1, arbitrary: fc.subarray(['default', 'other']) },
  ),
  autoPublish: usually,
  acceptsRoutes: usually,
  publish: fc.boolean(),
})

/** `to` chooses a block around the VPCs, `vpc` an attachment; 2 is a black hole. */
const aTransitRoute = fc.record({ table: aTable, to: fc.nat(5), vpc: fc.nat(2) })
/** A static route in the tables of a VPC, through the CEN. */
const aStaticRoute = fc.record({ vpc: fc.nat(1), to: fc.nat(5), everywhere: fc.boolean() })

const aSketch = fc.record({
  attachments: fc.tuple(anAttachment, anAttachment),
  routes: fc.array(aTransitRoute, { maxLength: 2 }),
  statics: fc.array(aStaticRoute, { maxLength: 2 }),
  /** Without the routes that would win over learned ones. */
  isBare: fc.boolean(),
})
type Sketch = typeof aSketch extends fc.Arbitrary<infer T> ? T : never

/** A third of the worlds with two VPCs get one. */
export function withCens(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.oneof({ weight: 2, arbitrary: worlds }, { weight: 1, arbitrary: withCen(worlds) })
}

/** All of them. */
export function withCen(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  return fc.tuple(worlds, aSketch).map(([world, sketch]) => connect(world, sketch))
}

function connect(world: World, sketch: Sketch): World {
  const { topology } = world
  const vpcs = [...topology.vpcs.values()]
  if (vpcs.length < 2) return world
  const inside = (vpc: Vpc) => [...topology.vswitches.values()].filter((one) => one.vpc === vpc.name)
  const blocks = blocksAround(vpcs, inside)
  const attachments = sketch.attachments.flatMap((drawn, at): CenAttachment[] => {
    const vpc = vpcs[at]!
    const own = inside(vpc)
    return drawn.isThere ? [attach(drawn, vpc, own)] : []
  })
  const routes = sketch.routes.flatMap(({ table, to, vpc }): (TransitRoute & { table: string })[] => {
    const target = vpc === 2 ? undefined : attachments.find((one) => one.vpc === vpcs[vpc]!.name)
    if (vpc !== 2 && target === undefined) return []
    return [{ table, destination: blocks[to]!, vpc: target?.vpc, origin: unwritten('cens.cen.routes') }]
  })
  const cen: Cen = {
    name: 'cen',
    attachments,
    routeTables: ['default', 'other'].map((name) => ({
      name,
      routes: unique(routes.filter(({ table }) => table === name)),
      origin: unwritten(`cens.cen.routeTables.${name}`),
    })),
    origin: unwritten('cens.cen'),
  }
  const changed = vpcs.map((vpc, at) => {
    const statics = sketch.statics.filter((one) => one.vpc === at)
    const bare = sketch.isBare
      ? { ...vpc, routeTables: vpc.routeTables.map((table) => ({ ...table, routes: [] })) }
      : vpc
    return statics.reduce((now, one) => withStatic(now, blocks[one.to]!, one.everywhere, inside(vpc)), bare)
  })
  return {
    ...world,
    topology: {
      ...topology,
      vpcs: new Map(changed.map((vpc) => [vpc.name, vpc])),
      cens: new Map([[cen.name, cen]]),
    },
  }
}

function attach(drawn: Sketch['attachments'][number], vpc: Vpc, own: readonly VSwitch[]): CenAttachment {
  const first = own[drawn.vswitches % own.length]!
  const second = own[(drawn.vswitches + 1) % own.length]!
  const system = vpc.routeTables.find(({ name }) => name === 'system')?.routes ?? []
  return {
    vpc: vpc.name,
    vswitches: drawn.vswitches % 2 === 0 || first === second ? [first.name] : [first.name, second.name],
    association: drawn.associate,
    propagations: drawn.propagate,
    autoPublish: drawn.autoPublish,
    acceptsRoutes: drawn.acceptsRoutes,
    published: drawn.publish ? [ANYWHERE, ...system.map(({ destination }) => destination)] : [],
    origin: unwritten(`cens.cen.attachments.${vpc.name}`),
  }
}

/** The VPCs, a vSwitch of each, everything, and the neighbourhood of the hosts. */
function blocksAround(vpcs: readonly Vpc[], inside: (vpc: Vpc) => VSwitch[]): Prefix[] {
  const [a, b] = [vpcs[0]!, vpcs[1]!]
  const block = ({ first, last }: Cidr) => prefixOf(first, 32 - Math.log2(last - first + 1))
  return [
    ...[a, b].map(({ cidr }) => block(cidr)),
    ...[a, b].map((vpc) => block(inside(vpc)[0]!.cidr)),
    ANYWHERE,
    prefixOf(ipv4(198, 51, 100, 0), 29),
  ]
}

function withStatic(vpc: Vpc, destination: Prefix, everywhere: boolean, own: readonly VSwitch[]): Vpc {
  if ([...own.map(({ cidr }) => cidr), CLOUD_SERVICES].some((cidr) => isSubset(destination, cidr))) return vpc
  const origin = unwritten(`vpcs.${vpc.name}.routeTables`)
  const route: CustomRoute = { destination, nextHop: { kind: 'cen', name: 'cen' }, origin }
  const system: RouteTable = { name: 'system', vswitches: [], routes: [], origin }
  const all = vpc.routeTables.some(({ name }) => name === 'system')
    ? vpc.routeTables
    : [system, ...vpc.routeTables]
  return {
    ...vpc,
    routeTables: all.map((table) =>
      everywhere || table.name === 'system' ? { ...table, routes: unique([route, ...table.routes]) } : table,
    ),
  }
}

function unique<T extends { readonly destination: Cidr }>(routes: readonly T[]): T[] {
  const known = new Set<string>()
  return routes.filter(({ destination }) => {
    const text = formatCidr(destination)
    return known.has(text) ? false : known.add(text)
  })
}
