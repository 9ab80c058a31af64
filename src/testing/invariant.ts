/** What must be true of a run, whatever its timings: checked on its trace alone, and on the plan where that says what is right. */
import type { Plan } from '../simulation/plan.ts'
import type { Event } from '../trace/event.ts'
import type { Trace } from '../trace/trace.ts'

/** Returns where it holds, and throws where it does not; the message names the event that broke it. */
export type Invariant = (trace: Trace, plan: Plan) => void

export function broken({ seq, atUs }: Pick<Event, 'seq' | 'atUs'>, what: string): never {
  throw new Error(`event ${seq} at ${atUs / 1_000_000} s: ${what}`)
}

/** Calls `look` with the last event of each instant: what holds between two instants need not hold between two events of one. */
export function atEachInstant(
  { events }: Trace,
  take: (event: Event) => void,
  look: (last: Event) => void,
): void {
  for (const [index, event] of events.entries()) {
    take(event)
    const next = events[index + 1]
    if (next === undefined || next.atUs > event.atUs) look(event)
  }
}
