/** What VPC NAT gateways and router interfaces rely on that no document says. */
import { writtenRoutes } from '../cloud/custom-routes.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Assumption } from './scenario.ts'

export function* assumptionsOfNat({
  vpcNatGateways,
  routerInterfaces,
  vpcs,
}: Topology): Generator<Assumption> {
  const gateways = named('natGateways', vpcNatGateways.keys())
  if (gateways !== undefined)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `${gateways}: NAT IPs answer ping, and those of NAT CIDRs are reached through a peering of the VPC like its own addresses`,
      source: 'facts/vpc 4.6, R4.6',
    }
  const hashed = [...vpcNatGateways.values()].filter(({ snat }) => snat.some(({ eips }) => eips.length > 1))
  const pools = named(
    'natGateways',
    hashed.map(({ name }) => name),
  )
  if (pools !== undefined)
    yield {
      code: 'ASSUMED_ORDER',
      text: `${pools}.snat: which of several NAT IPs a connection takes is a seeded hash`,
      source: 'facts/vpc R4.17',
    }
  const interfaces = named('routerInterfaces', routerInterfaces.keys())
  if (interfaces !== undefined)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `${interfaces}: like a peering they lead into the far VPC and no further`,
      source: 'facts/vpc 2.2, R7.1',
    }
  const isEcmp = [...vpcs.values()].some(({ routeTables }) =>
    routeTables.some((table) =>
      writtenRoutes(table).some(
        ({ nextHop }) => nextHop.kind === 'routerInterface' && nextHop.hops.length > 1,
      ),
    ),
  )
  if (isEcmp)
    yield {
      code: 'ASSUMED_ORDER',
      text: `${interfaces}: which of several next hops a connection takes is a seeded hash, for replies another one`,
      source: 'facts/vpc R2.17',
    }
}

function named(section: string, names: Iterable<string>): string | undefined {
  const all = [...names]
  if (all.length === 0) return undefined
  return `${section}.${all.length === 1 ? all[0] : `{${all.join(',')}}`}`
}
