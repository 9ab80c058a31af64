/** What SAE asks of Services (BindSlb, BindNlb): facts/load-balancing 3.3. `topology` is the one with routes, without Services. */
import { listenerAtPort } from './sae-front.ts'
import type { SaeService, SaeServicePort } from './sae-service.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkServices(services: readonly SaeService[], topology: Topology): Generator<Violation> {
  const taken = new Map<string, string>()
  for (const service of services) {
    const path: Path = ['services', service.name]
    if (service.apps.length !== 1)
      yield {
        code: 'SERVICE_ROUTES_ONE_APP_ONLY',
        message: `a Service leads to one application, and this one names ${service.apps.join(', ') || 'none'}`,
        hint: 'use an Ingress to route by domain and path: ingresses.NAME with rules',
        path: [...path, 'app'],
      }
    yield* checkPorts(service, path)
    const balancer = topology.loadBalancers.get(service.loadBalancer)
    if (balancer === undefined) continue
    if (balancer.kind !== 'clb' && balancer.kind !== 'nlb') {
      yield {
        code: 'SERVICE_NEEDS_CLB',
        message: `a Service is bound to a CLB or NLB, and ${balancer.name} is an ${balancer.kind.toUpperCase()}`,
        hint: 'use an Ingress on it, or write type: clb or type: nlb',
        path: [...path, 'loadBalancer'],
      }
      continue
    }
    const app = service.apps[0] === undefined ? undefined : topology.apps.get(service.apps[0])
    if (app !== undefined && app.vpc !== balancer.vpc)
      yield {
        code: 'VPC_MISMATCH',
        message: `load balancer ${balancer.name} is in VPC ${balancer.vpc}, application ${app.name} in ${app.vpc}`,
        hint: 'SAE binds a balancer of the same VPC',
        path: [...path, 'loadBalancer'],
      }
    for (const [index, each] of service.ports.entries()) {
      const { port, protocol } = each
      if (!PROTOCOLS[balancer.kind].includes(protocol))
        yield {
          code: 'SERVICE_PROTOCOL',
          message: `${balancer.name} is of type ${balancer.kind}, which binds no port of protocol ${protocol}`,
          hint: `use ${PROTOCOLS[balancer.kind].join(', ')}`,
          path: [...path, 'ports', index, 'protocol'],
        }
      const place = `${balancer.name}:${port}${protocol === 'udp' ? '/udp' : ''}`
      const there = listenerAtPort(balancer.listeners.values(), each)
      const owner = taken.get(place) ?? (there === undefined ? undefined : `listener ${there.name}`)
      if (owner !== undefined)
        yield {
          code: balancer.kind === 'clb' ? 'SlbListenerPort.NotAvailable' : 'LISTENER_PORT_TAKEN',
          message: `port ${port} of ${balancer.name} is taken by ${owner}`,
          hint: `use a port that is free, or another ${balancer.kind.toUpperCase()}`,
          path: [...path, 'ports', index, 'port'],
        }
      else taken.set(place, `Service ${service.name}`)
    }
  }
}

const PROTOCOLS: Readonly<Record<'clb' | 'nlb', readonly SaeServicePort['protocol'][]>> = {
  clb: ['tcp', 'udp', 'http', 'https'],
  nlb: ['tcp', 'udp', 'tcpssl'],
}

function* checkPorts({ ports }: SaeService, path: Path): Generator<Violation> {
  for (const [index, { protocol, certificate }] of ports.entries())
    if ((protocol === 'https' || protocol === 'tcpssl') !== (certificate !== undefined))
      yield {
        code: 'SERVICE_CERTIFICATE',
        message:
          certificate === undefined
            ? `a port of protocol ${protocol} needs a certificate`
            : `a port of protocol ${protocol} shows no certificate`,
        hint:
          certificate === undefined
            ? 'certificate: shop'
            : 'write protocol: https or tcpssl, or leave it out',
        path: [...path, 'ports', index],
      }
}
