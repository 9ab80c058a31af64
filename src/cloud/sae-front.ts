/**
 * What SAE rents for gateway routes and Services: listeners on balancers that are there, and the groups behind them
 * (facts/load-balancing 3.2, 3.3). What cannot be rented – `sae-ingress-rules.ts`, `sae-service-rules.ts` say why – is left out.
 */
import type { App } from './app.ts'
import type { Assumptions } from './assumptions.ts'
import { hears, type Listener } from './listener.ts'
import type { Alb, Clb } from './load-balancer.ts'
import { albListenerOf } from './sae-alb-listener.ts'
import { clbListenerOf, serviceListener } from './sae-clb-listener.ts'
import { type SaeBackend, saeGroup, saeGroupName } from './sae-group.ts'
import type { SaeIngress } from './sae-ingress.ts'
import { nlbListenerOf } from './sae-nlb-listener.ts'
import type { SaeService } from './sae-service.ts'
import type { ServerGroup } from './server-group.ts'
import type { Topology } from './topology.ts'

/** What SAE is asked for, in the order of the file. */
export interface SaeFronts {
  readonly ingresses: readonly SaeIngress[]
  readonly services: readonly SaeService[]
}

type Rented = Pick<Topology, 'loadBalancers' | 'serverGroups'>

/** The balancers and groups of a file with those of SAE beside them. */
export function withSaeFronts(
  { loadBalancers, serverGroups }: Rented,
  { ingresses, services }: SaeFronts,
  apps: ReadonlyMap<string, App>,
  assumptions: Assumptions,
): Rented {
  const balancers = new Map(loadBalancers)
  const groups = new Map(serverGroups)
  for (const ingress of ingresses) {
    const balancer = balancers.get(ingress.loadBalancer)
    // NLB has no layer 7.
    if (balancer?.kind !== 'alb' && balancer?.kind !== 'clb') continue
    const made = withIngress(balancer, ingress, assumptions)
    if (made === undefined) continue
    balancers.set(balancer.name, made)
    addGroups(groups, backendsOfIngress(ingress, balancer.kind), ingress, apps, assumptions)
  }
  for (const service of services) {
    const balancer = balancers.get(service.loadBalancer)
    if (balancer?.kind !== 'clb' && balancer?.kind !== 'nlb') continue
    const { kind } = balancer
    const listeners = new Map(balancer.listeners)
    for (const port of service.ports) {
      if (listenerAtPort(listeners.values(), port) !== undefined) continue
      const listener =
        kind === 'nlb' ? nlbListenerOf(service, port) : serviceListener(service, port, assumptions)
      if (listener !== undefined) listeners.set(listener.name, listener)
    }
    balancers.set(balancer.name, { ...balancer, listeners })
    addGroups(groups, backendsOfService(service, kind), service, apps, assumptions)
  }
  return { loadBalancers: balancers, serverGroups: groups }
}

/** Undefined where the port is taken, or the route is none of layer 7. */
function withIngress(
  balancer: Alb | Clb,
  ingress: SaeIngress,
  assumptions: Assumptions,
): Alb | Clb | undefined {
  const { protocol } = ingress
  if (protocol === 'tcp' || protocol === 'udp') return undefined
  const there = listenerAtPort(balancer.listeners.values(), ingress)
  if (there !== undefined && !canShare(there, ingress)) return undefined
  const listener =
    balancer.kind === 'clb'
      ? clbListenerOf({ ...ingress, protocol }, assumptions)
      : albListenerOf({ ...ingress, protocol }, there?.kind === 'alb' ? there : undefined, assumptions)
  return { ...balancer, listeners: new Map([...balancer.listeners, [listener.name, listener]]) }
}

/**
 * SAE's rules may stand on one ALB listener with rules that somebody made by hand (3.2); another route, another protocol
 * or a CLB listener excludes them.
 */
export function canShare(there: Listener, { protocol }: Pick<SaeIngress, 'protocol'>): boolean {
  return there.kind === 'alb' && there.protocol === protocol && !isOfSae(there)
}

/** The listener that excludes another one of `protocol` at the port: UDP, and QUIC on it, leave a port to TCP (1.2). */
export function listenerAtPort(
  listeners: Iterable<Listener>,
  { port, protocol }: { readonly port: number; readonly protocol: Listener['protocol'] },
): Listener | undefined {
  for (const listener of listeners)
    if (hears(listener, port) && isOnUdp(listener.protocol) === isOnUdp(protocol)) return listener
  return undefined
}

function isOnUdp(protocol: Listener['protocol']): boolean {
  return protocol === 'udp' || protocol === 'quic'
}

/** Did a gateway route or Service make or take over this listener? */
export function isOfSae({ origin }: Pick<Listener, 'origin'>): boolean {
  return /^(ingresses|services)\./.test(origin.path)
}

function backendsOfIngress({ rules, default: rest }: SaeIngress, product: 'alb' | 'clb'): SaeBackend[] {
  return [...rules, ...(rest === undefined ? [] : [rest])].map(({ app, port, backendProtocol }) => ({
    app,
    port,
    protocol: product === 'clb' ? 'http' : backendProtocol,
    product,
  }))
}

function backendsOfService({ apps, ports }: SaeService, product: 'clb' | 'nlb'): SaeBackend[] {
  return ports.flatMap(({ targetPort: port, protocol }) =>
    apps
      .slice(0, 1)
      .map((app) => ({ app, port, protocol: product === 'clb' ? ('http' as const) : protocol, product })),
  )
}

function addGroups(
  groups: Map<string, ServerGroup>,
  backends: readonly SaeBackend[],
  { origin }: SaeIngress | SaeService,
  apps: ReadonlyMap<string, App>,
  assumptions: Assumptions,
): void {
  for (const backend of backends) {
    const app = apps.get(backend.app)
    const name = saeGroupName(backend)
    if (app !== undefined && !groups.has(name))
      groups.set(name, saeGroup(backend, app.vpc, assumptions, origin))
  }
}
