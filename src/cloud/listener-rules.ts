/** What the cloud asks of every listener: its port and its certificates (facts/load-balancing 1.2, 1.14, 2a.2). */
import type { Listener } from './listener.ts'
import type { LoadBalancer } from './load-balancer.ts'
import type { Quotas } from './quotas.ts'
import type { Path, Violation } from './violation.ts'

/** SAE's own listeners are checked where they are asked for (`sae-ingress-rules.ts`); no name in a file has a slash. */
export function isMadeBySae({ name }: Listener): boolean {
  return name.includes('/')
}

/** A port belongs to one listener; QUIC may have that of HTTPS, and UDP that of TCP (1.2). */
export function* checkPorts({ listeners }: LoadBalancer, path: Path): Generator<Violation> {
  const taken = new Map<string, Listener>()
  for (const listener of listeners.values()) {
    const { name, port, protocol } = listener
    if (isMadeBySae(listener)) continue
    const isUdp = protocol === 'quic' || protocol === 'udp'
    const earlier = taken.get(`${isUdp} ${port}`)
    const other = taken.get(`${!isUdp} ${port}`)
    const clash =
      earlier ?? (other !== undefined && isQuicBesideHttp(protocol, other.protocol) ? other : undefined)
    if (clash !== undefined)
      yield {
        code: 'LISTENER_PORT_TAKEN',
        message: `port ${port} is that of listener ${clash.name} already`,
        hint: 'a port has one listener; only QUIC may share it with HTTPS, and UDP with TCP',
        path: [...path, 'listeners', name, 'port'],
      }
    else taken.set(`${isUdp} ${port}`, listener)
  }
}

function isQuicBesideHttp(one: string, other: string): boolean {
  return (one === 'quic' && other === 'http') || (one === 'http' && other === 'quic')
}

export function* checkCertificates(
  listener: Listener,
  balancer: LoadBalancer,
  quotas: Quotas,
  path: Path,
): Generator<Violation> {
  if (listener.kind === 'clbStream') return
  const { protocol, certificates } = listener
  if (protocol === 'http' || protocol === 'tcp' || protocol === 'udp') {
    if (certificates.length > 0)
      yield {
        code: 'KEYS_EXCLUSIVE',
        message: `${protocol === 'http' ? 'an HTTP' : `a ${protocol.toUpperCase()}`} listener has no certificates`,
        hint: `write protocol: ${protocol === 'http' ? 'https' : 'tcpssl'}, or leave certificates out`,
        path: [...path, 'certificates'],
      }
    return
  }
  if (certificates.length === 0)
    yield {
      code: 'LISTENER_CERTIFICATE',
      message: `${protocol === 'https' ? 'an HTTPS listener' : `a listener of protocol ${protocol.toUpperCase()}`} needs a certificate`,
      hint: 'name one: certificates: [shop]',
      path,
      at: 'key',
    }
  if (balancer.kind !== 'alb') return
  const key = balancer.edition === 'basic' ? 'certificatesPerBasicListener' : 'certificatesPerListener'
  if (certificates.length - 1 > quotas[key])
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${certificates.length} certificates, but a listener may have ${quotas[key]} beside the default one`,
      path: [...path, 'certificates'],
    }
}
