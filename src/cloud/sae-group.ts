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
  /** Of NLB that of the listener: its group speaks TCP where that is `tcpssl`. */
  readonly protocol: 'http' | 'https' | 'grpc' | 'tcp' | 'udp' | 'tcpssl'
  readonly product: 'alb' | 'clb' | 'nlb'
}

/** `sae/shop:8080`: no name in a file can be like that. Groups of CLB, of NLB and of other protocols end with those words. */
export function saeGroupName({ app, port, protocol, product }: SaeBackend): string {
  const usual = product === 'nlb' ? 'tcp' : 'http'
  const spoken = product === 'clb' || protocol === usual ? '' : `/${protocol}`
  return `sae/${app}:${port}${product === 'alb' ? '' : `/${product}`}${spoken}`
}

/** `vpc` is that of the application; `origin` is where it was asked for first. */
export function saeGroup(
  backend: SaeBackend,
  vpc: string,
  assumptions: Assumptions,
  origin: Origin,
): ServerGroup {
  const { app, port, protocol, product } = backend
  const spoken = protocol === 'tcpssl' ? 'tcp' : protocol
  const healthCheck = product === 'nlb' ? nlbHealthCheck(spoken) : saeHealthCheck(spoken, assumptions)
  return {
    name: saeGroupName(backend),
    vpc,
    product,
    protocol: spoken,
    members: [{ kind: 'app', app, port, weight: 100 }],
    scheduler: { kind: 'wrr' },
    crossZone: true,
    keepsAlive: true,
    // CLB keeps the check at the listener.
    ...(product !== 'clb' && { healthCheck }),
    isMasterSlave: false,
    // TCPSSL never preserves clients (2a.3).
    ...(product === 'nlb' && {
      nlb: { preservesClient: assumptions.nlbClientIp === 'kept' && protocol !== 'tcpssl', isAnyPort: false },
    }),
    origin,
  }
}

/** The defaults of 2a.4. */
export function nlbHealthCheck(spoken: ServerGroup['protocol']): HealthCheck {
  return {
    protocol: spoken === 'udp' ? 'udp' : 'tcp',
    method: 'GET',
    path: '/',
    codes: [{ first: 200, last: 299 }],
    timeoutUs: 5_000_000,
    intervalUs: 10_000_000,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
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
