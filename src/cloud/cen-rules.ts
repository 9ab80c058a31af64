/** What the cloud asks of CENs and their transit routers: facts/vpc R7.6 to R7.10 and R7.14. */
import { formatCidr } from '../net/cidr.ts'
import { attachmentOf, type Cen, type CenAttachment, type TransitTable } from './cen.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import { isPublishable, transitEntries } from './transit-routes.ts'
import type { Path, Violation } from './violation.ts'

/** R7.6 */
const MOST_ZONES = 10

export function* checkCens(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const cen of topology.cens.values()) {
    const path: Path = ['cens', cen.name]
    for (const attachment of cen.attachments) {
      const at = [...path, 'attachments', attachment.vpc]
      yield* checkVSwitches(attachment, topology, [...at, 'vswitches'])
      yield* checkTables(cen, attachment, at)
      yield* checkPublished(attachment, topology, [...at, 'publish'])
    }
    for (const table of cen.routeTables) {
      const at = [...path, 'routeTables', table.name]
      yield* checkRoutes(cen, table, at)
      const count = transitEntries(topology, cen, table.name).length
      if (count > quotas.routesPerTransitTable)
        yield {
          // facts/vpc R7.14
          code: 'QUOTA_EXCEEDED',
          message: `${count} routes, propagated ones among them, but a route table of a transit router may have ${quotas.routesPerTransitTable}`,
          path: at,
        }
    }
  }
}

function* checkVSwitches(
  { vpc, vswitches }: CenAttachment,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  if (!topology.vpcs.has(vpc)) return
  const zones = new Map<string, string>()
  for (const [index, name] of vswitches.entries()) {
    const vswitch = topology.vswitches.get(name)
    if (vswitch === undefined) continue
    if (vswitch.vpc !== vpc)
      yield {
        // facts/vpc R7.6
        code: 'VPC_MISMATCH',
        message: `vSwitch ${name} is in VPC ${vswitch.vpc}, the attachment is of VPC ${vpc}`,
        path: [...path, index],
      }
    const earlier = zones.get(vswitch.zone)
    if (earlier !== undefined)
      yield {
        // facts/vpc R7.6
        code: 'CEN_ZONE_DUPLICATE',
        message: `vSwitches ${earlier} and ${name} both lie in zone ${vswitch.zone}, and a transit router has one ENI in a zone`,
        hint: 'name one vSwitch of each zone',
        path: [...path, index],
      }
    else zones.set(vswitch.zone, name)
  }
  const offered = new Set(
    [...topology.vswitches.values()].filter((one) => one.vpc === vpc).map(({ zone }) => zone),
  )
  if (vswitches.length === 1 && offered.size > 1)
    yield {
      // facts/vpc R7.6
      code: 'CEN_ONE_ZONE',
      message: `one vSwitch, but an attachment needs two in different zones where the VPC has them`,
      hint: `VPC ${vpc} has vSwitches in ${[...offered].sort().join(', ')}`,
      path,
    }
  if (zones.size > MOST_ZONES)
    yield {
      // facts/vpc R7.6
      code: 'QUOTA_EXCEEDED',
      message: `${zones.size} zones, but an attachment may have ${MOST_ZONES}`,
      path,
    }
}

function* checkTables(
  cen: Cen,
  { association, propagations }: CenAttachment,
  path: Path,
): Generator<Violation> {
  const named = [
    ...(association === undefined ? [] : [[association, [...path, 'associate']] as const]),
    ...propagations.map((name, index) => [name, [...path, 'propagate', index]] as const),
  ]
  for (const [name, at] of named) {
    if (cen.routeTables.some((table) => table.name === name)) continue
    yield {
      // facts/vpc R7.7
      code: 'InvalidRouteTableId.NotFound',
      message: `the transit router has no route table ${name}`,
      hint: `it has ${cen.routeTables.map((table) => table.name).join(', ')}`,
      path: at,
    }
  }
}

function* checkPublished(
  { vpc, published }: CenAttachment,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  for (const [index, destination] of published.entries()) {
    if (!topology.vpcs.has(vpc) || isPublishable(topology, vpc, destination)) continue
    yield {
      // facts/vpc R7.8
      code: 'CEN_NOT_PUBLISHABLE',
      message: `the system table of VPC ${vpc} has no custom route for ${formatCidr(destination)} that can be published`,
      hint: 'only routes of the system table to servers, HaVips, IPv4 or NAT gateways can, and none to a prefix list; vSwitches are propagated by themselves',
      path: [...path, index],
    }
  }
}

function* checkRoutes(cen: Cen, { routes }: TransitTable, path: Path): Generator<Violation> {
  const known = new Set<string>()
  for (const [index, { destination, vpc }] of routes.entries()) {
    const at = [...path, 'routes', index]
    const text = formatCidr(destination)
    if (known.has(text))
      yield {
        // facts/vpc R2.11
        code: 'InvalidCIDRBlock.Duplicate',
        message: `the table already has a route for ${text}`,
        path: [...at, 'to'],
      }
    known.add(text)
    if (vpc !== undefined && attachmentOf(cen, vpc) === undefined)
      yield {
        // facts/vpc R7.10
        code: 'InvalidNextHopId.NotFound',
        message: `VPC ${vpc} is not attached to CEN ${cen.name}`,
        hint: `attached are ${cen.attachments.map((one) => one.vpc).join(', ') || 'none'}`,
        path: [...at, 'via'],
      }
  }
}
