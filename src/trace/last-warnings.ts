/** The last warning about each instance. */
import type { EventOf } from './event-of.ts'

export function foldLastWarnings(events: readonly EventOf<'warning'>[]): Map<string, EventOf<'warning'>> {
  const last = new Map<string, EventOf<'warning'>>()
  for (const event of events) if (event.instance !== undefined) last.set(event.instance, event)
  return last
}
