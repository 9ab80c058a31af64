/**
 * Prefix lists in the route tables of a world: lists are made of blocks that static routes of the table have as well, of wider
 * and narrower ones, and of those of the other VPCs, and lead where some route of the world leads.
 */
import fc from 'fast-check'
import { unwritten } from '../../cloud/origin.ts'
import type { NextHop, PrefixListRoute, RouteTable } from '../../cloud/route-table.ts'
import type { Topology } from '../../cloud/topology.ts'
import type { Vpc } from '../../cloud/vpc.ts'
import { type Cidr, formatCidr, isSubset, type Prefix, prefixOf } from '../../net/cidr.ts'
import { ipv4 } from '../../net/ipv4.ts'
import type { World } from './world.ts'

const CLOUD_SERVICES = prefixOf(ipv4(100, 64, 0, 0), 10)

const aList = fc.record({
  table: fc.nat(3),
  /** Which blocks around the table; 0 is everything. */
  blocks: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
  /** Which next hop of the world. */
  via: fc.nat(7),
})
type Sketch = typeof aList extends fc.Arbitrary<infer T> ? T : never

/** A quarter of the worlds get some. */
export function withPrefixLists(worlds: fc.Arbitrary<World>): fc.Arbitrary<World> {
  const listed = fc.tuple(worlds, fc.array(aList, { minLength: 1, maxLength: 3 })).map(([world, lists]) => ({
    ...world,
    topology: lists.reduce(withList, world.topology),
  }))
  return fc.oneof({ weight: 3, arbitrary: worlds }, { weight: 1, arbitrary: listed })
}

function withList(topology: Topology, drawn: Sketch, nth: number): Topology {
  const tables = [...topology.vpcs.values()].flatMap((vpc) => tablesOf(vpc).map((table) => ({ vpc, table })))
  const { vpc, table } = tables[drawn.table % tables.length]!
  const hops = hopsFor(topology, vpc)
  if (hops.length === 0) return topology
  const local = [...topology.vswitches.values()].filter((one) => one.vpc === vpc.name)
  const taken = [CLOUD_SERVICES, ...local.map(({ cidr }) => cidr)]
  const others = (table.listRoutes ?? []).flatMap(({ cidrs }) => cidrs.map((cidr) => formatCidr(cidr)))
  const around = blocksAround(topology, vpc, table)
  const cidrs = drawn.blocks
    .map((block) => around[block % around.length]!)
    .filter((block) => !taken.some((own) => isSubset(block, own)) && !others.includes(formatCidr(block)))
  if (cidrs.length === 0) return topology
  const listRoute: PrefixListRoute = {
    list: `list${nth}`,
    cidrs,
    maxEntries: cidrs.length,
    nextHop: hops[drawn.via % hops.length]!,
    index: table.routes.length + nth,
    origin: unwritten(`vpcs.${vpc.name}.routeTables.${table.name}.list${nth}`),
  }
  const changed = { ...table, listRoutes: [...(table.listRoutes ?? []), listRoute] }
  const routeTables = tablesOf(vpc).map((one) => (one.name === table.name ? changed : one))
  return { ...topology, vpcs: new Map([...topology.vpcs, [vpc.name, { ...vpc, routeTables }]]) }
}

function tablesOf({ name, routeTables }: Vpc): readonly RouteTable[] {
  const origin = unwritten(`vpcs.${name}.routeTables.system`)
  const system: RouteTable = { name: 'system', vswitches: [], routes: [], origin }
  return routeTables.some((table) => table.name === 'system') ? routeTables : [system, ...routeTables]
}

/** Whatever a route of the VPC may lead to, and the first of another VPC, which nothing leads to. */
function hopsFor({ natGateways, vpcNatGateways, peerings, vpcs }: Topology, vpc: Vpc): NextHop[] {
  const used = [...vpcs.values()].flatMap(({ name, routeTables }) =>
    name === vpc.name ? routeTables.flatMap(({ routes }) => routes.map(({ nextHop }) => nextHop)) : [],
  )
  return [
    ...used,
    ...[...natGateways.keys(), ...vpcNatGateways.keys()].map(
      (name): NextHop => ({ kind: 'natGateway', name }),
    ),
    ...[...peerings.keys()].map((name): NextHop => ({ kind: 'peering', name })),
    ...(vpc.ipv4Gateway === undefined ? [] : [{ kind: 'ipv4Gateway' } as const]),
  ]
}

/** Everything, what the table leads to already, halves of it, the other VPCs, and the hosts of the Internet. */
function blocksAround({ vpcs, internet }: Topology, vpc: Vpc, { routes }: RouteTable): Prefix[] {
  const far = [...vpcs.values()].filter(({ name }) => name !== vpc.name).map(({ cidr }) => asPrefix(cidr))
  const hosts = [...internet.values()].map(({ address }) => prefixOf(address, 32))
  const written = routes.map(({ destination }) => asPrefix(destination))
  const halves = [...far, ...written].flatMap(({ first, prefixLength }) =>
    prefixLength < 32 ? [prefixOf(first, prefixLength + 1)] : [],
  )
  return [prefixOf(0, 0), ...written, ...written, ...far, ...hosts, ...halves]
}

function asPrefix({ first, last }: Cidr): Prefix {
  return prefixOf(first, 32 - Math.log2(last - first + 1))
}
