/** The state of an alert over time, with the figure of each span that comes nearest to its threshold, or passes it farthest. */
import type { AlertSpan, AlertState } from './alert-summary.ts'
import type { StatusCount } from './request-record.ts'
import { NOTHING_YET } from './summary.ts'

export class AlertCourse {
  readonly #spans: AlertSpan[] = []
  #state: AlertState = 'off'
  #fromUs = 0
  #value: number | undefined
  #statuses: readonly StatusCount[] | undefined

  /** Time does not run back; a state that lasts no time is not told. */
  become(state: AlertState, atUs: number): void {
    if (state === this.#state) return
    this.#close(atUs)
    this.#state = state
    this.#fromUs = atUs
    this.#value = undefined
    this.#statuses = undefined
  }

  /** A figure of the state that it is in, and the answers behind it; one without end is none to tell. */
  see(value: number, comparison: 'above' | 'below', statuses?: readonly StatusCount[]): void {
    if (!Number.isFinite(value)) return
    const known = this.#value
    if (known !== undefined && (comparison === 'above' ? value <= known : value >= known)) return
    this.#value = value
    this.#statuses = statuses
  }

  /** Ends the course, once. */
  end(endUs: number): readonly AlertSpan[] {
    this.#close(endUs)
    return this.#spans
  }

  #close(untilUs: number): void {
    if (untilUs <= this.#fromUs) return
    this.#spans.push({
      fromUs: this.#fromUs,
      untilUs,
      since: NOTHING_YET,
      state: this.#state,
      ...(this.#value !== undefined && { value: this.#value }),
      ...(this.#statuses !== undefined && { statuses: this.#statuses }),
    })
  }
}
