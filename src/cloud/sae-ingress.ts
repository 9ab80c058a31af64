/**
 * An SAE gateway route (Ingress): one listener of an ALB or CLB that is there already, with rules that lead to applications
 * (facts/load-balancing 3.2). `sae-front.ts` turns it into that listener.
 */
import type { Origin } from './origin.ts'

export interface SaeIngress {
  readonly name: string
  readonly loadBalancer: string
  readonly port: number
  /** `tcp` and `udp` may be written and are refused: `INGRESS_L4_UNSUPPORTED`. */
  readonly protocol: 'http' | 'https' | 'tcp' | 'udp'
  /** Names of certificates, the default one first; CLB has one. */
  readonly certificates: readonly string[]
  /** Id of the SAE namespace of all its applications; absent: the one that they have. */
  readonly namespace?: string
  /** In the order of the list, which ALB keeps as priorities; CLB asks the most specific one (2.6). */
  readonly rules: readonly SaeIngressRule[]
  /** Gets what no rule takes; absent: such requests fail. */
  readonly default?: SaeTarget
  readonly idleTimeoutUs: number
  readonly requestTimeoutUs: number
  readonly origin: Origin
}

export interface SaeIngressRule extends SaeTarget {
  /** Of CLB in lower case, perhaps with `*.` in front. */
  readonly domain?: string
  /** Of ALB exact, with wildcards, or a regular expression, which has `~` in front or groups in it (1.6). */
  readonly path?: string
  /** The path for the server, with `${1}` for what a group of `path` caught; ALB only. */
  readonly rewrite?: string
}

export interface SaeTarget {
  readonly app: string
  /** Of the container. */
  readonly port: number
  readonly backendProtocol: 'http' | 'https' | 'grpc'
}

/** The applications of a route, each once, in the order of its rules. */
export function appsOfIngress({ rules, default: rest }: SaeIngress): string[] {
  return [...new Set([...rules, ...(rest === undefined ? [] : [rest])].map(({ app }) => app))]
}

/** SAE's own listeners have the name of their route behind this word, which no name in a file can have. */
export function listenerOfIngress(name: string): string {
  return `ingress/${name}`
}
