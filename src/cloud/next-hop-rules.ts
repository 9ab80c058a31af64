/** What the cloud asks of next hops, and of the gateway route table: facts/vpc 2.1 to 2.4. */
import { formatCidr, isSubset } from '../net/cidr.ts'
import { attachmentOf } from './cen.ts'
import { type CustomRoute, formatNextHop } from './route-table.ts'
import { interfaceNamed } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'

/** Next hops live in the VPC of the table, or end there (R2.4, R7.2, R7.7). */
export function* checkNextHop(
  route: Pick<CustomRoute, 'nextHop'>,
  vpc: Vpc,
  topology: Topology,
  path: Path,
): Generator<Violation> {
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

/** The next hop of a route to an ENI or a HaVip lives in the VPC of the table (R2.4); of others nothing is told. */
function* checkEniHop(
  { nextHop }: Pick<CustomRoute, 'nextHop'>,
  vpc: Vpc,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  if (nextHop.kind !== 'server' && nextHop.kind !== 'haVip') return
  const { name } = nextHop
  const owner =
    nextHop.kind === 'server' ? interfaceNamed(topology.servers, name)?.vpc : topology.haVips.get(name)?.vpc
  if (owner === undefined || owner === vpc.name) return
  yield {
    // facts/vpc R2.4
    code: 'InvalidNextHopId.NotFound',
    message: `${formatNextHop(nextHop)} is in VPC ${owner}, the table in ${vpc.name}`,
    hint: 'next hops live in the VPC of the table',
    path,
  }
}

/** Facts/vpc R2.3: it leads packets for addresses of the VPC to an ENI. */
export function* checkInboundRoutes(vpc: Vpc, topology: Topology): Generator<Violation> {
  const known = new Set<string>()
  for (const [index, route] of (vpc.ipv4Gateway?.inboundRoutes ?? []).entries()) {
    const path: Path = ['vpcs', vpc.name, 'ipv4Gateway', 'inboundRoutes', index]
    const text = formatCidr(route.destination)
    const blocks = [vpc.cidr, ...vpc.secondaryCidrs]
    if (!blocks.some((block) => isSubset(route.destination, block)))
      yield {
        // facts/vpc 2.4: "The Specified CIDR must be in vpc CIDR."
        code: 'FORBIDDEN_USE_VPC_AS_INTERNET_GATEWAY',
        message: `${text} does not lie in ${blocks.map(formatCidr).join(' or ')} of VPC ${vpc.name}`,
        path: [...path, 'to'],
      }
    if (known.has(text))
      yield {
        code: 'InvalidCIDRBlock.Duplicate',
        message: `the gateway route table already has a route for ${text}`,
        path: [...path, 'to'],
      }
    known.add(text)
    yield* checkEniHop(route, vpc, topology, [...path, 'via'])
  }
}
