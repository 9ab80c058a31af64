/** What the cloud asks of route tables and of the IPv4 gateway: facts/vpc sections 2.1 to 2.5. */
import { formatCidr, isSubset, prefixOf } from '../net/cidr.ts'
import { ipv4, LAST_IPV4 } from '../net/ipv4.ts'
import { attachmentOf } from './cen.ts'
import { checkEniHop, checkInboundRoutes } from './next-hop-rules.ts'
import type { Quotas } from './quotas.ts'
import {
  type CustomRoute,
  formatNextHop,
  placeAmongRoutes,
  type RouteTable,
  SYSTEM_TABLE,
} from './route-table.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'
import { checkAttachments } from './vswitch-attachment-rules.ts'

const CLOUD_SERVICES = prefixOf(ipv4(100, 64, 0, 0), 10)

export function* checkRouteTables(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const vpc of topology.vpcs.values()) {
    const path: Path = ['vpcs', vpc.name, 'routeTables']
    const custom = vpc.routeTables.filter(({ name }) => name !== SYSTEM_TABLE)
    if (custom.length > quotas.routeTablesPerVpc)
      yield {
        // facts/vpc 1.3
        code: 'QUOTA_EXCEEDED',
        message: `${custom.length} custom route tables, but a VPC may have ${quotas.routeTablesPerVpc}`,
        hint: 'quotas.routeTablesPerVpc sets a raised quota',
        path,
      }
    for (const table of vpc.routeTables) yield* checkTable(table, vpc, topology, quotas)
    yield* checkAttachments(vpc, custom, 'route table', path, topology)
    yield* checkIpv4Gateway(vpc)
    yield* checkInboundRoutes(vpc, topology)
  }
}

function* checkTable(table: RouteTable, vpc: Vpc, topology: Topology, quotas: Quotas): Generator<Violation> {
  const path: Path = ['vpcs', vpc.name, 'routeTables', table.name]
  if (table.name === SYSTEM_TABLE && table.vswitches.length > 0)
    yield {
      // facts/vpc R2.1
      code: 'KEYS_EXCLUSIVE',
      message: 'the system route table has every vSwitch that no other table has, and names none',
      hint: 'leave vswitches out',
      path: [...path, 'vswitches'],
    }
  const count = table.routes.length + (table.ipv6Routes?.length ?? 0)
  if (count > quotas.routesPerTable)
    yield {
      // facts/vpc 2.4: "Route entry quota exceeded in this route table."
      code: 'QuotaExceeded',
      message: `${count} custom routes, but a route table may have ${quotas.routesPerTable}`,
      hint: 'quotas.routesPerTable sets a raised quota',
      path: [...path, 'routes'],
    }
  const known = new Set<string>()
  for (const [index, route] of table.routes.entries()) {
    const at = [...path, 'routes', placeAmongRoutes(table, index)]
    yield* checkDestination(route, vpc, topology, [...at, 'to'])
    yield* checkNextHop(route, vpc, topology, [...at, 'via'])
    const text = formatCidr(route.destination)
    if (known.has(text))
      yield {
        // facts/vpc R2.11: "Specified CIDR block is already exists."
        code: 'InvalidCIDRBlock.Duplicate',
        message: `the table already has a route for ${text}`,
        path: [...at, 'to'],
      }
    known.add(text)
  }
}

function* checkDestination(
  { destination }: CustomRoute,
  vpc: Vpc,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  const vswitch = [...topology.vswitches.values()].find(
    (one) => one.vpc === vpc.name && isSubset(destination, one.cidr),
  )
  if (vswitch !== undefined)
    yield {
      // facts/vpc R2.9, T4
      code: 'InvalidCidrBlock',
      message: `${formatCidr(destination)} lies in vSwitch ${vswitch.name} (${formatCidr(vswitch.cidr)}), whose local route nothing overrides`,
      hint: 'only security groups and network ACLs separate vSwitches of one VPC',
      path,
    }
  const { routesAroundVSwitches, cloudServiceRoutes } = topology.assumptions
  const around = [...topology.vswitches.values()].find(
    ({ vpc: of, cidr }) => of === vpc.name && cidr !== vswitch?.cidr && isSubset(cidr, destination),
  )
  if (
    routesAroundVSwitches === 'refused' &&
    around !== undefined &&
    destination.last - destination.first < LAST_IPV4
  )
    yield {
      // facts/vpc R2.9, as older pages have it
      code: 'InvalidCidrBlock',
      message: `${formatCidr(destination)} contains vSwitch ${around.name} (${formatCidr(around.cidr)}), and the file assumes that such a route is refused`,
      hint: 'recent pages allow it: drop routesAroundVSwitches from assume',
      path,
    }
  const isAll = formatCidr(destination) === formatCidr(CLOUD_SERVICES)
  if (isSubset(destination, CLOUD_SERVICES) && (isAll || cloudServiceRoutes === 'refused'))
    yield {
      // facts/vpc R2.10
      code: 'InvalidCidrBlock',
      message: `${formatCidr(destination)} lies in ${formatCidr(CLOUD_SERVICES)}, which leads to cloud services in every table`,
      ...(!isAll && { hint: 'one page allows it: assume: { cloudServiceRoutes: allowed } takes it' }),
      path,
    }
}

function* checkNextHop(route: CustomRoute, vpc: Vpc, topology: Topology, path: Path): Generator<Violation> {
  const { nextHop } = route
  if (nextHop.kind === 'ipv4Gateway') {
    if (vpc.ipv4Gateway !== undefined) return
    yield {
      // facts/vpc 2.4
      code: 'InvalidNextHopId.NotFound',
      message: `VPC ${vpc.name} has no IPv4 gateway`,
      hint: `add ipv4Gateway to VPC ${vpc.name}`,
      path,
    }
    return
  }
  if (nextHop.kind === 'peering') {
    const peered = topology.peerings.get(nextHop.name)?.vpcs
    if (peered === undefined || peered.includes(vpc.name)) return
    yield {
      // facts/vpc R7.2
      code: 'InvalidNextHopId.NotFound',
      message: `${formatNextHop(nextHop)} connects VPC ${peered[0]} with VPC ${peered[1]}, the table is in ${vpc.name}`,
      hint: 'a peering leads only from one of its two VPCs into the other',
      path,
    }
    return
  }
  if (nextHop.kind === 'server' || nextHop.kind === 'haVip') {
    yield* checkEniHop(route, vpc, topology, path)
    return
  }
  if (nextHop.kind === 'cen') {
    const cen = topology.cens.get(nextHop.name)
    if (cen === undefined || attachmentOf(cen, vpc.name) !== undefined) return
    yield {
      // facts/vpc R7.7
      code: 'InvalidNextHopId.NotFound',
      message: `VPC ${vpc.name} is not attached to CEN ${cen.name}`,
      hint: `attached are ${cen.attachments.map((one) => one.vpc).join(', ') || 'none'}`,
      path,
    }
    return
  }
  if (nextHop.kind === 'routerInterface') return // router-interface-rules.ts
  const gateways = [topology.natGateways, topology.vpcNatGateways]
  const owner = gateways.map((each) => each.get(nextHop.name)?.vpc).find((vpc) => vpc !== undefined)
  if (owner === undefined || owner === vpc.name) return
  yield {
    // facts/vpc R2.4
    code: 'InvalidNextHopId.NotFound',
    message: `${formatNextHop(nextHop)} is in VPC ${owner}, the table in ${vpc.name}`,
    hint: 'next hops live in the VPC of the table',
    path,
  }
}

function* checkIpv4Gateway(vpc: Vpc): Generator<Violation> {
  for (const [index, name] of (vpc.ipv4Gateway?.routeTables ?? []).entries()) {
    const path = ['vpcs', vpc.name, 'ipv4Gateway', 'routeTables', index]
    const table = vpc.routeTables.find((one) => one.name === name)
    if (table === undefined && name !== SYSTEM_TABLE)
      yield {
        // facts/vpc 2.4
        code: 'InvalidRouteTableId.NotFound',
        message: `VPC ${vpc.name} has no route table ${name}`,
        hint: `it has ${[SYSTEM_TABLE, ...vpc.routeTables.map((one) => one.name).filter((one) => one !== SYSTEM_TABLE)].join(', ')}`,
        path,
      }
    if (table?.routes.some(({ destination }) => formatCidr(destination) === '0.0.0.0/0'))
      yield {
        // facts/vpc R2.22
        code: 'InvalidCIDRBlock.Duplicate',
        message: `route table ${name} already has a route for 0.0.0.0/0, and activation would add another`,
        hint: 'drop that route, or this table here',
        path,
      }
  }
}
