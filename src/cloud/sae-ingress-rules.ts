/** What SAE asks of gateway routes: facts/load-balancing 3.2. `topology` is the one without what SAE makes of them. */
import type { LoadBalancer } from './load-balancer.ts'
import type { Quotas } from './quotas.ts'
import { canShare, listenerAtPort } from './sae-front.ts'
import { appsOfIngress, type SaeIngress } from './sae-ingress.ts'
import { checkIngressOnAlb, checkIngressOnClb } from './sae-ingress-on-balancer.ts'
import { namespaceOf } from './service-name.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkIngresses(
  ingresses: readonly SaeIngress[],
  topology: Topology,
  quotas: Pick<Quotas, 'rulesPerIngress'>,
): Generator<Violation> {
  const taken = new Map<string, string>()
  for (const ingress of ingresses) {
    const path: Path = ['ingresses', ingress.name]
    if (ingress.rules.length > quotas.rulesPerIngress)
      yield {
        code: 'Exceed.IngressRule',
        message: `${ingress.rules.length} rules, but a gateway route may have ${quotas.rulesPerIngress}`,
        hint: 'make another route of some of them, at another port or balancer',
        path: [...path, 'rules'],
      }
    yield* checkNamespaces(ingress, topology, path)
    if (ingress.protocol === 'tcp' || ingress.protocol === 'udp') {
      yield {
        code: 'INGRESS_L4_UNSUPPORTED',
        message: `a gateway route is of layer 7, and ${ingress.protocol.toUpperCase()} is of layer 4`,
        hint: 'use a Service: services.NAME with app, loadBalancer and ports',
        path: [...path, 'protocol'],
      }
      continue
    }
    yield* checkCertificates(ingress, topology.loadBalancers.get(ingress.loadBalancer), path)
    yield* checkTimeouts(ingress, path)
    const balancer = topology.loadBalancers.get(ingress.loadBalancer)
    if (balancer === undefined) continue
    if (balancer.kind !== 'alb' && balancer.kind !== 'clb') {
      yield {
        code: 'INGRESS_L4_UNSUPPORTED',
        message: `a gateway route is of layer 7, and ${balancer.name} is an NLB, of layer 4`,
        hint: 'use an ALB or CLB, or a Service: services.NAME with app, loadBalancer and ports',
        path: [...path, 'loadBalancer'],
      }
      continue
    }
    yield* checkPlace(ingress, balancer, topology, taken, path)
    yield* balancer.kind === 'clb'
      ? checkIngressOnClb(ingress, path)
      : checkIngressOnAlb(ingress, balancer, path)
  }
}

/** One route for a port of a balancer, and all of one VPC. */
function* checkPlace(
  ingress: SaeIngress,
  balancer: LoadBalancer,
  { apps }: Topology,
  taken: Map<string, string>,
  path: Path,
): Generator<Violation> {
  const place = `${balancer.name}:${ingress.port}`
  const earlier = taken.get(place)
  const there = listenerAtPort(balancer.listeners.values(), ingress)
  if (earlier !== undefined)
    yield {
      code: 'INGRESS_PORT_TAKEN',
      message: `gateway route ${earlier} has port ${ingress.port} of ${balancer.name} already`,
      hint: 'put the rules into one route, or use another port',
      path: [...path, 'port'],
    }
  else if (there !== undefined && !canShare(there, ingress))
    yield {
      code: 'INGRESS_PORT_TAKEN',
      message: `listener ${there.name} of ${balancer.name} has port ${ingress.port} already`,
      hint:
        balancer.kind === 'alb'
          ? 'a listener that is shared has the protocol of the route'
          : 'use a port that is free',
      path: [...path, 'port'],
    }
  else taken.set(place, ingress.name)
  for (const name of appsOfIngress(ingress)) {
    const vpc = apps.get(name)?.vpc
    if (vpc !== undefined && vpc !== balancer.vpc)
      yield {
        code: 'VPC_MISMATCH',
        message: `load balancer ${balancer.name} is in VPC ${balancer.vpc}, application ${name} in ${vpc}`,
        hint: 'SAE binds a balancer of the VPC of its namespace',
        path: [...path, 'loadBalancer'],
      }
  }
}

function* checkNamespaces(ingress: SaeIngress, { apps, region }: Topology, path: Path): Generator<Violation> {
  let first = ingress.namespace
  for (const name of appsOfIngress(ingress)) {
    const app = apps.get(name)
    if (app === undefined) continue
    const namespace = namespaceOf(app, region)
    first ??= namespace
    if (namespace !== first)
      yield {
        code: 'INGRESS_NAMESPACE',
        message: `application ${name} is in namespace ${namespace}, the route in ${first}`,
        hint: 'all applications of a route are in one namespace; make a route for each',
        path,
      }
  }
}

/** `cert_id` of CLB is one, `cert_ids` of ALB are several. */
function* checkCertificates(
  { certificates, protocol }: SaeIngress,
  balancer: LoadBalancer | undefined,
  path: Path,
): Generator<Violation> {
  const wrong =
    protocol === 'http'
      ? certificates.length > 0 && 'an HTTP route shows no certificate'
      : certificates.length === 0
        ? 'an HTTPS route needs a certificate'
        : balancer?.kind === 'clb' && certificates.length > 1 && 'a route on CLB has one certificate'
  if (wrong)
    yield {
      code: 'INGRESS_CERTIFICATE',
      message: wrong,
      hint: protocol === 'http' ? 'write protocol: https, or leave it out' : 'certificates: [ shop ]',
      path: certificates.length === 0 ? path : [...path, 'certificates'],
    }
}

function* checkTimeouts({ idleTimeoutUs, requestTimeoutUs }: SaeIngress, path: Path): Generator<Violation> {
  for (const [key, valueUs, most] of [
    ['idleTimeout', idleTimeoutUs, 60],
    ['requestTimeout', requestTimeoutUs, 180],
  ] as const)
    if (valueUs < 1_000_000 || valueUs > most * 1_000_000)
      yield {
        code: 'VALUE_OUT_OF_RANGE',
        message: `${key} of a gateway route is 1s to ${most}s`,
        path: [...path, key],
      }
}
