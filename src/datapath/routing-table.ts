/**
 * A route table as it is asked: longest match on the destination (facts/vpc R2.12). Every table has a local route for each
 * vSwitch and 100.64.0.0/10 for cloud services (R2.5), which nothing overrides (R2.9, R2.10); then what was written, static
 * routes before those of prefix lists (R2.14), the 0.0.0.0/0 that an IPv4 gateway brought (R2.22), and in the system table the one of the first NAT gateway (R4.4).
 */
import { customRoutes } from '../cloud/custom-routes.ts'
import type { Origin } from '../cloud/origin.ts'
import {
  type CustomRoute,
  formatNextHop,
  type NextHop,
  type RouteTable,
  SYSTEM_TABLE,
} from '../cloud/route-table.ts'
import type { WeightedHop } from '../cloud/router-interface.ts'
import type { LearnedRoute } from '../cloud/transit-routes.ts'
import type { Vpc, VSwitch } from '../cloud/vpc.ts'
import type { VpcNatGateway } from '../cloud/vpc-nat-gateway.ts'
import { type Cidr, formatCidr, type Prefix, prefixLengthOf, prefixOf } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { PrefixTable } from '../net/prefix-table.ts'
import { CLOUD_SERVICES } from './cloud-service.ts'
import { NONE } from './live.ts'
import type { Numbering } from './numbering.ts'

export interface RoutingTable {
  readonly name: string
  /** Longest match gives an index of `routes`. */
  readonly longestMatch: PrefixTable<Route>
  readonly routes: readonly Route[]
}

export interface Route {
  readonly prefix: Prefix
  /** `unusable`: the next hop is not there, and no other route steps in (R2.16). */
  readonly nextHop:
    | 'local'
    | 'cloud-service'
    | 'nat-gateway'
    | 'vpc-nat-gateway'
    | 'peering'
    | 'router-interface'
    | 'transit-router'
    | 'ipv4-gateway'
    | 'server'
    | 'ha-vip'
    | 'unusable'
  /** Number of the vSwitch, of the NAT gateway or of the peering; `NONE` for others. */
  readonly number: number
  /** The router interfaces of a route to such: one, or several among which connections are hashed (R2.17). */
  readonly ways?: readonly EcmpWay[]
  /** As the file says it; undefined for routes that are there by themselves. */
  readonly written: WrittenRoute | undefined
}

export interface WrittenRoute {
  readonly nextHop: string
  /** The prefix list that it is of; absent for a static route. */
  readonly list?: string
  readonly origin: Origin
}

export interface EcmpWay {
  /** Number of the router interface. */
  readonly number: number
  readonly weight: number
}

/** What the tables of one VPC are made from. */
export interface RoutingInputs {
  readonly vpc: Vpc
  readonly vswitches: readonly VSwitch[]
  /** Numbers of the NAT gateways of the VPC, in the order in which they were made. */
  readonly gateways: readonly number[]
  /** Numbers of the peerings of the VPC. */
  readonly peerings: readonly number[]
  readonly vpcNatGateways: readonly VpcNatGateway[]
  /** Numbers of the CENs that the VPC is attached to, and what it learns from them. */
  readonly cens: readonly number[]
  readonly learned: readonly LearnedRoute[]
  readonly cenNumbers: Numbering
  /** Numbers of the router interfaces of the VPC. */
  readonly routerInterfaces: readonly number[]
  /** Numbers of the ENIs of its servers, and of its HaVips. */
  readonly servers: readonly number[]
  readonly haVips: readonly number[]
  readonly serverNumbers: Numbering
  readonly haVipNumbers: Numbering
  readonly vswitchNumbers: Numbering
  readonly gatewayNumbers: Numbering
  readonly peeringNumbers: Numbering
  readonly vpcNatNumbers: Numbering
  readonly routerInterfaceNumbers: Numbering
}

/** The system table first, then the custom ones in their order. */
export function compileRouting(inputs: RoutingInputs): RoutingTable[] {
  const { routeTables, ipv4Gateway } = inputs.vpc
  const system = routeTables.find(({ name }) => name === SYSTEM_TABLE)
  const custom = routeTables.filter(({ name }) => name !== SYSTEM_TABLE)
  const [first = NONE] = inputs.gateways
  const byGateway: Route[] =
    first === NONE ? [] : [{ prefix: ANYWHERE, nextHop: 'nat-gateway', number: first, written: undefined }]
  const table = (name: string, written: RouteTable | undefined): RoutingTable => {
    const activated = ipv4Gateway?.routeTables.includes(name)
      ? [
          routeTo(
            { nextHop: { kind: 'ipv4Gateway' }, destination: ANYWHERE, origin: ipv4Gateway.origin },
            inputs,
          ),
        ]
      : []
    const routes = firstOfEach([
      ...ownRoutes(inputs),
      ...(written === undefined ? [] : customRoutes(written)).map((route) => routeTo(route, inputs)),
      ...activated,
      ...(name === SYSTEM_TABLE ? byGateway : []),
      ...learnedRoutes(inputs),
    ])
    const longestMatch = PrefixTable.of(routes.map((route) => ({ prefix: route.prefix, value: route })))
    return { name, longestMatch, routes }
  }
  return [table(SYSTEM_TABLE, system), ...custom.map((one) => table(one.name, one))]
}

const ANYWHERE = prefixOf(0, 0)

function ownRoutes({ vswitches, vswitchNumbers }: RoutingInputs): Route[] {
  const local = vswitches.map(
    ({ name, cidr }): Route => ({
      prefix: asPrefix(cidr),
      nextHop: 'local',
      number: vswitchNumbers.numberOf(name),
      written: undefined,
    }),
  )
  return [...local, { prefix: CLOUD_SERVICES, nextHop: 'cloud-service', number: NONE, written: undefined }]
}

/** What a transit router has told the VPC, the same in all of its tables (R7.16a); nothing of it is effective in conflict. */
function learnedRoutes({ learned, cenNumbers }: RoutingInputs): Route[] {
  return learned
    .filter(({ conflict }) => conflict === undefined)
    .map(({ destination, cen }) => ({
      prefix: asPrefix(destination),
      nextHop: 'transit-router',
      number: cenNumbers.numberOf(cen),
      written: undefined,
    }))
}

/** Next hops live in the VPC of the table (R2.4). */
function routeTo({ destination, nextHop, list, origin }: CustomRoute, inputs: RoutingInputs): Route {
  const { vpc, gateways, peerings, gatewayNumbers, peeringNumbers } = inputs
  const prefix = asPrefix(destination)
  const written = { nextHop: formatNextHop(nextHop), ...(list !== undefined && { list }), origin }
  if (nextHop.kind === 'routerInterface') {
    const ways = waysOf(nextHop.hops, inputs)
    return ways === undefined
      ? { prefix, nextHop: 'unusable', number: NONE, written }
      : { prefix, nextHop: 'router-interface', number: ways[0]!.number, ways, written }
  }
  if (nextHop.kind === 'natGateway' && inputs.vpcNatGateways.some(({ name }) => name === nextHop.name))
    return {
      prefix,
      nextHop: 'vpc-nat-gateway',
      number: inputs.vpcNatNumbers.numberOf(nextHop.name),
      written,
    }
  if (nextHop.kind === 'cen') {
    const number = inputs.cenNumbers.numberOf(nextHop.name)
    const isAttached = inputs.cens.includes(number)
    return {
      prefix,
      nextHop: isAttached ? 'transit-router' : 'unusable',
      number: isAttached ? number : NONE,
      written,
    }
  }
  if (nextHop.kind === 'server' || nextHop.kind === 'haVip')
    return { prefix, written, ...eniOf(nextHop, inputs) }
  if (nextHop.kind === 'ipv4Gateway') {
    const isThere = vpc.ipv4Gateway !== undefined
    return { prefix, nextHop: isThere ? 'ipv4-gateway' : 'unusable', number: NONE, written }
  }
  const isPeering = nextHop.kind === 'peering'
  const number = (isPeering ? peeringNumbers : gatewayNumbers).numberOf(nextHop.name)
  if (!(isPeering ? peerings : gateways).includes(number))
    return { prefix, nextHop: 'unusable', number: NONE, written }
  return { prefix, nextHop: isPeering ? 'peering' : 'nat-gateway', number, written }
}

/** Undefined where one of them is not in the VPC. */
function waysOf(
  hops: readonly WeightedHop[],
  { routerInterfaces, routerInterfaceNumbers }: RoutingInputs,
): EcmpWay[] | undefined {
  const ways = hops.map(({ name, weight }) => ({ number: routerInterfaceNumbers.numberOf(name), weight }))
  return ways.every(({ number }) => routerInterfaces.includes(number)) ? ways : undefined
}

/** An ENI, or whichever holds a HaVip: whether it passes packets on is live state. */
function eniOf(
  { kind, name }: NextHop & { readonly kind: 'server' | 'haVip' },
  { servers, haVips, serverNumbers, haVipNumbers }: RoutingInputs,
): Pick<Route, 'nextHop' | 'number'> {
  const number = (kind === 'server' ? serverNumbers : haVipNumbers).numberOf(name)
  if (!(kind === 'server' ? servers : haVips).includes(number)) return { nextHop: 'unusable', number: NONE }
  return { nextHop: kind === 'server' ? 'server' : 'ha-vip', number }
}

/** The route table of the IPv4 gateway itself; undefined where it has no routes (R2.3). */
export function compileInbound(inputs: RoutingInputs): RoutingTable | undefined {
  const written = inputs.vpc.ipv4Gateway?.inboundRoutes ?? []
  if (written.length === 0) return undefined
  const routes = firstOfEach(written.map((route) => routeTo(route, inputs)))
  const longestMatch = PrefixTable.of(routes.map((route) => ({ prefix: route.prefix, value: route })))
  return { name: 'inbound', longestMatch, routes }
}

/** Of equal destinations the first: system before custom, and these before learned ones (R2.13, R2.14). */
function firstOfEach(routes: readonly Route[]): Route[] {
  const known = new Set<string>()
  return routes.filter(({ prefix }) => {
    const text = formatCidr(prefix)
    return known.has(text) ? false : known.add(text)
  })
}

/** Where does the table send `destination`? Allocates nothing. */
export function routeFor(table: RoutingTable, destination: Ipv4): Route | undefined {
  const index = table.longestMatch.lookupIndex(destination)
  return index === NONE ? undefined : table.routes[index]
}

/** The block that `cidr` is. Throws a RangeError where it is none: readers let only blocks pass. */
export function asPrefix(cidr: Cidr): Prefix {
  const prefixLength = prefixLengthOf(cidr)
  if (prefixLength === undefined) throw new RangeError(`not one block: ${cidr.first} to ${cidr.last}`)
  return prefixOf(cidr.first, prefixLength)
}
