/** What happened to a server behind a balancer, in words. */
import type { BackendState } from '../balancing/backend-state.ts'
import { formatMoment } from '../cloud/duration-text.ts'
import type { BackendChange } from '../trace/event.ts'

export const BACKEND_WORDS: Readonly<Record<BackendState, string>> = {
  adding: 'is about to be added',
  initial: 'is added, not yet found healthy',
  healthy: 'is healthy',
  unhealthy: 'is unhealthy',
  unused: 'has weight 0',
  unavailable: 'is in rotation, unchecked',
  draining: 'drains',
  gone: 'is removed',
}

export function backendWords({
  pool,
  server,
  state,
  code,
  drainsUntilUs,
  rampsUntilUs,
  cuts,
}: BackendChange): string {
  return [
    `${server} ${BACKEND_WORDS[state]} in ${pool}${code === undefined ? '' : `: ${code}`}`,
    ...(drainsUntilUs === undefined ? [] : [`what is open goes on until ${formatMoment(drainsUntilUs)}`]),
    ...(rampsUntilUs === undefined ? [] : [`slow start until ${formatMoment(rampsUntilUs)}`]),
    ...(cuts === true ? ['what was open ends'] : []),
  ].join(', ')
}
