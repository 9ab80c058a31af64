/** The cloud's warnings per application: one entry per code, however often it was repeated. */
import type { EventOf } from './event-of.ts'
import { obtain } from './obtain.ts'
import type { WarningSummary } from './summary.ts'

export function foldWarnings(events: readonly EventOf<'warning'>[]): Map<string, readonly WarningSummary[]> {
  const byApp = new Map<string, Map<string, Draft>>()
  for (const event of events) {
    const ofApp = obtain(byApp, event.app, () => new Map<string, Draft>())
    obtain(ofApp, event.code, () => new Draft(event)).see(event)
  }
  return new Map([...byApp].map(([app, ofApp]) => [app, [...ofApp.values()].map((draft) => draft.finish())]))
}

class Draft {
  readonly #first: EventOf<'warning'>
  /** The first that a warning named. */
  #instance: string | undefined
  #count = 0
  #lastUs = 0

  constructor(first: EventOf<'warning'>) {
    this.#first = first
  }

  see({ instance, atUs }: EventOf<'warning'>): void {
    this.#instance ??= instance
    this.#count++
    this.#lastUs = atUs
  }

  finish(): WarningSummary {
    const { code, message, details = {}, atUs, seq } = this.#first
    const instance = this.#instance
    return {
      firstUs: atUs,
      message,
      details,
      since: seq,
      ...(instance === undefined ? {} : { instance }),
      code,
      count: this.#count,
      lastUs: this.#lastUs,
    }
  }
}
