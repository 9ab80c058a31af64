/**
 * The course of a state over time, written event by event and read as spans: no gaps, no span without length, no two
 * equal neighbours. Of several states in one instant the last counts; the others lasted for no time at all.
 */
import { NOTHING_YET, type Span } from './summary.ts'

/**
 * What a course has to know of its states. Each kind of state spells its keys out: to compare and to copy whatever keys
 * there are costs several times as much. So an event may stand for the state that it tells of.
 */
export interface Kind<State> {
  alike(a: State, b: State): boolean
  /** The span with the keys of the state, and with no others. */
  spanOf(state: State, fromUs: number, untilUs: number, since: number): Span & State
}

export class Course<State> {
  readonly #kind: Kind<State>
  readonly #spans: (Span & State)[] = []
  #state: State
  #fromUs: number
  #since: number

  constructor(kind: Kind<State>, state: State, fromUs = 0, since = NOTHING_YET) {
    this.#kind = kind
    this.#state = state
    this.#fromUs = fromUs
    this.#since = since
  }

  get state(): State {
    return this.#state
  }

  /** Time does not run back: `atUs` is at or after the last change. */
  become(state: State, atUs: number, since: number): void {
    if (this.#kind.alike(state, this.#state)) return
    if (atUs > this.#fromUs) this.#spans.push(this.#spanUntil(atUs))
    else if (this.#returnsTo(state)) return
    this.#state = state
    this.#fromUs = atUs
    this.#since = since
  }

  /** Ends the course, once: its spans up to `endUs`. */
  end(endUs: number): readonly (Span & State)[] {
    if (endUs > this.#fromUs) this.#spans.push(this.#spanUntil(endUs))
    return this.#spans
  }

  #spanUntil(untilUs: number): Span & State {
    return this.#kind.spanOf(this.#state, this.#fromUs, untilUs, this.#since)
  }

  /** There and back within an instant: nothing happened, the span before goes on. */
  #returnsTo(state: State): boolean {
    const before = this.#spans.at(-1)
    if (before === undefined || !this.#kind.alike(state, before)) return false
    this.#spans.pop()
    this.#state = state
    this.#fromUs = before.fromUs
    this.#since = before.since
    return true
  }
}
