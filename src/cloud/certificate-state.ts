/** How a certificate stands at an instant. */
import type { Certificate } from './certificate.ts'
import { DAY_US } from './duration-range.ts'
import { formatMoment } from './duration-text.ts'

/** `ending`: it is valid, and should be renewed. */
export type CertificateState = 'valid' | 'ending' | 'ended'

/** The seed on alarms (seed 002): they are to ring when fewer days are left. */
export const ENDING_WITHIN_US = 15 * DAY_US

/** It holds up to the instant that it names, and no longer. */
export function stateOf({ expiresAtUs }: Certificate, atUs: number): CertificateState {
  if (expiresAtUs === undefined || expiresAtUs - atUs >= ENDING_WITHIN_US) return 'valid'
  return atUs < expiresAtUs ? 'ending' : 'ended'
}

/** `at 20d`, `at 1h30m`, `before the run`: counted from the start of the run. */
export function endText({ expiresAtUs = Number.POSITIVE_INFINITY }: Certificate): string {
  if (expiresAtUs <= 0) return 'before the run'
  return expiresAtUs % DAY_US === 0 ? `at ${expiresAtUs / DAY_US}d` : `at ${formatMoment(expiresAtUs)}`
}
