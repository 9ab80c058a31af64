/**
 * A discrete-event kernel: time jumps from one agenda entry to the next. It knows nothing
 * of packets, clouds, files or the wall clock. Entries run in the order (due, priority,
 * sequence) and nothing else decides, so equal schedules give equal histories.
 *
 * Whatever an action or a process throws ends the run and reaches its caller unchanged; the
 * clock then stands at the instant of the failure.
 */
import { Agenda, LAST_PRIORITY } from './agenda.ts'
import { EndlessInstantError } from './endless-instant-error.ts'
import { type Process, Task } from './process.ts'
import { Signal } from './signal.ts'
import type { Timer } from './timer.ts'

/** Changes of an instant come before its traffic, so its traffic sees them. */
export const CONTROL = 0
export const TRAFFIC = 1

/** What an entry does when it is due. It must not run the kernel. */
export type Action = () => void

export interface KernelOptions {
  /** How many entries one instant may have before it is taken for an endless loop. */
  readonly maxEntriesPerInstant?: number
}

const DEFAULT_MAX_ENTRIES_PER_INSTANT = 10_000_000

export class Kernel {
  readonly #agenda = new Agenda<Action | Signal>()
  readonly #maxEntriesPerInstant: number
  /** One for all tasks, as there may be a million of them. */
  readonly #onStep = () => this.#countEntry()
  #nowUs = 0
  #entriesOfInstant = 0
  #running = false

  /** @throws RangeError if the maximum is not an integer >= 1. */
  constructor(options: KernelOptions = {}) {
    const { maxEntriesPerInstant = DEFAULT_MAX_ENTRIES_PER_INSTANT } = options
    if (!(Number.isSafeInteger(maxEntriesPerInstant) && maxEntriesPerInstant >= 1)) {
      throw new RangeError(`maxEntriesPerInstant must be an integer >= 1, got ${maxEntriesPerInstant}`)
    }
    this.#maxEntriesPerInstant = maxEntriesPerInstant
  }

  /** The simulated time in microseconds since the beginning. */
  get nowUs(): number {
    return this.#nowUs
  }

  /** How many entries are still to come. */
  get pending(): number {
    return this.#agenda.size
  }

  /** When the next entry is due; Infinity if none is pending. */
  get nextDueUs(): number {
    return this.#agenda.nextDueUs
  }

  /**
   * Runs `action` in `delayUs` microseconds, after what is scheduled for that instant and priority.
   *
   * @throws RangeError if the delay is not an integer >= 0, leads beyond the safe integers (285
   * years), or if the priority is not an integer in [0, LAST_PRIORITY].
   */
  schedule(delayUs: number, action: Action, priority = TRAFFIC): Timer {
    return this.#push(this.#dueIn(delayUs), priority, action)
  }

  /**
   * Runs `action` when the clock shows `dueUs`.
   *
   * @throws RangeError as `schedule` does, and if that is in the past.
   */
  at(dueUs: number, action: Action, priority = TRAFFIC): Timer {
    if (!(Number.isSafeInteger(dueUs) && dueUs >= this.#nowUs)) {
      throw new RangeError(`dueUs must be an integer >= now (${this.#nowUs}), got ${dueUs}`)
    }
    return this.#push(dueUs, priority, action)
  }

  /**
   * A signal that fires `delayUs` from now.
   *
   * @throws RangeError as `schedule` does.
   */
  timeout(delayUs: number, priority = TRAFFIC): Signal {
    const signal = new Signal()
    this.#push(this.#dueIn(delayUs), priority, signal)
    return signal
  }

  /** Starts `process` at this instant, behind what is scheduled for it; fires at its end. */
  start(process: Process, priority = TRAFFIC): Task {
    const task = new Task(process, this.#onStep)
    this.#push(this.#nowUs, priority, () => task.resume())
    return task
  }

  /**
   * Runs the entries due up to `untilUs` (included), then leaves the clock there.
   *
   * @throws RangeError if that is in the past or not an integer.
   * @throws EndlessInstantError if the entries of an instant do not come to an end.
   */
  run(untilUs: number): void {
    if (!(Number.isSafeInteger(untilUs) && untilUs >= this.#nowUs)) {
      throw new RangeError(`untilUs must be an integer >= now (${this.#nowUs}), got ${untilUs}`)
    }
    this.#enter()
    try {
      for (let dueUs = this.#agenda.nextDueUs; dueUs <= untilUs; dueUs = this.#agenda.nextDueUs) {
        this.#runEntry(dueUs)
      }
    } finally {
      this.#running = false
    }
    if (this.#nowUs !== untilUs) this.#entriesOfInstant = 0
    this.#nowUs = untilUs
  }

  /**
   * Runs the next entry, whenever due, and leaves the clock there; false if none is pending.
   *
   * @throws EndlessInstantError if the entries of an instant do not come to an end.
   */
  runNext(): boolean {
    this.#enter()
    try {
      const dueUs = this.#agenda.nextDueUs
      if (dueUs === Number.POSITIVE_INFINITY) return false
      this.#runEntry(dueUs)
      return true
    } finally {
      this.#running = false
    }
  }

  #enter(): void {
    if (this.#running) throw new Error('the kernel is running: an action must not run it again')
    this.#running = true
  }

  #runEntry(dueUs: number): void {
    if (dueUs !== this.#nowUs) {
      this.#nowUs = dueUs
      this.#entriesOfInstant = 0
    }
    this.#countEntry()
    const entry = this.#agenda.pop()!
    if (typeof entry === 'function') entry()
    else entry.fire()
  }

  #countEntry(): void {
    if (++this.#entriesOfInstant > this.#maxEntriesPerInstant) {
      throw new EndlessInstantError(this.#nowUs, this.#maxEntriesPerInstant)
    }
  }

  #dueIn(delayUs: number): number {
    const dueUs = this.#nowUs + delayUs
    if (!(Number.isSafeInteger(delayUs) && delayUs >= 0 && dueUs <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`delayUs must be an integer >= 0 within the safe range, got ${delayUs}`)
    }
    return dueUs
  }

  #push(dueUs: number, priority: number, entry: Action | Signal): Timer {
    if (priority !== (priority & LAST_PRIORITY)) {
      throw new RangeError(`priority must be an integer in [0, ${LAST_PRIORITY}], got ${priority}`)
    }
    return this.#agenda.push(dueUs, priority, entry)
  }
}
