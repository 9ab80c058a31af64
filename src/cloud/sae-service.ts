/**
 * An SAE Service: listeners of a CLB or NLB for one application, BindSlb and BindNlb (facts/load-balancing 3.3). `sae-front.ts`
 * turns it into them.
 *
 * The documents on SAE networks (seed 000) give Services TCP and UDP; the list of BindSlb has no UDP. Both are taken here.
 */
import type { Origin } from './origin.ts'

export interface SaeService {
  readonly name: string
  /** Exactly one: with more it is refused, `SERVICE_ROUTES_ONE_APP_ONLY`. */
  readonly apps: readonly string[]
  /** A CLB or NLB of the VPC of the application. */
  readonly loadBalancer: string
  readonly ports: readonly SaeServicePort[]
  readonly origin: Origin
}

export interface SaeServicePort {
  readonly port: number
  /** Of the container. */
  readonly targetPort: number
  /** `http` and `https` of CLB, `tcpssl` of NLB. */
  readonly protocol: 'tcp' | 'udp' | 'http' | 'https' | 'tcpssl'
  /** Of HTTPS and TCPSSL. */
  readonly certificate?: string
}

/** The name of the listener that SAE makes of a port; no name in a file can be like that. */
export function listenerOfService(name: string, { port, protocol }: SaeServicePort): string {
  return `service/${name}/${protocol}-${port}`
}
