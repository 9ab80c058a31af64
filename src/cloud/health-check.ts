/** How a balancer probes its servers: facts/load-balancing 1.9 and 2.4. */
export interface HealthCheck {
  readonly protocol: 'http' | 'https' | 'tcp' | 'udp' | 'grpc'
  readonly method: string
  readonly path: string
  /** Absent: the port of the server. */
  readonly port?: number
  /** Absent: the server's IP (1.9). */
  readonly host?: string
  /** Good answers, both ends included. */
  readonly codes: readonly { readonly first: number; readonly last: number }[]
  readonly timeoutUs: number
  readonly intervalUs: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
}
