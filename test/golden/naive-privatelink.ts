/** PrivateLink as facts/vpc R8.9 and R8.10 tell it. */
import type { PrivateLinkEndpoint } from '../../src/cloud/endpoint.ts'
import type { EndpointService } from '../../src/cloud/endpoint-service.ts'
import type { NetworkInterface } from '../../src/cloud/network-interface.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Eni, World } from './naive-datapath.ts'
import { runs } from './naive-servers.ts'

/** The packet before an endpoint or a balancer has handed it over: its reply comes by there again. */
export interface Consumer {
  readonly source: number | undefined
  readonly destination: number
  readonly port: number
  readonly protocol: number
  readonly target: string | undefined
  readonly borderIn: Eni | undefined
}

export function endpointEni({ endpoints }: Topology, name: string): NetworkInterface {
  return endpointAndEni(endpoints.values(), name).eni
}

/** The service behind an ENI, and the address in its zone from which the service calls its servers. */
export function serviceBehind(
  { endpoints, endpointServices }: Topology,
  name: string,
): { service: EndpointService; front: number } {
  const { endpoint, eni } = endpointAndEni(endpoints.values(), name)
  const service = endpointServices.get(endpoint.service)!
  return { service, front: service.fronts.find(({ zone }) => zone === eni.zone)!.address }
}

function endpointAndEni(endpoints: Iterable<PrivateLinkEndpoint>, name: string) {
  for (const endpoint of endpoints)
    for (const eni of endpoint.enis) if (eni.name === name) return { endpoint, eni }
  throw new Error(`no endpoint has ${name}`)
}

/** Assumed: the first of its servers that runs. */
export function serverFor(world: World, { servers }: EndpointService): Eni | undefined {
  for (const name of servers) {
    const eni = world.enis.find(({ kind, app }) => kind === 'server' && app === name)!
    if (runs(world, eni)) return eni
  }
  return undefined
}
