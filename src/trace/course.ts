/**
 * The course of a state over time, written event by event and read as spans: no gaps, no span without length, no two
 * equal neighbours. Of several states in one instant the last counts; the others lasted for no time at all.
 */
import { alike } from './alike.ts'
import { NOTHING_YET, type Span } from './summary.ts'

export class Course<State extends object> {
  readonly #spans: (Span & State)[] = []
  #state: State
  #fromUs: number
  #since: number

  constructor(state: State, fromUs = 0, since = NOTHING_YET) {
    this.#state = state
    this.#fromUs = fromUs
    this.#since = since
  }

  get state(): State {
    return this.#state
  }

  /** Time does not run back: `atUs` is at or after the last change. */
  become(state: State, atUs: number, since: number): void {
    if (alike(state, this.#state)) return
    if (atUs > this.#fromUs) this.#spans.push(this.#spanUntil(atUs))
    else if (this.#returnsTo(state)) return
    this.#state = state
    this.#fromUs = atUs
    this.#since = since
  }

  /** The spans up to `endUs`; the course may go on afterwards. */
  until(endUs: number): readonly (Span & State)[] {
    return endUs > this.#fromUs ? [...this.#spans, this.#spanUntil(endUs)] : [...this.#spans]
  }

  #spanUntil(untilUs: number): Span & State {
    // The fixed keys first: spreading onto them keeps one hidden class a kind of state (twice as fast).
    return { fromUs: this.#fromUs, untilUs, since: this.#since, ...this.#state }
  }

  /** There and back within an instant: nothing happened, the span before goes on. */
  #returnsTo(state: State): boolean {
    const before = this.#spans.at(-1)
    if (before === undefined) return false
    const { fromUs, untilUs: _, since, ...earlier } = before
    if (!alike(state, earlier)) return false
    this.#spans.pop()
    this.#state = state
    this.#fromUs = fromUs
    this.#since = since
    return true
  }
}
