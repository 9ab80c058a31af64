/** What a timer asks of the agenda that made it. */
interface Keeper {
  holds(slot: number, sequence: number): boolean
  cancel(slot: number, sequence: number): boolean
}

/** A handle on one pending entry. It may be dropped: the entry does not depend on it. */
export class Timer {
  readonly #keeper: Keeper
  readonly #slot: number
  readonly #sequence: number

  constructor(keeper: Keeper, slot: number, sequence: number) {
    this.#keeper = keeper
    this.#slot = slot
    this.#sequence = sequence
  }

  /** Whether the entry is still to come: neither run nor cancelled. */
  get pending(): boolean {
    return this.#keeper.holds(this.#slot, this.#sequence)
  }

  /** Takes the entry back; false, and no effect, if it has run or was cancelled before. */
  cancel(): boolean {
    return this.#keeper.cancel(this.#slot, this.#sequence)
  }
}
