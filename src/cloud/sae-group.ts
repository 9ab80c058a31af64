/**
 * The server groups that SAE makes for an application: its instances at one port, weight 100 (facts/load-balancing 3.3, 4.5),
 * with the settings of section 4.6.
 */
import type { Assumptions } from './assumptions.ts'
import type { HealthCheck } from './health-check.ts'
import type { Origin } from './origin.ts'
import type { ServerGroup } from './server-group.ts'

export interface SaeBackend {
  readonly app: string
  readonly port: number
  readonly protocol: 'http' | 'https' | 'grpc'
  readonly product: 'alb' | 'clb'
}

/** `sae/shop:8080`: no name in a file can be like that. Groups of CLB and of other protocols end with that word. */
export function saeGroupName({ app, port, protocol, product }: SaeBackend): string {
  const word = product === 'clb' ? '/clb' : protocol === 'http' ? '' : `/${protocol}`
  return `sae/${app}:${port}${word}`
}

/** `vpc` is that of the application; `origin` is where it was asked for first. */
export function saeGroup(
  backend: SaeBackend,
  vpc: string,
  assumptions: Assumptions,
  origin: Origin,
): ServerGroup {
  const { app, port, protocol, product } = backend
  const healthCheck = saeHealthCheck(protocol === 'http' ? 'http' : protocol, assumptions)
  return {
    name: saeGroupName(backend),
    vpc,
    product,
    protocol,
    members: [{ kind: 'app', app, port, weight: 100 }],
    scheduler: { kind: 'wrr' },
    crossZone: true,
    keepsAlive: true,
    // CLB keeps the check at the listener.
    ...(product === 'alb' && { healthCheck }),
    isMasterSlave: false,
    origin,
  }
}

/** The defaults of 1.9 and 2.4. */
export function saeHealthCheck(
  protocol: HealthCheck['protocol'],
  { healthyCodes }: Pick<Assumptions, 'healthyCodes'>,
): HealthCheck {
  const isUdp = protocol === 'udp'
  const good = { first: 200, last: healthyCodes === '2xx-3xx' ? 399 : 299 }
  return {
    protocol,
    method: protocol === 'grpc' ? 'POST' : 'HEAD',
    path: '/',
    codes: [protocol === 'grpc' ? { first: 0, last: 0 } : good],
    timeoutUs: isUdp ? 10_000_000 : 5_000_000,
    intervalUs: isUdp ? 5_000_000 : 2_000_000,
    healthyThreshold: 3,
    unhealthyThreshold: 3,
  }
}
