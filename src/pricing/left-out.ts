/** What a sheet does not count, for the file does not say enough of it or no table prices it. */
import type { Topology } from '../cloud/topology.ts'
import type { MeteredFlow } from './metered-flow.ts'

/** `undeclared`: what `undeclaredFlows` says. */
export function leftOut(
  flows: readonly MeteredFlow[],
  undeclared: readonly string[],
  topology: Topology,
): string[] {
  const { apps, vpcs, servers, databases, endpoints, cens, gateways, vpcNatGateways } = topology
  const unsized = [...apps.values()].filter(({ compute, eas }) => compute === undefined && eas === undefined)
  const services = [...apps.values()].filter(({ eas }) => eas !== undefined)
  return [
    ...told(
      undeclared,
      (names, count) =>
        `traffic of ${count === 1 ? 'flow' : 'flows'} ${names} is not declared: requests with rate, requestSize and responseSize say it`,
    ),
    ...told(
      unsized.map(({ name }) => name),
      (names) => `SAE compute of ${names}: cpu and memory are not given`,
    ),
    ...told(
      services.map(({ name }) => name),
      (names) => `EAS compute of ${names}: no price is known`,
    ),
    ...told([...endpoints.keys()], (names) => `traffic through endpoint ${names}: flows cannot declare it`),
    ...told([...cens.keys()], (names) => `traffic through CEN ${names}: flows cannot declare it`),
    ...told(
      [...gateways.values()].filter(({ kind }) => kind === 'managed').map(({ name }) => name),
      (names) => `PrivateLink and Internet traffic of gateway ${names}: flows cannot declare it`,
    ),
    ...told(
      [...topology.peerings.keys(), ...topology.routerInterfaces.keys()],
      (names) => `peering connections and router interfaces: no price of ${names} is known`,
    ),
    ...told(
      [...vpcs.values()].filter(({ ipv6 }) => ipv6?.gateway !== undefined).map(({ name }) => name),
      (names) => `IPv6 gateways and bandwidth in ${names}: no price is known`,
    ),
    ...told([...vpcNatGateways.keys()], (names) => `VPC NAT gateway ${names}: no price is known`),
    ...told(
      [...servers.keys(), ...databases.keys()],
      (names) => `ECS servers and databases themselves: ${names}`,
    ),
    ...(flows.some(({ way }) => way.leaving.length > 0)
      ? ['free traffic of CDT (200 GB a month, 20 GB of it in mainland regions), taxes, discounts and plans']
      : ['taxes, discounts and plans']),
  ]
}

/** Flows whose traffic is charged, and which do not say how much it is. */
export function undeclaredFlows(flows: readonly MeteredFlow[]): string[] {
  return flows.filter((each) => isCharged(each) && !each.traffic.isDeclared).map(({ flow }) => flow.name)
}

/** Something on its way is charged by traffic or capacity. */
function isCharged({ way }: MeteredFlow): boolean {
  return way.natGateway !== undefined || way.balancer !== undefined || way.leaving.length > 0
}

const MOST_NAMES = 6

function told(names: readonly string[], words: (names: string, count: number) => string): string[] {
  if (names.length === 0) return []
  const more = names.length - MOST_NAMES
  return [
    words(`${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`, names.length),
  ]
}
