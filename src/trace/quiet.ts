/** From when on nothing changes any more. */
import type { Lane } from './lanes.ts'
import type { Trace } from './trace.ts'

/** Instant of the last event that changed anything; warnings, refusals and retries that find nothing do not count. */
export function quietFrom({ events }: Trace, lanes: readonly Lane[]): number {
  const last = events.findLast(({ kind }) => kind !== 'warning' && kind !== 'refused' && kind !== 'instance')
  return lanes.reduce((latestUs, { moved }) => Math.max(latestUs, moved.atUs), last?.atUs ?? 0)
}
