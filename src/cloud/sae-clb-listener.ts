/** Gateway routes and Services as listeners of a CLB (facts/load-balancing 3.2, 3.3), with the defaults of 2.2 to 2.4. */
import type { Assumptions } from './assumptions.ts'
import type { ClbBalancing, ClbHttpListener, ClbStreamListener, HttpSettings, UrlRule } from './listener.ts'
import type { HttpIngress } from './sae-alb-listener.ts'
import { saeGroupName, saeHealthCheck } from './sae-group.ts'
import { listenerOfIngress, type SaeIngressRule, type SaeTarget } from './sae-ingress.ts'
import { listenerOfService, type SaeService, type SaeServicePort } from './sae-service.ts'

/** The order of the list does not count: CLB asks the most specific rule (2.6). */
export function clbListenerOf(ingress: HttpIngress, assumptions: Assumptions): ClbHttpListener {
  const { name, port, protocol, certificates, idleTimeoutUs, requestTimeoutUs, origin } = ingress
  return {
    kind: 'clbHttp',
    name: listenerOfIngress(name),
    port,
    protocol,
    ...httpSettings(certificates),
    idleTimeoutUs,
    requestTimeoutUs,
    ...balancing('http', assumptions),
    urlRules: ingress.rules.map((rule, at) => urlRule(rule, at, ingress)),
    ...(ingress.default !== undefined && { defaultGroup: groupOf(ingress.default) }),
    origin,
  }
}

function urlRule(rule: SaeIngressRule, at: number, { name, origin }: HttpIngress): UrlRule {
  const { domain, path } = rule
  return {
    name: `${name}[${at}]`,
    ...(domain !== undefined && { domain: domain.toLowerCase() }),
    ...(path !== undefined && { url: path }),
    group: groupOf(rule),
    origin: { ...origin, path: `${origin.path}.rules[${at}]` },
  }
}

/** A Service has one application behind each port, whatever the request says. */
export function serviceListener(
  service: SaeService,
  port: SaeServicePort,
  assumptions: Assumptions,
): ClbHttpListener | ClbStreamListener {
  const common = {
    name: listenerOfService(service.name, port),
    port: port.port,
    origin: service.origin,
    ...(service.apps[0] !== undefined && {
      defaultGroup: groupOf({ app: service.apps[0], port: port.targetPort }),
    }),
  }
  const { protocol, certificate } = port
  if (protocol === 'tcp' || protocol === 'udp')
    return {
      ...common,
      ...balancing(protocol, assumptions),
      kind: 'clbStream',
      protocol,
      establishedTimeoutUs: 900_000_000,
      persistenceUs: 0,
    }
  return {
    ...common,
    ...httpSettings(certificate === undefined ? [] : [certificate]),
    ...balancing('http', assumptions),
    kind: 'clbHttp',
    // TCPSSL, which CLB does not have, is told of by `sae-service-rules.ts`.
    protocol: protocol === 'http' ? 'http' : 'https',
    urlRules: [],
  }
}

/** What a listener has that says nothing of it. */
export function balancing(protocol: 'http' | 'tcp' | 'udp', assumptions: Assumptions): ClbBalancing {
  return { scheduler: assumptions.clbScheduler, healthCheck: saeHealthCheck(protocol, assumptions) }
}

/** What an HTTP listener has that says nothing of it (2.3). */
export function httpSettings(certificates: readonly string[]): HttpSettings {
  return {
    idleTimeoutUs: 15_000_000,
    requestTimeoutUs: 60_000_000,
    certificates,
    forwardedFor: 'append',
    addedHeaders: [],
  }
}

function groupOf({ app, port }: Pick<SaeTarget, 'app' | 'port'>): string {
  return saeGroupName({ app, port, protocol: 'http', product: 'clb' })
}
