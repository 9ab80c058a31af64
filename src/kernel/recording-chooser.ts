import { type Chooser, checkCount } from './choice.ts'
import { ChoiceLog } from './choice-log.ts'

/** Lets another chooser choose, and keeps the answers. */
export class RecordingChooser implements Chooser {
  readonly log = new ChoiceLog()
  readonly #chooser: Chooser

  constructor(chooser: Chooser) {
    this.#chooser = chooser
  }

  choose(name: string, count: number): number {
    checkCount(name, count)
    if (count === 1) return 0
    const chosen = this.#chooser.choose(name, count)
    this.log.add(name, count, chosen)
    return chosen
  }
}
