/**
 * The smallest whole number that is enough. That more is enough as well is checked, not assumed: small ranges are tried number by
 * number, larger ones are halved, and then looked at below and above the answer.
 */
import type { Failure, Smallest, Tried } from '../checking/sizing/size-sheet.ts'

/** Ranges up to so many numbers are tried as a whole. */
const ALL_OF = 24
const SAMPLES_BELOW = 6

export function smallestFrom(
  low: number,
  high: number,
  failureAt: (value: number) => Failure | undefined,
): Smallest {
  const tried = new Map<number, Tried>()
  const holds = (value: number): boolean => {
    let known = tried.get(value)
    if (known === undefined) {
      const failure = failureAt(value)
      known = { value, ...(failure !== undefined && { failure }) }
      tried.set(value, known)
    }
    return known.failure === undefined
  }
  if (high - low < ALL_OF) for (let value = low; value <= high; value++) holds(value)
  else {
    let from = low
    let answer = nextThatHolds(from, high, holds)
    while (answer !== undefined) {
      for (const value of looksAround(low, answer, high)) holds(value)
      const failing = [...tried.values()].filter(({ value, failure }) => value > answer! && failure)
      if (failing.length === 0) break
      from = Math.max(...failing.map(({ value }) => value)) + 1
      answer = from > high ? undefined : nextThatHolds(from, high, holds)
    }
  }
  return answerOf([...tried.values()].sort((a, b) => a.value - b.value))
}

/** In steps that double, and then by halves between the last that failed and the first that held. */
function nextThatHolds(from: number, high: number, holds: (value: number) => boolean): number | undefined {
  let failed = from - 1
  for (let step = 0; ; step = step === 0 ? 1 : 2 * step) {
    const value = Math.min(high, from + step)
    if (holds(value)) {
      let held = value
      while (held - failed > 1) {
        const middle = Math.floor((failed + held) / 2)
        if (holds(middle)) held = middle
        else failed = middle
      }
      return held
    }
    if (value === high) return undefined
    failed = value
  }
}

function looksAround(low: number, answer: number, high: number): number[] {
  const below = Array.from({ length: SAMPLES_BELOW }, (_, index) =>
    Math.floor(low + ((answer - low) * index) / SAMPLES_BELOW),
  )
  return [...below.filter((value) => value < answer), answer + 1, answer + 2, 2 * answer + 1].filter(
    (value) => value <= high,
  )
}

/** The smallest above which nothing that was tried has failed. */
function answerOf(tried: readonly Tried[]): Smallest {
  const lastFailed = tried.findLastIndex(({ failure }) => failure !== undefined)
  const smallest = tried[lastFailed + 1]?.value
  const isMonotone = tried.slice(0, lastFailed + 1).every(({ failure }) => failure !== undefined)
  return { ...(smallest !== undefined && { smallest }), tried, isMonotone }
}
