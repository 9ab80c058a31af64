/**
 * Probing one server (facts/load-balancing 1.9, 2.4): when each probe goes out, when it ends, and what it says. Probes follow one
 * another: the next one goes out an interval after the last one ended. That is what makes the windows of the documents:
 * 19 s down by timeouts, about 4 s up. `PoolState.heard` counts what comes out of it.
 *
 * Of ALB and NLB nobody writes the window down; it is that of CLB (1.9, 2a.4).
 */
import type { BackendPool } from '../cloud/backend-pool.ts'
import type { HealthCheck } from '../cloud/health-check.ts'

/** What the server did to a probe, `afterUs` it had left. */
export type ProbeOutcome =
  /** It took the connection and answered; `status` is that of HTTP or gRPC. */
  | { readonly kind: 'answered'; readonly afterUs: number; readonly status: number }
  /** It took the connection, and says no more. */
  | { readonly kind: 'accepted'; readonly afterUs: number }
  /** A reset, or of UDP: the port is unreachable. */
  | { readonly kind: 'refused'; readonly afterUs: number }
  /** Nothing came back. */
  | { readonly kind: 'silent' }

/** Reason codes of the health status API (1.9). */
export type ProbeFailure = 'CONNECT_TIMEOUT' | 'CONNECT_FAIL' | 'RECV_TIMEOUT' | 'RESPONSE_MISMATCH'

export interface ProbeResult {
  readonly passed: boolean
  /** Absent where it passed. */
  readonly failure?: ProbeFailure
  /** From the probe to this result. */
  readonly tookUs: number
}

/** The check as it is carried out: of CLB a timeout below the interval is ignored, and the interval used in its place (2.4). */
export function carriedOut(product: BackendPool['product'], check: HealthCheck): HealthCheck {
  const isClb = product === 'clbHttp' || product === 'clbStream'
  const isIgnored = isClb && check.timeoutUs < check.intervalUs
  return isIgnored ? { ...check, timeoutUs: check.intervalUs } : check
}

/** What the probe says. TCP is content with a connection, UDP with silence (2.4). */
export function probeResult(check: HealthCheck, outcome: ProbeOutcome): ProbeResult {
  const { timeoutUs } = check
  if (outcome.kind === 'silent') {
    if (check.protocol === 'udp') return { passed: true, tookUs: timeoutUs }
    return { passed: false, failure: 'CONNECT_TIMEOUT', tookUs: timeoutUs }
  }
  const isLate = outcome.afterUs > timeoutUs
  if (check.protocol === 'udp') {
    const passed = isLate || outcome.kind !== 'refused'
    const tookUs = outcome.kind === 'accepted' || isLate ? timeoutUs : outcome.afterUs
    return passed ? { passed, tookUs } : { passed, failure: 'CONNECT_FAIL', tookUs }
  }
  const isWaitedFor = check.protocol === 'tcp' || outcome.kind === 'answered'
  if (isLate || (outcome.kind === 'accepted' && !isWaitedFor)) {
    const failure =
      outcome.kind === 'refused' || check.protocol === 'tcp' ? 'CONNECT_TIMEOUT' : 'RECV_TIMEOUT'
    return { passed: false, failure, tookUs: timeoutUs }
  }
  const tookUs = outcome.afterUs
  if (outcome.kind === 'refused') return { passed: false, failure: 'CONNECT_FAIL', tookUs }
  if (check.protocol === 'tcp' || outcome.kind === 'accepted') return { passed: true, tookUs }
  const isGood = check.codes.some(({ first, last }) => first <= outcome.status && outcome.status <= last)
  return isGood ? { passed: true, tookUs } : { passed: false, failure: 'RESPONSE_MISMATCH', tookUs }
}

/** When the probe after this one goes out. */
export function nextProbeUs(check: HealthCheck, sentUs: number, { tookUs }: ProbeResult): number {
  return sentUs + tookUs + check.intervalUs
}

/**
 * Where every probe since the one at `sentUs` ended alike: the first that goes out at `nowUs` or later. So nobody has to play
 * the probes of a server to which nothing happens.
 */
export function probeAtOrAfterUs(
  check: HealthCheck,
  sentUs: number,
  result: ProbeResult,
  nowUs: number,
): number {
  const periodUs = result.tookUs + check.intervalUs
  return sentUs + Math.max(0, Math.ceil((nowUs - sentUs) / periodUs)) * periodUs
}
