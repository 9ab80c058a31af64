/** On which listeners the rules of an Ingress are: facts/load-balancing 4.3, last row, as LBC decides it. */
import type { Findings } from './findings.ts'
import type { Ingress } from './ingress.ts'

export interface ListenerPort {
  readonly port: number
  readonly protocol: 'HTTP' | 'HTTPS' | 'QUIC'
}

/**
 * `listen-ports` names them; without it, 443 where `tls` has a host, and 80 where some rule has a host that is not among
 * them, or there is no `tls` at all. `ssl-redirect` adds 80.
 */
export function portsOf(ingress: Ingress, findings: Findings): ListenerPort[] {
  const { annotations, tlsHosts, rules } = ingress
  const redirected: ListenerPort[] = annotations.isOn('ssl-redirect') ? [HTTP_80] : []
  const written = annotations.get('listen-ports')
  if (written !== undefined) return unique([...redirected, ...readPorts(written, ingress, findings)])
  const needsPlain = rules.some(({ host }) => host !== undefined && !tlsHosts.includes(host))
  if (tlsHosts.length === 0) return unique([...redirected, HTTP_80])
  return unique([...redirected, ...(needsPlain ? [HTTP_80] : []), HTTPS_443])
}

/** Rules with a host go to the side where `tls` puts the host, unless annotations say which ports there are. */
export function isOnListener(
  ingress: Ingress,
  host: string | undefined,
  { protocol }: ListenerPort,
): boolean {
  const { annotations, hasTls, tlsHosts } = ingress
  if (host === undefined || annotations.isOn('ssl-redirect')) return true
  if (annotations.get('listen-ports') !== undefined) return true
  const isTls = (protocol === 'HTTPS' && !hasTls) || tlsHosts.includes(host)
  return protocol === 'HTTPS' ? isTls : protocol === 'HTTP' ? !isTls : true
}

const HTTP_80: ListenerPort = { port: 80, protocol: 'HTTP' }
const HTTPS_443: ListenerPort = { port: 443, protocol: 'HTTPS' }
const PROTOCOLS = ['HTTP', 'HTTPS', 'QUIC'] as const

/** `[{"HTTP": 80}, {"HTTPS": 443}]`. */
function readPorts(text: string, { manifest, annotations }: Ingress, findings: Findings): ListenerPort[] {
  const refuse = () => {
    findings.refuse(manifest, {
      code: 'INGRESS_LISTEN_PORTS',
      message: `${JSON.stringify(text)} is no list of ports`,
      hint: 'write [{"HTTP": 80}, {"HTTPS": 443}], in quotes',
      path: annotations.pathOf('listen-ports'),
    })
    return []
  }
  const read = parseJson(text)
  if (!Array.isArray(read) || read.length === 0) return refuse()
  const ports: ListenerPort[] = []
  for (const entry of read as unknown[]) {
    if (typeof entry !== 'object' || entry === null) return refuse()
    for (const [name, port] of Object.entries(entry)) {
      const protocol = PROTOCOLS.find((each) => each === name)
      if (protocol === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) return refuse()
      ports.push({ port: port as number, protocol })
    }
  }
  return ports
}

/** Undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unique(ports: readonly ListenerPort[]): ListenerPort[] {
  return [...new Map(ports.map((each) => [`${each.port}/${each.protocol}`, each])).values()]
}
