import type { Choice } from './choice.ts'

/** A log as plain data: each choice is an index into `names`, the count, and the answer. */
export interface ChoiceLogData {
  readonly names: readonly string[]
  readonly choices: readonly (readonly [name: number, count: number, chosen: number])[]
}

const FIELDS = 3

/** The choices of a run in their order: three numbers each, as names recur. */
export class ChoiceLog {
  readonly #names: string[] = []
  readonly #indexOf = new Map<string, number>()
  readonly #fields: number[] = []

  /** The log that `toJSON` gave. */
  static fromJSON({ names, choices }: ChoiceLogData): ChoiceLog {
    const log = new ChoiceLog()
    for (const [index, count, chosen] of choices) {
      const name = names[index]
      if (name === undefined) throw new RangeError(`the log has no name ${index}`)
      log.add(name, count, chosen)
    }
    return log
  }

  get length(): number {
    return this.#fields.length / FIELDS
  }

  add(name: string, count: number, chosen: number): void {
    let index = this.#indexOf.get(name)
    if (index === undefined) {
      index = this.#names.push(name) - 1
      this.#indexOf.set(name, index)
    }
    this.#fields.push(index, count, chosen)
  }

  /** The choice at `position`, counted from 0; undefined behind the end. */
  at(position: number): Choice | undefined {
    const name = this.#names[this.#fields[position * FIELDS]!]
    if (name === undefined) return undefined
    return { name, count: this.#fields[position * FIELDS + 1]!, chosen: this.#fields[position * FIELDS + 2]! }
  }

  /** Plain data for a file. */
  toJSON(): ChoiceLogData {
    const choices: [number, number, number][] = []
    for (let i = 0; i < this.#fields.length; i += FIELDS) {
      choices.push([this.#fields[i]!, this.#fields[i + 1]!, this.#fields[i + 2]!])
    }
    return { names: [...this.#names], choices }
  }
}
