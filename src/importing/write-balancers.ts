/** What Ingresses become, as the parts of a scenario file: `serverGroups`, `certificates` and `loadBalancers`. */
import { stringify } from 'yaml'
import type { IngressGroup } from './ingress-group.ts'
import { healthCheckWords, ruleWords, schedulerWords, stickyWords, type Words } from './rule-words.ts'
import type { TranslatedBalancer, TranslatedIngresses, TranslatedListener } from './translate-ingresses.ts'

export interface WriteOptions {
  /** vSwitches of the file for every ALB, one a zone; default: the ids of the AlbConfig, which the reader must replace. */
  readonly vswitches?: readonly string[]
  /** EIPs of an ALB that the Internet reaches, one a zone; default: none, which the reader must add. */
  readonly publicAddressesOf?: (balancer: number) => readonly string[]
}

/** YAML text; a service is taken to be the application of its name. */
export function writeBalancers(
  { balancers, groups }: TranslatedIngresses,
  { vswitches, publicAddressesOf = () => [] }: WriteOptions = {},
): string {
  const parts: Record<string, Words> = {
    serverGroups: Object.fromEntries(groups.map((group) => [group.name, groupWords(group)])),
  }
  const certificates = new Map<string, string>()
  for (const { listeners } of balancers)
    for (const { certificateHosts } of listeners)
      for (const host of certificateHosts) certificates.set(certificateName(host), host)
  if (certificates.size > 0)
    parts.certificates = Object.fromEntries(
      [...certificates].map(([name, host]) => [name, { domains: host }]),
    )
  parts.loadBalancers = Object.fromEntries(
    balancers.map((balancer, index) => [
      nameOf(balancer.name),
      balancerWords(balancer, vswitches, publicAddressesOf(index)),
    ]),
  )
  return stringify(parts, { lineWidth: 110, aliasDuplicateObjects: false, flowCollectionPadding: true })
}

function groupWords({ service, targetPort, scheduler, protocol, sticky, healthCheck }: IngressGroup): Words {
  return {
    servers: [`app/${nameOf(service)}${targetPort === undefined ? '' : `:${targetPort}`}`],
    ...(protocol !== 'http' && { protocol }),
    scheduler: schedulerWords(scheduler),
    ...(sticky !== undefined && { sticky: stickyWords(sticky) }),
    healthCheck: healthCheckWords(healthCheck),
  }
}

function balancerWords(
  { config, listeners }: TranslatedBalancer,
  vswitches: WriteOptions['vswitches'],
  publicAddresses: readonly string[],
): Words {
  const network = config?.network ?? 'internet'
  return {
    type: 'alb',
    edition: config?.edition ?? 'standard',
    network,
    vswitches: vswitches ?? config?.vswitches ?? [],
    ...(network === 'internet' && publicAddresses.length > 0 && { publicAddresses }),
    listeners: Object.fromEntries(
      listeners.map((listener) => [
        `${listener.protocol.toLowerCase()}-${listener.port}`,
        listenerWords(
          listener,
          config?.listeners.find(({ port }) => port === listener.port),
        ),
      ]),
    ),
  }
}

function listenerWords(
  { port, protocol, rules, certificateHosts }: TranslatedListener,
  spec: { readonly idleTimeoutS?: number; readonly requestTimeoutS?: number } | undefined,
): Words {
  return {
    port,
    protocol: protocol.toLowerCase(),
    ...(certificateHosts.length > 0 && { certificates: certificateHosts.map(certificateName) }),
    ...(spec?.idleTimeoutS !== undefined && { idleTimeout: `${spec.idleTimeoutS}s` }),
    ...(spec?.requestTimeoutS !== undefined && { requestTimeout: `${spec.requestTimeoutS}s` }),
    rules: Object.fromEntries(rules.map((rule) => [rule.name, ruleWords(rule)])),
  }
}

function certificateName(host: string): string {
  return nameOf(host.replace('*', 'any'))
}

/** Names of the file have no dots. */
export function nameOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]/g, '-')
}
