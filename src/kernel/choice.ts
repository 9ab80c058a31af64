/**
 * The decision hook: whatever a run leaves open (which server, how long a start takes) is asked of
 * its chooser by name, and nothing else in a run is random. So one run can be drawn at
 * random, recorded, replayed, or repeated for every combination of answers.
 */

/** One decision: what was chosen, among how many alternatives, and which one it was. */
export interface Choice {
  readonly name: string
  /** How many alternatives there were, an integer >= 2. */
  readonly count: number
  /** The answer, an integer in [0, count). */
  readonly chosen: number
}

export interface Chooser {
  /**
   * Answers an integer in [0, count). Among one there is nothing to decide: that is answered
   * with 0 and leaves no trace.
   *
   * @throws RangeError if `count` is not an integer in [1, 2^53].
   */
  choose(name: string, count: number): number
}

/**
 * A duration from the inclusive range, in microseconds.
 *
 * @throws RangeError if the limits are not integers with 0 <= minUs <= maxUs.
 */
export function chooseDurationUs(chooser: Chooser, name: string, minUs: number, maxUs: number): number {
  if (!(Number.isSafeInteger(minUs) && Number.isSafeInteger(maxUs) && 0 <= minUs && minUs <= maxUs)) {
    throw new RangeError(`"${name}" must be a range of integers >= 0, got [${minUs}, ${maxUs}]`)
  }
  return minUs + chooser.choose(name, maxUs - minUs + 1)
}

/** For choosers: refuses a count that no choice can have. */
export function checkCount(name: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1 && count <= 2 ** 53)) {
    throw new RangeError(`"${name}" must have an integer number of alternatives >= 1, got ${count}`)
  }
}

/** A run asked for other choices than the one that is replayed. */
export class ChoiceMismatchError extends Error {
  override readonly name = 'ChoiceMismatchError'
  /** Which choice of the run it was, counted from 0. */
  readonly position: number

  /** `expected` is undefined if the log ends before, `actual` if the run does. */
  constructor(
    position: number,
    expected: Omit<Choice, 'chosen'> | undefined,
    actual?: Omit<Choice, 'chosen'>,
  ) {
    const was = expected === undefined ? 'the end' : `"${expected.name}" of ${expected.count}`
    const is = actual === undefined ? 'the end' : `"${actual.name}" of ${actual.count}`
    super(`the run does not repeat itself: choice ${position} was ${was}, and is ${is}`)
    this.position = position
  }
}
