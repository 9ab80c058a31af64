/** The health check that most drawn pools have. */
import type { HealthCheck } from '../../cloud/health-check.ts'

const SECOND_US = 1_000_000

/** As documented: 5 s, 2 s, 3 and 3 (facts/load-balancing 1.9). */
export const CHECK: HealthCheck = {
  protocol: 'http',
  method: 'HEAD',
  path: '/',
  codes: [{ first: 200, last: 299 }],
  timeoutUs: 5 * SECOND_US,
  intervalUs: 2 * SECOND_US,
  healthyThreshold: 3,
  unhealthyThreshold: 3,
}
