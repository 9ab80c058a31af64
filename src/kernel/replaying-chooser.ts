import { ChoiceMismatchError, type Chooser, checkCount } from './choice.ts'
import type { ChoiceLog } from './choice-log.ts'

/** Gives the answers of a log again. */
export class ReplayingChooser implements Chooser {
  readonly #log: ChoiceLog
  #position = 0

  constructor(log: ChoiceLog) {
    this.#log = log
  }

  /** @throws ChoiceMismatchError if the log has another choice here, or has ended. */
  choose(name: string, count: number): number {
    checkCount(name, count)
    if (count === 1) return 0
    const choice = this.#log.at(this.#position)
    if (choice?.name !== name || choice.count !== count) {
      throw new ChoiceMismatchError(this.#position, choice, { name, count })
    }
    this.#position++
    return choice.chosen
  }

  /** Holds the run to have used the whole log. @throws ChoiceMismatchError if it has not. */
  finish(): void {
    const choice = this.#log.at(this.#position)
    if (choice !== undefined) throw new ChoiceMismatchError(this.#position, choice)
  }
}
