/**
 * Which rows of a rule list cover a value of one field, as bits: row 0 is the highest bit of the first word. A list is
 * asked by cutting the answers of all its fields (`rule-block.ts`), so it costs a look-up per field and a word per 32 rows
 * ("Lucent bit vectors"), where a scan costs each row.
 */
import type { StepIndex } from '../net/address-steps.ts'
import { LAST_IPV4 } from '../net/ipv4.ts'
import { indexSteps } from '../net/step-index.ts'

/** Both ends included; 0 to 2^32 - 1. */
export interface FieldRange {
  readonly first: number
  readonly last: number
}

export class FieldIndex {
  /** The words of one answer lie together; {@link FieldIndex.at} says where. */
  readonly words: Int32Array
  readonly #steps: StepIndex

  private constructor(words: Int32Array, steps: StepIndex) {
    this.words = words
    this.#steps = steps
  }

  /** Row by row the values that it covers. */
  static of(rows: readonly FieldRange[]): FieldIndex {
    const width = wordsFor(rows.length)
    const starts = startsOf(rows)
    const stepAt = new Map(starts.map((start, step) => [start, step]))
    const words = new Int32Array(starts.length * width)
    // First where rows begin and end; a sum from the left then makes of it where they are.
    rows.forEach(({ first, last }, row) => {
      const [word, bit] = [row >>> 5, 0x8000_0000 >>> (row & 31)]
      const end = stepAt.get(last + 1)
      words[stepAt.get(first)! * width + word]! ^= bit
      if (end !== undefined) words[end * width + word]! ^= bit
    })
    for (let at = width; at < words.length; at++) words[at]! ^= words[at - width]!
    const answers = starts.map((_, step) => step * width)
    // A tree, however many: a security group has one for each field, and tries begin at 256 KiB.
    return new FieldIndex(words, indexSteps({ starts, answers }, 'tree'))
  }

  /** Where the words for `value` begin. Allocates nothing. */
  at(value: number): number {
    return this.#steps.at(value)
  }
}

export function wordsFor(rows: number): number {
  return Math.ceil(rows / 32)
}

/** The values from which on other rows cover, ascending from 0. */
function startsOf(rows: readonly FieldRange[]): number[] {
  const starts = new Set([0])
  for (const { first, last } of rows) {
    starts.add(first)
    if (last < LAST_IPV4) starts.add(last + 1)
  }
  return [...Float64Array.from(starts).sort()]
}
