/**
 * Ingresses as the ALB Ingress controller makes listeners, rules and server groups of them: facts/load-balancing section 4. A path is a
 * rule, in the order of the Ingresses, their rules and their paths; the priorities are 1, 2, 3 … in each listener.
 */
import type { ImportReadings } from '../cloud/balancing-assumptions.ts'
import type { ForwardingRule } from '../cloud/forwarding-rule.ts'
import type { Problem } from '../scenario/problem.ts'
import { valueAt } from '../scenario/value.ts'
import { type AlbConfig, readAlbConfig } from './alb-config.ts'
import { Findings } from './findings.ts'
import { type Ingress, portsOfServices, readIngress, type ServicePort } from './ingress.ts'
import { actionsOf } from './ingress-actions.ts'
import { findCanaries, hasRule, isCanary, placeOf, sharesOf } from './ingress-canary.ts'
import { conditionsOf } from './ingress-conditions.ts'
import { groupName, groupOf, type IngressGroup } from './ingress-group.ts'
import { isOnListener, type ListenerPort, portsOf } from './ingress-listeners.ts'
import { inOrder } from './ingress-order.ts'
import { type Manifest, readManifests } from './manifest.ts'

export interface TranslatedIngresses {
  readonly balancers: readonly TranslatedBalancer[]
  readonly groups: readonly IngressGroup[]
  /** What the controller does otherwise than it seems. */
  readonly remarks: readonly Problem[]
}

/** One ALB, made of an AlbConfig. */
export interface TranslatedBalancer {
  /** The name of the AlbConfig; `default` where manifests name none. */
  readonly name: string
  readonly config: AlbConfig | undefined
  readonly listeners: readonly TranslatedListener[]
}

/** Requests that no rule matches get 503: the default group is empty (4.1). */
export interface TranslatedListener extends ListenerPort {
  readonly rules: readonly ForwardingRule[]
  /** Hosts under `tls` of its Ingresses, for which the controller finds certificates; none of a plain listener. */
  readonly certificateHosts: readonly string[]
}

/** Reads manifests of Kubernetes; objects other than Ingresses, IngressClasses, AlbConfigs and Services are passed over. */
export function translateIngresses(
  text: string,
  file: string,
  readings: ImportReadings = {},
):
  | { readonly ok: true; readonly translated: TranslatedIngresses }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const read = readManifests(text, file)
  if (!read.ok) return read
  const findings = new Findings()
  const translated = new Translation(read.manifests, findings, readings).run()
  const { problems, remarks } = findings
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, translated: { ...translated, remarks } }
}

class Translation {
  readonly #manifests: readonly Manifest[]
  readonly #findings: Findings
  readonly #readings: ImportReadings
  readonly #groups = new Map<string, IngressGroup>()
  readonly #ports: ReturnType<typeof portsOfServices>

  constructor(manifests: readonly Manifest[], findings: Findings, readings: ImportReadings) {
    this.#manifests = manifests
    this.#findings = findings
    this.#readings = readings
    this.#ports = portsOfServices(manifests)
  }

  run(): Omit<TranslatedIngresses, 'remarks'> {
    const configOfClass = new Map(
      this.#ofKind('IngressClass').map(({ name, value }) => {
        const config = valueAt(value, ['spec', 'parameters', 'name'])
        return [name, typeof config === 'string' ? config : 'default']
      }),
    )
    const configs = new Map(
      this.#ofKind('AlbConfig').map((manifest) => [manifest.name, readAlbConfig(manifest, this.#findings)]),
    )
    const members = new Map<string, Ingress[]>([...configs.keys()].map((name) => [name, []]))
    for (const manifest of this.#ofKind('Ingress')) {
      const ingress = readIngress(manifest, this.#findings)
      const config =
        ingress.annotations.get('albconfig.name') ?? configOfClass.get(ingress.className ?? '') ?? 'default'
      members.set(config, [...(members.get(config) ?? []), ingress])
    }
    const balancers = [...members].map(([name, ingresses]) =>
      this.#balancer(name, inOrder(ingresses, this.#findings, this.#readings), configs.get(name)),
    )
    return { balancers, groups: [...this.#groups.values()] }
  }

  #ofKind(kind: string): Manifest[] {
    return this.#manifests.filter((manifest) => manifest.kind === kind)
  }

  #balancer(name: string, ingresses: readonly Ingress[], config: AlbConfig | undefined): TranslatedBalancer {
    const ports = new Map<string, ListenerPort & { readonly members: Ingress[] }>()
    for (const port of config?.listeners ?? []) ports.set(keyOf(port), { ...port, members: [] })
    for (const ingress of ingresses)
      for (const port of portsOf(ingress, this.#findings)) {
        const known = ports.get(keyOf(port)) ?? { ...port, members: [] }
        known.members.push(ingress)
        ports.set(keyOf(port), known)
      }
    const listeners = [...ports.values()].map(({ port, protocol, members }) => ({
      port,
      protocol,
      rules: this.#rules({ port, protocol }, members),
      certificateHosts:
        protocol === 'HTTP' ? [] : [...new Set(members.flatMap(({ tlsHosts }) => tlsHosts))].sort(),
    }))
    return { name, config, listeners: listeners.sort((a, b) => a.port - b.port) }
  }

  #rules(listener: ListenerPort, ingresses: readonly Ingress[]): ForwardingRule[] {
    const findings = this.#findings
    const canaries = findCanaries(ingresses, findings)
    const rules: ForwardingRule[] = []
    for (const ingress of ingresses.filter(hasRule))
      for (const rule of ingress.rules) {
        if (!isOnListener(ingress, rule.host, listener)) continue
        for (const path of rule.paths) {
          const place = placeOf(rule, path)
          if (!canaries.stable.has(place)) {
            this.#loneCanary(ingress)
            continue
          }
          const shares = isCanary(ingress) ? [] : (canaries.byWeight.get(place) ?? [])
          const forward = () => ({
            kind: 'forward' as const,
            groups:
              shares.length === 0
                ? [{ group: this.#group(ingress, path.service), weight: 100 }]
                : sharesOf(
                    { ingress, path },
                    shares,
                    (of, { service }) => this.#group(of, service),
                    findings,
                  ),
          })
          const priority = rules.length + 1
          rules.push({
            name: `rule-${listener.port}-${priority}`,
            priority,
            direction: this.#direction(ingress, path.service),
            conditions: conditionsOf(rule, path, ingress, findings),
            actions: actionsOf(path, {
              ingress,
              listener,
              findings,
              groupOf: (service) => this.#group(ingress, service),
              forward,
            }),
            origin: {
              path: `${ingress.key}${path.path === undefined ? '' : ` ${path.path}`}`,
              ...ingress.manifest.source.position(ingress.manifest.places.value(path.at)[0]),
            },
          })
        }
      }
    return rules
  }

  #direction({ annotations }: Ingress, { name }: ServicePort): ForwardingRule['direction'] {
    return annotations.get(`rule-direction.${name}`) === 'Response' ? 'response' : 'request'
  }

  #loneCanary(ingress: Ingress): void {
    this.#findings.tell(ingress.manifest, {
      code: 'INGRESS_CANARY_ALONE',
      message: `no Ingress without canary has the host and path of ${ingress.key}: the controller makes no rule of it`,
      hint: 'write the stable Ingress with the very same host and path',
      path: ingress.annotations.pathOf('canary'),
    })
  }

  /** The name of the group of a service, which is made when it is first needed. */
  #group(ingress: Ingress, service: ServicePort): string {
    const { namespace, manifest } = ingress
    const declared = this.#ports
      .get(`${namespace}/${service.name}`)
      ?.find(({ name, port }) => service.port === name || service.port === port)
    const port = typeof service.port === 'number' ? service.port : declared?.port
    if (port === undefined) {
      this.#findings.refuse(manifest, {
        code: 'INGRESS_BACKEND',
        message: `no manifest tells which number port ${JSON.stringify(service.port)} of service ${service.name} has`,
        hint: 'add the Service to the manifests, or write port: { number: … }',
        path: ['metadata', 'name'],
      })
      return groupName(namespace, service.name, service.port)
    }
    const name = groupName(namespace, service.name, port)
    if (!this.#groups.has(name))
      this.#groups.set(name, groupOf(ingress, { ...service, port }, declared?.targetPort, this.#findings))
    return name
  }
}

function keyOf({ port, protocol }: ListenerPort): string {
  return `${port}/${protocol}`
}
