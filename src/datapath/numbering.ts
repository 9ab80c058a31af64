/**
 * Small integers for names, in the order of the file. A name keeps its number when tables are compiled again, because
 * live state speaks in numbers: new names are added at the end, and the number of a name that is gone stays its own.
 */
import { NONE } from './live.ts'

export class Numbering {
  readonly names: readonly string[]
  readonly #numbers: ReadonlyMap<string, number>

  private constructor(names: readonly string[]) {
    this.names = names
    this.#numbers = new Map(names.map((name, number) => [name, number]))
  }

  static of(names: Iterable<string>, previous?: Numbering): Numbering {
    const added = [...names].filter((name) => previous === undefined || previous.numberOf(name) === NONE)
    if (previous === undefined) return new Numbering(added)
    return added.length === 0 ? previous : new Numbering([...previous.names, ...added])
  }

  /** The number of `name`, or `NONE`. */
  numberOf(name: string): number {
    return this.#numbers.get(name) ?? NONE
  }
}
