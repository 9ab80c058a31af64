/** The server group of a service and port, with the settings of the first Ingress that leads to it (facts/load-balancing 4.1, 4.6). */
import type { HealthCheck } from '../cloud/health-check.ts'
import type { AlbScheduler, StickySession } from '../cloud/server-group.ts'
import type { Findings } from './findings.ts'
import type { Ingress, ServicePort } from './ingress.ts'

export interface IngressGroup {
  /** `shop-80`; `team-shop-80` of a service that is not in namespace `default`. */
  readonly name: string
  readonly service: string
  readonly port: number
  /** The port of its containers, where a manifest of the Service says it. */
  readonly targetPort?: number
  readonly protocol: 'http' | 'https' | 'grpc'
  readonly scheduler: AlbScheduler
  readonly sticky?: StickySession
  /** Absent: switched off by annotation. */
  readonly healthCheck?: HealthCheck
}

const SECOND_US = 1_000_000

export function groupName(namespace: string, service: string, port: number | string): string {
  return namespace === 'default' ? `${service}-${port}` : `${namespace}-${service}-${port}`
}

export function groupOf(
  ingress: Ingress,
  { name: service, port }: ServicePort & { readonly port: number },
  targetPort: number | undefined,
  findings: Findings,
): IngressGroup {
  const { annotations, namespace } = ingress
  const sticky = stickyOf(ingress)
  const check = healthCheckOf(ingress)
  const protocol = annotations.get('backend-protocol')?.toLowerCase() ?? 'http'
  if (protocol !== 'http' && protocol !== 'https' && protocol !== 'grpc')
    findings.refuse(ingress.manifest, {
      code: 'INGRESS_GROUP',
      message: `${JSON.stringify(protocol)} is no protocol of servers; http, https or grpc`,
      path: annotations.pathOf('backend-protocol'),
    })
  return {
    name: groupName(namespace, service, port),
    service,
    port,
    ...(targetPort !== undefined && { targetPort }),
    protocol: protocol as IngressGroup['protocol'],
    scheduler: schedulerOf(ingress, findings),
    ...(sticky !== undefined && { sticky }),
    ...(check !== undefined && { healthCheck: check }),
  }
}

function schedulerOf({ annotations, manifest }: Ingress, findings: Findings): AlbScheduler {
  const kind = annotations.get('backend-scheduler')?.toLowerCase() ?? 'wrr'
  if (kind === 'uch') return { kind, parameter: annotations.get('backend-scheduler-uch-value') ?? '' }
  if (kind === 'wrr' || kind === 'wlc' || kind === 'sch') return { kind }
  findings.refuse(manifest, {
    code: 'INGRESS_GROUP',
    message: `${JSON.stringify(kind)} is no scheduler; wrr, wlc, sch or uch`,
    path: annotations.pathOf('backend-scheduler'),
  })
  return { kind: 'wrr' }
}

function stickyOf({ annotations }: Ingress): StickySession | undefined {
  if (!annotations.isOn('sticky-session')) return undefined
  if (annotations.get('sticky-session-type') === 'Server')
    return { kind: 'server', cookie: annotations.get('cookie') ?? '' }
  return { kind: 'insert', timeoutUs: Number(annotations.get('cookie-timeout') ?? 1_000) * SECOND_US }
}

/** On unless it is switched off: the documents' default, not the constant of the open-source controller (section 9 row 3). */
function healthCheckOf({ annotations }: Ingress): HealthCheck | undefined {
  if (annotations.get('healthcheck-enabled') === 'false') return undefined
  const number = (suffix: string, fallback: number) => Number(annotations.get(suffix) ?? fallback)
  const port = number('healthcheck-connect-port', 0)
  return {
    protocol: (annotations.get('healthcheck-protocol')?.toLowerCase() ?? 'http') as HealthCheck['protocol'],
    method: annotations.get('healthcheck-method') ?? 'HEAD',
    path: annotations.get('healthcheck-path') ?? '/',
    ...(port > 0 && { port }),
    codes: codesOf(annotations.get('healthcheck-httpcode') ?? 'http_2xx'),
    timeoutUs: number('healthcheck-timeout-seconds', 5) * SECOND_US,
    intervalUs: number('healthcheck-interval-seconds', 2) * SECOND_US,
    healthyThreshold: number('healthy-threshold-count', 3),
    unhealthyThreshold: number('unhealthy-threshold-count', 3),
  }
}

/** `http_2xx,http_3xx`. */
function codesOf(text: string): { first: number; last: number }[] {
  return text.split(',').flatMap((each) => {
    const hundred = /^\s*http_([2-5])xx\s*$/.exec(each)?.[1]
    return hundred === undefined ? [] : [{ first: Number(hundred) * 100, last: Number(hundred) * 100 + 99 }]
  })
}
