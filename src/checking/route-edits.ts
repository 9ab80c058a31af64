/** Makers of edits of route tables: a route is missing, leads to nobody, or is in a table that the vSwitch is not on. */
import { customRoutes, writtenRoutes } from '../cloud/custom-routes.ts'
import { type NextHop, SYSTEM_TABLE } from '../cloud/route-table.ts'
import type { Vpc } from '../cloud/vpc.ts'
import { type Cidr, contains, formatCidr, parseCidr, prefixOf } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { type Blocked, type EditMaker, type Setting, senderOf, vswitchOf } from './blocked.ts'
import { type Edit, identityOf } from './edit.ts'
import { dropRouteEdit, leaveTableEdit, rerouteEdit, routeEdit } from './route-changes.ts'

const ANYWHERE = prefixOf(0, 0)

/** A public destination, and the table leads it nowhere: to one of the gateways that the VPC has. */
export const routeToGateways: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ hop, details }) => {
    const vpc = vpcNamed(details['vpc'], setting)
    const table = details['table']
    if (vpc === undefined || table === undefined || hop === undefined) return []
    const { destination } = hop.before
    return gatewaysOf(vpc, setting).map((to) => routeEdit(vpc, table, wideOrOne(vpc, table, destination), to))
  })

/** The IPv4 gateway is not asked about the far address, on the way there or back (facts/vpc R2.21). */
export const routeToIpv4Gateway: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ details }) => {
    const vpc = vpcNamed(details['vpc'], setting)
    const table = details['table']
    const far = blockOf(details['far'])
    if (vpc === undefined || table === undefined || far === undefined) return []
    return [routeEdit(vpc, table, wideOrOne(vpc, table, far.first), { kind: 'ipv4Gateway' })]
  })

/** The reply does not go back as the packet came: through the peering, or the NAT gateway that has the session. */
export const routeBack: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ hop, details }) => {
    const vpc = vpcNamed(details['vpc'], setting)
    const table = details['table']
    const [, kind, name] = /via (peering|natGateway)\/(\S+)$/.exec(details['back'] ?? '') ?? []
    if (vpc === undefined || table === undefined || name === undefined || hop === undefined) return []
    const client = hop.before.destination
    if (kind === 'natGateway')
      return [routeEdit(vpc, table, wideOrOne(vpc, table, client), { kind: 'natGateway', name })]
    const far = setting.tables.topology.peerings.get(name)?.vpcs.find((one) => one !== vpc.name)
    const block = blockWith(vpcNamed(far, setting), client)
    return block === undefined ? [] : [routeEdit(vpc, table, block, { kind: 'peering', name })]
  })

/** The next hop is not there: another one for the route, or no such route, so that a shorter one steps in. */
export const mendRoutes: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ hop, details }) => {
    const vpc = vpcNamed(details['vpc'], setting)
    if (vpc === undefined || hop === undefined) return []
    const { peerings } = setting.tables.topology
    const hops: NextHop[] = [
      ...gatewaysOf(vpc, setting),
      ...[...peerings.values()]
        .filter(({ vpcs }) => vpcs.includes(vpc.name))
        .map(({ name }) => ({ kind: 'peering', name }) as const),
    ]
    return vpc.routeTables.flatMap((table) =>
      writtenRoutes(table)
        .filter(({ origin }) => origin === hop.rule?.origin)
        .flatMap((route) => [
          ...hops.map((to) => rerouteEdit(vpc, table.name, route, to)),
          dropRouteEdit(vpc, table.name, route),
        ]),
    )
  })

/** The custom table of the vSwitch does not lead there; maybe the system table does. */
export const changeTable: EditMaker = (blocked, setting) =>
  onceEach(blocked, (one) => {
    const vswitch = vswitchOf(senderOf(one), setting)
    const vpc = vpcNamed(one.details['vpc'], setting)
    const table = vpc?.routeTables.find(
      ({ name, vswitches }) => name !== SYSTEM_TABLE && vswitches.includes(vswitch ?? ''),
    )
    if (vpc === undefined || table === undefined || table.name !== one.details['table']) return []
    return [leaveTableEdit(vpc, table, vswitch!)]
  })

/** What the blocked ones ask for, equal edits once. */
export function onceEach(
  blocked: readonly Blocked[],
  edits: (one: Blocked) => readonly Edit[],
): readonly Edit[] {
  return [...new Map(blocked.flatMap(edits).map((edit) => [identityOf(edit), edit])).values()]
}

export function vpcNamed(name: string | undefined, { tables }: Setting): Vpc | undefined {
  return tables.topology.vpcs.get(name ?? '')
}

/** The block of a VPC that has an address. */
export function blockWith(vpc: Vpc | undefined, address: Ipv4): Cidr | undefined {
  return vpc && [vpc.cidr, ...vpc.secondaryCidrs].find((block) => contains(block, address))
}

/** 0.0.0.0/0, as everybody writes it; but the one address where the table has another use for that. */
function wideOrOne(vpc: Vpc, table: string, address: Ipv4): Cidr {
  const written = vpc.routeTables.find(({ name }) => name === table)
  const routes = written === undefined ? [] : customRoutes(written)
  const isTaken =
    vpc.ipv4Gateway?.routeTables.includes(table) === true ||
    routes.some(({ destination }) => formatCidr(destination) === formatCidr(ANYWHERE)) ||
    routes.some(({ destination }) => contains(destination, address))
  return isTaken ? prefixOf(address, 32) : ANYWHERE
}

/** The gateways to the Internet of a VPC, as next hops. */
function gatewaysOf(vpc: Vpc, { tables }: Setting): NextHop[] {
  const { natGateways } = tables.topology
  return [
    ...[...natGateways.values()]
      .filter((gateway) => gateway.vpc === vpc.name)
      .map(({ name }) => ({ kind: 'natGateway', name }) as const),
    ...(vpc.ipv4Gateway === undefined ? [] : [{ kind: 'ipv4Gateway' } as const]),
  ]
}

function blockOf(text: string | undefined): Cidr | undefined {
  if (text === undefined) return undefined
  const parsed = parseCidr(text, { hostBits: 'accept', bareAddress: 'accept' })
  return parsed.ok ? parsed.value : undefined
}
