import { type Chooser, checkCount } from './choice.ts'
import type { Streams } from './stream.ts'

/** Chooses evenly at random, each name from a stream of its own. */
export class RandomChooser implements Chooser {
  readonly #streams: Streams

  constructor(streams: Streams) {
    this.#streams = streams
  }

  choose(name: string, count: number): number {
    checkCount(name, count)
    return count === 1 ? 0 : this.#streams.stream(name).below(count)
  }
}
