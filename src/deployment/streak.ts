/** A probe's verdict as a pure step: result by result, state in, state out. */
import type { Probe } from '../cloud/app.ts'

/** `length` results in a row that were all `passing`; zero before the first. */
export interface Streak {
  readonly passing: boolean
  readonly length: number
}

export const NO_RESULTS: Streak = { passing: false, length: 0 }

export function observe(streak: Streak, passed: boolean): Streak {
  return { passing: passed, length: streak.passing === passed ? streak.length + 1 : 1 }
}

/** What the results amount to; `undecided` keeps what was before. */
export function verdict(streak: Streak, probe: Probe): 'passed' | 'failed' | 'undecided' {
  if (streak.length === 0) return 'undecided'
  const needed = streak.passing ? probe.successThreshold : probe.failureThreshold
  if (streak.length < needed) return 'undecided'
  return streak.passing ? 'passed' : 'failed'
}
