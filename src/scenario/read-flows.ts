/** Who talks to whom: endpoints resolved, the port taken from the target where the flow names none. */
import { gatewayNameOf } from '../cloud/gateway-front.ts'
import type { ResourceGraph } from '../cloud/resource-graph.ts'
import { interfaceNamed, serverOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import type { Endpoint, Flow } from '../datapath/flow.ts'
import { GRE, hasPorts, ICMP, ICMPV6, type PacketProtocol, TCP, UDP } from '../net/protocol.ts'
import { ipVersionOf, whyNotOver } from './ip-version.ts'
import type { Places } from './places.ts'
import type { Report } from './problem.ts'
import { connectionPlanOf } from './read-connections.ts'
import { balancerPort, requestOf, withWholeName } from './read-request.ts'
import { requestPlanOf } from './read-requests.ts'
import type { SectionReader } from './read-sections.ts'
import { withServiceCall } from './read-service-call.ts'
import { endpointOf } from './references.ts'
import { missingKey } from './schema-reports.ts'
import type { SourceText } from './source-text.ts'
import { type ValueMap, within } from './value.ts'

/** What a packet can carry; rules know `all` besides. */
const PROTOCOLS = { tcp: TCP, udp: UDP, icmp: ICMP, icmpv6: ICMPV6, gre: GRE } as const

export function readFlows(
  root: ValueMap,
  reader: SectionReader,
  graph: ResourceGraph,
  topology: Topology,
  places: Places,
  source: SourceText,
): { flows: Flow[]; reports: Report[] } {
  const reports: Report[] = []
  const flows: Flow[] = []
  for (const [name, read] of reader.flows(root, places, reports)) {
    const path = ['flows', name]
    const from = endpointOf(read.from, graph)
    const called = endpointOf(read.to, graph)
    if (from === undefined || called === undefined) continue
    const to = withWholeName(called, topology)
    if (from.kind === 'internet' && to.kind === 'internet') {
      reports.push({
        code: 'FLOW_OUTSIDE',
        message: `${from.name} and ${to.name} are both on the Internet`,
        hint: 'a flow begins or ends inside: at an application, a server or a database',
        path,
        at: 'key',
      })
      continue
    }
    if (from.kind === 'db') {
      reports.push({
        code: 'FLOW_FROM_DATABASE',
        message: `${from.name} is a database, which answers and calls nobody`,
        hint: `turn the flow round, or begin it at an application or a server`,
        path: [...path, 'from'],
      })
      continue
    }
    if (reportBalancer(from, to, root, path, reports)) continue
    if (
      from.kind === 'name' ||
      from.kind === 'endpoint' ||
      (from.kind === 'internet' && to.kind === 'endpoint')
    ) {
      reports.push({
        code: 'FLOW_DIRECTION',
        message:
          from.kind === 'internet'
            ? `endpoint ${to.name} is called from inside a VPC, not from the Internet`
            : `${from.name} is ${from.kind === 'name' ? 'a name' : 'an endpoint'}, which is called and calls nobody`,
        hint: 'a flow begins at an application or a server, and goes to the endpoint or the name',
        path: [...path, from.kind === 'internet' ? 'to' : 'from'],
      })
      continue
    }
    const isPrivate = to.kind === 'natGateway' && topology.vpcNatGateways.has(to.name)
    if (from.kind === 'natGateway' || (from.kind === 'internet' && isPrivate)) {
      reports.push({
        code: 'FLOW_DIRECTION',
        message:
          from.kind === 'natGateway'
            ? `${from.name} is a NAT gateway, which calls nobody by itself`
            : `${to.name} is a VPC NAT gateway, which the Internet cannot call`,
        hint: 'a flow to a NAT gateway begins at an application, a server or, with EIPs, on the Internet',
        path: [...path, from.kind === 'natGateway' ? 'from' : 'to'],
      })
      continue
    }
    const service = to.kind === 'app' ? topology.apps.get(to.name) : undefined
    if (service?.eas !== undefined) {
      reports.push({
        code: 'FLOW_DIRECTION',
        message: `${to.name} is an inference service, which is called through its gateway and not by the addresses of its instances`,
        hint: `write to: gateway/${gatewayNameOf(service, topology)}, service: ${to.name}`,
        path: [...path, 'to'],
      })
      continue
    }
    const via = viaOf(read.via, from, to, topology, path, reports)
    const protocol = PROTOCOLS[read.protocol]
    const version = ipVersionOf(read.ip, protocol)
    const mismatch = whyNotOver(version, protocol)
    if (mismatch !== undefined)
      reports.push({
        code: 'KEYS_EXCLUSIVE',
        message: mismatch,
        hint: 'change protocol, or ip',
        path: [...path, 'ip'],
      })
    if (version.ip === 'v6' && (to.kind === 'name' || to.kind === 'endpoint'))
      reports.push({
        code: 'FEATURE_NOT_MODELLED',
        message: `${to.kind === 'name' ? 'names' : 'endpoints'} lead to IPv4 addresses alone`,
        hint: 'leave ip out, or call somebody who has an IPv6 address',
        path: [...path, 'to'],
      })
    if (read.connections !== undefined && version.ip === 'v6')
      reports.push({
        code: 'FEATURE_NOT_MODELLED',
        message: 'connections are counted for IPv4 alone',
        hint: 'leave connections out, or ip: v6',
        path: [...path, 'connections'],
      })
    const withPorts = hasPorts(protocol)
    if (!withPorts && read.port !== undefined)
      reports.push({
        code: 'OperationDenied', // facts/vpc 5.3: protocol and port do not match
        message: `${read.protocol} has no ports`,
        hint: 'leave port out',
        path: [...path, 'port'],
      })
    const port = read.port ?? portOf(to, protocol, topology)
    if (withPorts && port === undefined) {
      if (isBuilt(to, topology))
        reports.push({
          ...missingKey('port', path),
          hint:
            to.kind === 'server'
              ? `give the flow a port: server ${to.name} does not listen on just one`
              : to.kind === 'natGateway'
                ? 'give the flow a port: that of a DNAT entry'
                : to.kind === 'loadBalancer' || to.kind === 'service'
                  ? 'give the flow a port: that of a listener'
                  : to.kind === 'name'
                    ? 'give the flow a port: a name says nothing of it'
                    : `give the flow a port, or internet.${to.name} the one it serves`,
        })
      continue
    }
    const origin = { path: formatPath(path), ...source.position(places.key(path)[0]) }
    flows.push({
      name,
      from,
      to,
      protocol,
      ...(via === undefined ? {} : { via }),
      ...version,
      port: withPorts ? port! : 0,
      ...requestOf(withServiceCall(read, to, topology, path, reports)),
      ...connectionPlanOf(read.connections),
      ...requestPlanOf(read.requests, { from, to, ...version }, path, reports),
      origin,
    })
  }
  return { flows, reports }
}

const CALLED_WORDS = {
  loadBalancer: 'load balancer',
  service: 'service',
  gateway: 'gateway',
} as const

/** Balancers, gateways and services call nobody, and a service name is known inside of a VPC alone (facts/load-balancing 3.4). */
function reportBalancer(
  from: Endpoint,
  to: Endpoint,
  root: ValueMap,
  path: Path,
  reports: Report[],
): boolean {
  if (from.kind === 'loadBalancer' || from.kind === 'service' || from.kind === 'gateway') {
    reports.push({
      code: 'FLOW_DIRECTION',
      message: `${from.name} is a ${CALLED_WORDS[from.kind]}, which is called and calls nobody by itself`,
      hint: 'a flow begins at an application, a server or on the Internet',
      path: [...path, 'from'],
    })
    return true
  }
  const service = to.kind === 'service' ? within(root['services'], to.name) : undefined
  const isBinding = within(service, 'loadBalancer') !== undefined
  if (isBinding)
    reports.push({
      code: 'FLOW_DIRECTION',
      message: `service ${to.name} has no name that can be called: it binds a load balancer`,
      hint: 'call the load balancer: to: loadBalancer/NAME',
      path: [...path, 'to'],
    })
  return isBinding
}

/** From the Internet nobody can call an internal address, so there the public one is meant (facts/vpc R9.4). */
function viaOf(
  read: Flow['via'],
  from: Endpoint,
  to: Endpoint,
  topology: Topology,
  path: Path,
  reports: Report[],
): Flow['via'] {
  if (to.kind === 'gateway') return viaOfGateway(read, from, to, path, reports)
  if (to.kind !== 'db') {
    if (read !== undefined)
      reports.push({
        code: 'KEYS_EXCLUSIVE',
        message: `${to.name} is no database and no gateway, and via chooses between the two addresses of one`,
        hint: 'leave via out',
        path: [...path, 'via'],
      })
    return undefined
  }
  const via = read ?? (from.kind === 'internet' ? 'public' : 'internal')
  const database = topology.databases.get(to.name)
  if (via === 'public' && database !== undefined && database.publicAddress === undefined)
    reports.push({
      code: 'PUBLIC_ENDPOINT_ABSENT',
      message: `database ${to.name} has no public endpoint`,
      hint: `give databases.${to.name} a publicAddress, or call it from inside`,
      path: read === undefined ? path : [...path, 'via'],
    })
  return via
}

/** Absent where the file does not say: then the network of the caller decides. */
function viaOfGateway(
  read: Flow['via'],
  from: Endpoint,
  to: Endpoint,
  path: Path,
  reports: Report[],
): Flow['via'] {
  if (read === 'internal' && from.kind === 'internet')
    reports.push({
      code: 'FLOW_DIRECTION',
      message: `${from.name} is on the Internet, from where nobody calls the private side of ${to.name}`,
      hint: 'leave via out, or begin the flow inside a VPC',
      path: [...path, 'via'],
    })
  return read ?? (from.kind === 'internet' ? 'public' : undefined)
}

/** The one port that the target serves; undefined where it serves none, or several. */
export function portOf(to: Endpoint, protocol: PacketProtocol, topology: Topology): number | undefined {
  switch (to.kind) {
    case 'app':
      return topology.apps.get(to.name)?.port
    case 'internet':
      return topology.internet.get(to.name)?.port
    case 'db':
      return topology.databases.get(to.name)?.port
    case 'natGateway':
      return undefined // Its entries may lead anywhere.
    case 'endpoint':
      return serviceOf(to.name, topology)?.port
    case 'name':
      return undefined // It may lead to anybody.
    case 'loadBalancer':
    case 'service':
      return balancerPort(to, protocol, topology)
    case 'gateway':
      return 80
    case 'haVip':
      return portOf({ kind: 'server', name: topology.haVips.get(to.name)?.active ?? '' }, protocol, topology)
    case 'server': {
      const heard = serverOf(topology.servers, to.name)?.listeners.filter(
        (each) => each.protocol === protocol,
      )
      const [only] = heard ?? []
      return heard?.length === 1 && only!.ports.first === only!.ports.last ? only!.ports.first : undefined
    }
  }
}

function serviceOf(endpoint: string, { endpoints, endpointServices }: Topology) {
  return endpointServices.get(endpoints.get(endpoint)?.service ?? '')
}

/** What could not be read has been told already. */
function isBuilt({ kind, name }: Endpoint, topology: Topology): boolean {
  switch (kind) {
    case 'app':
      return topology.apps.has(name)
    case 'internet':
      return topology.internet.has(name)
    case 'db':
      return topology.databases.has(name)
    case 'server':
      return interfaceNamed(topology.servers, name) !== undefined
    case 'haVip':
      return topology.haVips.has(name)
    case 'endpoint':
      return topology.endpoints.has(name)
    case 'natGateway':
      return topology.natGateways.has(name) || topology.vpcNatGateways.has(name)
    case 'loadBalancer':
      return topology.loadBalancers.has(name)
    case 'service':
      return topology.serviceNames.has(name)
    case 'gateway':
      return topology.gateways.has(name)
    case 'name':
      return true
  }
}
