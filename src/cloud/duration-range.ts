/**
 * A duration that is fixed (`min = max`) or drawn afresh each time it is needed. Integer microseconds, both ends included.
 */
export interface DurationRange {
  readonly minUs: number
  readonly maxUs: number
}

/** A duration without a draw. */
export function fixed(us: number): DurationRange {
  return { minUs: us, maxUs: us }
}

export const MILLISECOND_US = 1_000
export const SECOND_US = 1_000_000
export const MINUTE_US = 60 * SECOND_US
export const HOUR_US = 60 * MINUTE_US
export const DAY_US = 24 * HOUR_US
