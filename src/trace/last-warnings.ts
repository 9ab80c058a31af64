/** The last warning about each instance. */
import type { EventOf } from './event-of.ts'
import type { Trace } from './trace.ts'

export function foldLastWarnings({ events }: Trace): Map<string, EventOf<'warning'>> {
  const last = new Map<string, EventOf<'warning'>>()
  for (const event of events)
    if (event.kind === 'warning' && event.instance !== undefined) last.set(event.instance, event)
  return last
}
