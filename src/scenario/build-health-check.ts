/** Health checks as they were read, with their defaults: facts/load-balancing 1.9, 2.4 and 2a.4. */
import type { HealthCheck } from '../cloud/health-check.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadHealthCheck } from './schema/health-check.ts'

/** What is checked where the file does not say: `http` of ALB and of CLB at layer 7, `tcp`, `udp`. */
export type CheckedAs = 'http' | 'tcp' | 'udp'

/** What the products do where the file says nothing; thresholds are passes and failures in a row. */
const USUAL = {
  others: { method: 'HEAD', threshold: 3, intervalUs: 2_000_000 },
  nlb: { method: 'GET', threshold: 2, intervalUs: 10_000_000 },
} as const

/** Undefined where the check is switched off. */
export function buildHealthCheck(
  read: ReadHealthCheck,
  usual: CheckedAs,
  { assumptions }: BuildContext,
  product: keyof typeof USUAL = 'others',
): HealthCheck | undefined {
  if (read === 'none') return undefined
  const protocol = read?.protocol ?? usual
  const { method, threshold, intervalUs } = USUAL[product]
  // 2.4; NLB has one set of defaults.
  const isUdp = protocol === 'udp' && product === 'others'
  const good = { first: 200, last: assumptions.healthyCodes === '2xx-3xx' ? 399 : 299 }
  const codes = protocol === 'grpc' ? { first: 0, last: 0 } : good
  return {
    protocol,
    method: read?.method ?? (protocol === 'grpc' ? 'POST' : method),
    path: read?.path ?? '/',
    ...(read?.port !== undefined && { port: read.port }),
    ...(read?.host !== undefined && { host: read.host }),
    codes: read?.codes ?? [codes],
    timeoutUs: read?.timeout ?? (isUdp ? 10_000_000 : 5_000_000),
    intervalUs: read?.interval ?? (isUdp ? 5_000_000 : intervalUs),
    healthyThreshold: read?.healthy ?? threshold,
    unhealthyThreshold: read?.unhealthy ?? threshold,
  }
}
