/**
 * A process is a story told over time: a generator that yields the signal it waits for, and goes
 * on when that has fired. It may hand parts of its story to other generators with `yield*`.
 */
import { Signal } from './signal.ts'

export type Process = Generator<Signal, void, void>

/** A process on its way; as a signal, it fires when the process has ended or was stopped. */
export class Task extends Signal {
  readonly #process: Process
  readonly #onStep: () => void
  /** What it waits for, or has waited for last. */
  #waitsFor: Signal | undefined
  #running = false
  #stopping = false

  /** `onStep` is called before every step that follows the first one without waiting. */
  constructor(process: Process, onStep: () => void) {
    super()
    this.#process = process
    this.#onStep = onStep
  }

  /** Goes on behind the `yield` that the process waits at; no effect after its end. */
  resume(): void {
    if (this.fired) return
    this.#running = true
    this.#follow(this.#process.next())
  }

  /**
   * Ends the process where it waits: its `finally` blocks run now, and may wait in their turn. A
   * process that stops itself, or is stopped by someone it has just woken, ends at its next
   * `yield`. No effect after its end. An entry that it waited for stays on the agenda.
   */
  stop(): void {
    if (this.fired) return
    if (this.#running) {
      this.#stopping = true
      return
    }
    this.#waitsFor?.offFire(this)
    this.#running = true
    this.#follow(this.#process.return())
  }

  /** What has fired already does not make the process wait: a loop, as calls would pile up. */
  #follow(step: IteratorResult<Signal, void>): void {
    while (!step.done) {
      if (this.#stopping) {
        this.#stopping = false
        step = this.#process.return()
      } else if (step.value.fired) {
        this.#onStep()
        step = this.#process.next()
      } else {
        this.#running = false
        this.#waitsFor = step.value
        step.value.onFire(this)
        return
      }
    }
    this.#running = false
    this.fire()
  }
}
