/** A flow that asks an inference service of EAS: its path and its token (facts/deployment B.4). */
import { predictPath } from '../cloud/gateway-paths.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Path } from '../cloud/violation.ts'
import type { Endpoint } from '../datapath/flow.ts'
import type { Report } from './problem.ts'

interface ReadCall {
  readonly service?: string | undefined
  readonly token?: string | undefined
  readonly path?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Who is asked by name: a gateway, or a domain that leads to one. */
const CALLED: ReadonlySet<Endpoint['kind']> = new Set(['gateway', 'name', 'loadBalancer'])

/** `read` with the path and the headers that it stands for. */
export function withServiceCall<Read extends ReadCall>(
  read: Read,
  to: Endpoint,
  topology: Topology,
  path: Path,
  reports: Report[],
): Read {
  const { service, token } = read
  if (service === undefined) {
    if (token !== undefined)
      reports.push({
        code: 'KEYS_EXCLUSIVE',
        message: 'token goes with service, whose callers send it',
        hint: 'name the service: service: llm',
        path: [...path, 'token'],
      })
    return read
  }
  if (!CALLED.has(to.kind)) {
    reports.push({
      code: 'KEYS_EXCLUSIVE',
      message: `service says what is asked of a gateway, and ${to.name} is none`,
      hint: 'call the gateway: to: gateway/NAME',
      path: [...path, 'service'],
    })
    return read
  }
  const app = topology.apps.get(service)
  if (app !== undefined && app.eas === undefined) {
    reports.push({
      code: 'SERVICE_GROUP_MEMBER',
      message: `${service} is an application of SAE, which no gateway of EAS leads to`,
      hint: `call it: to: app/${service}; or write kind: eas`,
      path: [...path, 'service'],
    })
    return read
  }
  const right = app?.eas?.token ?? topology.serviceGroups.get(service)?.token
  const sent = token === 'none' ? undefined : (token ?? right)
  const named = Object.keys(read.headers ?? {}).some((name) => name.toLowerCase() === 'authorization')
  return {
    ...read,
    path: predictPath(service) + (read.path ?? ''),
    ...(sent !== undefined && !named && { headers: { ...read.headers, Authorization: sent } }),
  }
}
