/** What the cloud asks of routes to ENIs and HaVips, and of the gateway route table: facts/vpc 2.1 to 2.4. */
import { formatCidr, isSubset } from '../net/cidr.ts'
import { type CustomRoute, formatNextHop } from './route-table.ts'
import { interfaceNamed } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'

/** The next hop of a route to an ENI or a HaVip lives in the VPC of the table (R2.4); of others nothing is told. */
export function* checkEniHop(
  { nextHop }: CustomRoute,
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
