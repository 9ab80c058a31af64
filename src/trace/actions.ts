/** The actions of the timeline as they took effect, each with its refusal if it was refused. */
import type { EventOf } from './event-of.ts'
import type { ActionSummary } from './summary.ts'

/** A refusal belongs to the action that caused it; one that no action caused stands for itself. */
export function foldActions(events: readonly EventOf<'action' | 'refused'>[]): ActionSummary[] {
  const actions = new Map<number, ActionSummary>()
  for (const event of events) {
    if (event.kind === 'action') {
      actions.set(event.seq, {
        atUs: event.atUs,
        entry: event.entry,
        text: event.text,
        since: event.seq,
      })
    } else {
      const caused = event.cause === undefined ? undefined : actions.get(event.cause)
      const action = caused ?? { atUs: event.atUs, text: `change of ${event.app}`, since: event.seq }
      actions.set(action.since, { ...action, refused: refusalOf(event) })
    }
  }
  return [...actions.values()]
}

function refusalOf({ app, code, message }: EventOf<'refused'>): NonNullable<ActionSummary['refused']> {
  return { app, code, message }
}
