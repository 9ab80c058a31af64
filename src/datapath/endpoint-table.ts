/** What the data path knows of the ENIs of endpoints: the service behind each (facts/vpc R8.9). */
import type { EndpointEni, PrivateLinkEndpoint } from '../cloud/endpoint.ts'
import type { EndpointService } from '../cloud/endpoint-service.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Numbering } from './numbering.ts'

export interface EndpointEntry {
  readonly endpoint: PrivateLinkEndpoint
  readonly service: EndpointService
  /** The address of the service's balancer in the zone of the ENI: what its servers see (R8.10, assumed). */
  readonly front: Ipv4
  /** Slots of its servers, in the order of the file. */
  readonly servers: readonly number[]
}

/** By the slot of the ENI; those whose service is not there are not in it. */
export function compileEndpoints(
  { endpoints, endpointServices }: Topology,
  enis: Numbering,
): Map<number, EndpointEntry> {
  const entries = new Map<number, EndpointEntry>()
  for (const endpoint of endpoints.values()) {
    const service = endpointServices.get(endpoint.service)
    if (service === undefined) continue
    for (const { name, zone } of endpoint.enis) {
      const front = service.fronts.find((one) => one.zone === zone)
      if (front === undefined) continue
      const servers = service.servers.map((server) => enis.numberOf(server))
      entries.set(enis.numberOf(name), { endpoint, service, front: front.address, servers })
    }
  }
  return entries
}

/** The service behind the ENI of an endpoint. */
export function serviceOf(
  { endpoints, endpointServices }: Topology,
  eni: EndpointEni,
): EndpointService | undefined {
  for (const { enis, service } of endpoints.values())
    if (enis.includes(eni)) return endpointServices.get(service)
  return undefined
}
