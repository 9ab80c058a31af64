/**
 * Endpoint services and endpoints as they were read (facts/vpc R8.9). Their ENIs take the lowest free addresses of their
 * vSwitches, behind those of servers and databases.
 */
import { type EndpointEni, eniName, type PrivateLinkEndpoint } from '../cloud/endpoint.ts'
import type { EndpointService, ZoneAddress } from '../cloud/endpoint-service.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { TCP, UDP } from '../net/protocol.ts'
import type { BuildContext } from './build-context.ts'
import type { Resources } from './read-sections.ts'

export interface PrivateLink {
  readonly endpointServices: ReadonlyMap<string, EndpointService>
  readonly endpoints: ReadonlyMap<string, PrivateLinkEndpoint>
}

/** Takes an address of a vSwitch for good; undefined, and reported, where none is left. */
export type TakeAddress = (vswitch: string, path: Path) => Ipv4 | undefined

/** Those whose vSwitches exist; the references have told of the others. */
export function buildPrivateLink(
  resources: Resources,
  vswitches: ReadonlyMap<string, VSwitch>,
  take: TakeAddress,
  context: BuildContext,
): PrivateLink {
  const place = (names: readonly string[], path: Path): ZoneAddress[] =>
    names.flatMap((name, index) => {
      const vswitch = vswitches.get(name)
      const address = vswitch && take(name, [...path, 'vswitches', index])
      return vswitch === undefined || address === undefined
        ? []
        : [{ vswitch: name, zone: vswitch.zone, address }]
    })
  const endpointServices = new Map<string, EndpointService>()
  for (const [name, read] of resources.endpointServices) {
    const path = ['endpointServices', name]
    const fronts = place(read.vswitches, path)
    const vpc = vswitches.get(read.vswitches[0]!)?.vpc
    if (vpc === undefined || fronts.length < read.vswitches.length) continue
    const { servers, port, serverPort = port } = read
    const protocol = read.protocol === 'tcp' ? TCP : UDP
    const origin = context.origin(path)
    endpointServices.set(name, { name, vpc, fronts, servers, protocol, port, serverPort, origin })
  }
  const endpoints = new Map<string, PrivateLinkEndpoint>()
  for (const [name, read] of resources.endpoints) {
    const path = ['endpoints', name]
    const places = place(read.vswitches, path)
    const vpc = vswitches.get(read.vswitches[0]!)?.vpc
    if (vpc === undefined || places.length < read.vswitches.length) continue
    const origin = context.origin(path)
    const securityGroups = [read.securityGroup]
    endpoints.set(name, {
      name,
      vpc,
      service: read.service,
      enis: places.map(
        (each): EndpointEni => ({
          ...each,
          name: eniName(name, each.vswitch),
          vpc: vswitches.get(each.vswitch)!.vpc,
          securityGroups,
          eipMode: 'nat',
          origin,
        }),
      ),
      hostname: read.hostname ?? `${name.toLowerCase()}.endpoint.example`,
      origin,
    })
  }
  return { endpointServices, endpoints }
}
