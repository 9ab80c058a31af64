/** What the cloud asks of PrivateLink: facts/vpc R8.9 and R8.11. No error code of it is documented, so these are ours. */
import type { ZoneAddress } from './endpoint-service.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkEndpoints(topology: Topology, quotas: Quotas): Generator<Violation> {
  yield* checkServices(topology, quotas)
  const perVpc = new Map<string, number>()
  for (const { name, vpc, service: wanted, enis } of topology.endpoints.values()) {
    const path: Path = ['endpoints', name]
    yield* checkPlaces(enis, vpc, topology, path)
    const securityGroup = enis[0]!.securityGroups[0]!
    const group = topology.securityGroups.get(securityGroup)
    if (group !== undefined && group.vpc !== vpc)
      yield {
        code: 'ENDPOINT_VPC_MISMATCH',
        message: `security group ${securityGroup} is in VPC ${group.vpc}, endpoint ${name} in ${vpc}`,
        hint: `its ENIs are in VPC ${vpc}, and so is the group that guards them`,
        path: [...path, 'securityGroup'],
      }
    const service = topology.endpointServices.get(wanted)
    const zones = service?.fronts.map(({ zone }) => zone)
    for (const [index, { zone }] of enis.entries())
      if (zones !== undefined && !zones.includes(zone))
        yield {
          code: 'ENDPOINT_ZONE_MISMATCH',
          message: `endpoint service ${wanted} is not in zone ${zone}`,
          hint: `it is in ${zones.join(', ')}: choose a vSwitch there, or give the service one in ${zone}`,
          path: [...path, 'vswitches', index],
        }
    const count = (perVpc.get(vpc) ?? 0) + 1
    perVpc.set(vpc, count)
    if (count === quotas.endpointsPerVpc + 1)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `more than ${quotas.endpointsPerVpc} endpoints in VPC ${vpc}`,
        path,
        at: 'key',
      }
  }
}

function* checkServices(topology: Topology, quotas: Quotas): Generator<Violation> {
  const { endpointServices, servers } = topology
  let count = 0
  for (const { name, vpc, fronts, servers: behind } of endpointServices.values()) {
    const path: Path = ['endpointServices', name]
    if (++count === quotas.endpointServices + 1)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `more than ${quotas.endpointServices} endpoint services`,
        path,
        at: 'key',
      }
    yield* checkPlaces(fronts, vpc, topology, path)
    const named = new Set<string>()
    for (const [index, server] of behind.entries()) {
      const known = servers.get(server)
      if (named.has(server))
        yield {
          code: 'REFERENCE_DUPLICATE',
          message: `server ${server} is named twice`,
          path: [...path, 'servers', index],
        }
      named.add(server)
      if (known !== undefined && known.vpc !== vpc)
        yield {
          code: 'ENDPOINT_VPC_MISMATCH',
          message: `server ${server} is in VPC ${known.vpc}, endpoint service ${name} in ${vpc}`,
          hint: `its balancer is in VPC ${vpc}, and so are the servers behind it`,
          path: [...path, 'servers', index],
        }
    }
  }
}

/** All in one VPC, one per zone. */
function* checkPlaces(
  places: readonly ZoneAddress[],
  vpc: string,
  { vswitches }: Topology,
  path: Path,
): Generator<Violation> {
  const zones = new Map<string, string>()
  for (const [index, { vswitch, zone }] of places.entries()) {
    const of = vswitches.get(vswitch)!.vpc
    if (of !== vpc)
      yield {
        code: 'ENDPOINT_VPC_MISMATCH',
        message: `vSwitch ${vswitch} is in VPC ${of}, the first one in ${vpc}`,
        hint: 'all vSwitches of it are in one VPC',
        path: [...path, 'vswitches', index],
      }
    const earlier = zones.get(zone)
    if (earlier !== undefined)
      yield {
        code: 'ENDPOINT_ZONE_TWICE',
        message: `vSwitch ${vswitch} is in zone ${zone}, where vSwitch ${earlier} is already`,
        hint: 'one vSwitch per zone',
        path: [...path, 'vswitches', index],
      }
    zones.set(zone, vswitch)
  }
}
