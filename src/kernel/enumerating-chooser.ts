import { type Choice, ChoiceMismatchError, type Chooser, checkCount } from './choice.ts'

/**
 * Leads a run through every sequence of answers, depth first, each exactly once: like an odometer
 * the last choice counts up first. The run must depend on nothing but its choices.
 *
 *     while (chooser.nextPath()) run(chooser)
 *     if (!chooser.exhausted) // the budget ended it, so nothing is proved
 */
export class EnumeratingChooser implements Chooser {
  readonly #maxPaths: number
  readonly #path: Choice[] = []
  #position = 0
  #pathCount = 0
  #exhausted = false
  #ended = false

  /** @throws RangeError if the budget is not an integer >= 1. */
  constructor(maxPaths: number) {
    if (!(Number.isSafeInteger(maxPaths) && maxPaths >= 1)) {
      throw new RangeError(`maxPaths must be an integer >= 1, got ${maxPaths}`)
    }
    this.#maxPaths = maxPaths
  }

  /** How many paths have been begun. */
  get pathCount(): number {
    return this.#pathCount
  }

  /** Whether every path has been walked. */
  get exhausted(): boolean {
    return this.#exhausted
  }

  /** The choices of the present path so far. */
  get path(): readonly Choice[] {
    return this.#path.slice(0, this.#position)
  }

  /**
   * Begins the next path; false if all have been walked, or the budget is used up.
   *
   * @throws ChoiceMismatchError if the last run ended before the path it was led along did.
   */
  nextPath(): boolean {
    if (this.#ended) return false
    if (this.#pathCount > 0) {
      if (this.#position < this.#path.length) {
        throw new ChoiceMismatchError(this.#position, this.#path[this.#position])
      }
      this.#exhausted = !this.#advance()
    }
    this.#position = 0
    this.#ended = this.#exhausted || this.#pathCount === this.#maxPaths
    if (!this.#ended) this.#pathCount++
    return !this.#ended
  }

  /** @throws ChoiceMismatchError if the run asks for another choice than it did on the path before. */
  choose(name: string, count: number): number {
    checkCount(name, count)
    if (count === 1) return 0
    let choice = this.#path[this.#position]
    if (choice === undefined) {
      choice = { name, count, chosen: 0 }
      this.#path.push(choice)
    } else if (choice.name !== name || choice.count !== count) {
      throw new ChoiceMismatchError(this.#position, choice, { name, count })
    }
    this.#position++
    return choice.chosen
  }

  /** Sets the path to the one that follows in the order; false if it was the last. */
  #advance(): boolean {
    for (let last = this.#path.pop(); last !== undefined; last = this.#path.pop()) {
      if (last.chosen + 1 < last.count) {
        this.#path.push({ ...last, chosen: last.chosen + 1 })
        return true
      }
    }
    return false
  }
}
