/** What a flow asks of a balancer, and whom it calls by the name of a service: facts/load-balancing 1.5 and 3.4. */
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Endpoint, Flow, FlowRequest } from '../datapath/flow.ts'
import { type PacketProtocol, TCP, UDP } from '../net/protocol.ts'

interface ReadRequest {
  readonly host?: string | undefined
  readonly path?: string | undefined
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly scheme?: FlowRequest['scheme'] | undefined
  readonly verify?: boolean | undefined
}

/** The request of a flow; nothing where it names none of its parts. */
export function requestOf({
  host,
  path,
  method,
  headers,
  scheme,
  verify,
}: ReadRequest): Pick<Flow, 'request'> {
  const request: FlowRequest = {
    ...(host !== undefined && { host }),
    ...(path !== undefined && { path }),
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(scheme !== undefined && { scheme }),
    ...(verify === false && { verify }),
  }
  return Object.keys(request).length === 0 ? {} : { request }
}

/** A service by its key in the file is called by its whole name: `orders` is `orders-cn-hangzhou-default`. */
export function withWholeName(endpoint: Endpoint, { serviceNames }: Topology): Endpoint {
  if (endpoint.kind !== 'service' || serviceNames.has(endpoint.name)) return endpoint
  const path = `services.${endpoint.name}`
  for (const { name, origin } of serviceNames.values())
    if (origin.path === path) return { kind: 'service', name }
  return endpoint
}

/** The one port of a balancer or a service name that hears the protocol; undefined where there is none, or several. */
export function balancerPort(to: Endpoint, protocol: PacketProtocol, topology: Topology): number | undefined {
  if (to.kind === 'loadBalancer') {
    const ports = portsOf(topology.loadBalancers.get(to.name), protocol)
    return ports.length === 1 ? ports[0] : undefined
  }
  const { name } = withWholeName(to, topology)
  const ports = topology.serviceNames.get(name)?.ports.filter((each) => numberOf(each.protocol) === protocol)
  return ports?.length === 1 ? ports[0]!.port : undefined
}

function portsOf(balancer: LoadBalancer | undefined, protocol: PacketProtocol): number[] {
  const heard = [...(balancer?.listeners.values() ?? [])].filter((each) => {
    const isUdp = each.protocol === 'udp' || each.protocol === 'quic'
    return protocol === (isUdp ? UDP : TCP)
  })
  return [...new Set(heard.map(({ port }) => port))]
}

function numberOf(protocol: 'tcp' | 'udp'): PacketProtocol {
  return protocol === 'tcp' ? TCP : UDP
}
