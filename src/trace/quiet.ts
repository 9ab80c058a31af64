/** From when on nothing changes any more. */
import type { EventOf } from './event-of.ts'
import { hasMoved } from './lanes.ts'
import type { Trace } from './trace.ts'

/** Instant of the last event that changed anything; warnings, refusals and retries that find nothing do not count. */
export function quietFrom({ events }: Trace): number {
  const instances = new Map<string, EventOf<'instance'>>()
  let quietFromUs = 0
  for (const event of events) {
    if (event.kind === 'warning' || event.kind === 'refused') continue
    if (event.kind === 'instance') {
      const before = instances.get(event.instance)
      instances.set(event.instance, event)
      if (before !== undefined && !hasMoved(before, event)) continue
    }
    quietFromUs = event.atUs
  }
  return quietFromUs
}
