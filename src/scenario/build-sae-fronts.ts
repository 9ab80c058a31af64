/** SAE gateway routes and services as they were read: facts/load-balancing 3.2 to 3.4. */
import type * as z from 'zod'
import type { App } from '../cloud/app.ts'
import type { SaeFronts } from '../cloud/sae-front.ts'
import type { SaeIngress, SaeTarget } from '../cloud/sae-ingress.ts'
import type { SaeService, SaeServicePort } from '../cloud/sae-service.ts'
import { fullServiceName, namespaceOf, type ServiceName } from '../cloud/service-name.ts'
import type { WrittenServiceName } from '../cloud/service-name-rules.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { Resources } from './read-sections.ts'
import type { ingress, service } from './schema/ingress.ts'

type ReadIngress = z.output<typeof ingress>
type ReadService = z.output<typeof service>

/** What SAE is asked for. Routes and services whose application does not exist are left out; the references have told of it. */
export interface BuiltFronts extends SaeFronts {
  readonly serviceNames: readonly WrittenServiceName[]
}

export function buildSaeFronts(
  { ingresses, services }: Pick<Resources, 'ingresses' | 'services'>,
  apps: ReadonlyMap<string, App>,
  region: string,
  context: BuildContext,
): BuiltFronts {
  const built: { ingresses: SaeIngress[]; services: SaeService[]; serviceNames: WrittenServiceName[] } = {
    ingresses: [],
    services: [],
    serviceNames: [],
  }
  for (const [name, read] of ingresses) built.ingresses.push(buildIngress(name, read, apps, context))
  for (const [name, read] of services) {
    const path = ['services', name]
    checkKeys(name, read, path, context)
    const ports = portsOf(read, apps)
    if (read.loadBalancer !== undefined)
      built.services.push({
        name,
        apps: read.app,
        loadBalancer: read.loadBalancer,
        ports,
        origin: context.origin(path),
      })
    else {
      const named = buildServiceName(name, read, ports, apps, region, context)
      if (named !== undefined) built.serviceNames.push({ service: named, path })
    }
  }
  return built
}

function buildIngress(
  name: string,
  read: ReadIngress,
  apps: ReadonlyMap<string, App>,
  context: BuildContext,
): SaeIngress {
  const { protocol } = read
  const targetOf = (
    app: string,
    port: number | undefined,
    backendProtocol: SaeTarget['backendProtocol'],
  ) => ({
    app,
    port: port ?? apps.get(app)?.port ?? 80,
    backendProtocol,
  })
  const fallback =
    read.default === undefined
      ? undefined
      : 'app' in read.default
        ? targetOf(read.default.app, read.default.port, read.default.backendProtocol)
        : targetOf(read.default.name, read.default.port, 'http')
  return {
    name,
    loadBalancer: read.loadBalancer,
    port: read.port ?? (protocol === 'https' ? 443 : 80),
    protocol,
    certificates: read.certificates ?? [],
    ...(read.namespace !== undefined && { namespace: read.namespace }),
    rules: read.rules.map(({ domain, path, rewrite, app, port, backendProtocol }) => ({
      ...targetOf(app, port, backendProtocol),
      ...(domain !== undefined && { domain }),
      ...(path !== undefined && { path }),
      ...(rewrite !== undefined && { rewrite }),
    })),
    ...(fallback !== undefined && { default: fallback }),
    // 0 is the default (3.2).
    idleTimeoutUs: read.idleTimeout || 15_000_000,
    requestTimeoutUs: read.requestTimeout || 60_000_000,
    origin: context.origin(['ingresses', name]),
  }
}

function portsOf({ app, ports }: ReadService, apps: ReadonlyMap<string, App>): SaeServicePort[] {
  const usual = apps.get(app[0]!)?.port
  return ports.map((read): SaeServicePort => {
    if (typeof read === 'number') return { port: read, targetPort: usual ?? read, protocol: 'tcp' }
    const { port, targetPort = usual ?? port, protocol, certificate } = read
    return { port, targetPort, protocol, ...(certificate !== undefined && { certificate }) }
  })
}

function buildServiceName(
  key: string,
  read: ReadService,
  ports: readonly SaeServicePort[],
  apps: ReadonlyMap<string, App>,
  region: string,
  context: BuildContext,
): ServiceName | undefined {
  const path = ['services', key]
  const app = apps.get(read.app[0]!)
  if (app === undefined) return undefined
  for (const [index, { protocol }] of ports.entries())
    if (protocol !== 'tcp' && protocol !== 'udp')
      context.report({
        code: 'SERVICE_NAME_PROTOCOL',
        message: `a service name has ports of tcp and udp, and none of ${protocol}`,
        hint: 'write protocol: tcp, which carries HTTP as well, or bind a load balancer',
        path: [...path, 'ports', index, 'protocol'],
      })
  return {
    name: fullServiceName(read.name ?? key, read.namespace ?? namespaceOf(app, region)),
    app: app.name,
    ports: ports.flatMap(({ port, targetPort, protocol }) =>
      protocol === 'tcp' || protocol === 'udp' ? [{ port, targetPort, protocol }] : [],
    ),
    origin: context.origin(path),
  }
}

/** What belongs to a service name alone; several applications are refused for both. */
function checkKeys(name: string, read: ReadService, path: Path, context: BuildContext): void {
  if (read.loadBalancer === undefined) {
    if (read.app.length > 1)
      context.report({
        code: 'SERVICE_ROUTES_ONE_APP_ONLY',
        message: `service name ${name} leads to one application, and names ${read.app.length}`,
        hint: 'make a service name for each of them',
        path: [...path, 'app'],
      })
    return
  }
  for (const key of ['name', 'namespace'] as const)
    if (read[key] !== undefined)
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: `${key} belongs to a service name, and service ${name} binds a load balancer`,
        hint: `leave ${key} out, or make two services: one with loadBalancer, one with ${key}`,
        path: [...path, key],
      })
}
