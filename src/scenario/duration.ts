/** Durations as people write them: 250ms, 30s, 5m, 1h, 1h30m, and 20s..40s where each use draws afresh. */
import { type DurationRange, HOUR_US, MILLISECOND_US, MINUTE_US, SECOND_US } from '../cloud/duration-range.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import { quote } from './value.ts'

const UNITS = { h: HOUR_US, m: MINUTE_US, s: SECOND_US, ms: MILLISECOND_US, us: 1 } as const
type Unit = keyof typeof UNITS

/** A year: integers of microseconds stay exact far beyond it. */
const LONGEST_US = 366 * 24 * HOUR_US

export type ReadDuration<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint: string }

const HOW = 'write a duration such as 250ms, 30s, 5m or 1h30m'

/** Reads one duration into microseconds. */
export function parseDuration(text: string): ReadDuration<number> {
  if (/^\d+(\.\d+)?$/.test(text))
    return { ok: false, message: `${quote(text)} has no unit`, hint: `add a unit: ${text}s` }
  if (/^-/.test(text)) return { ok: false, message: `${quote(text)} is negative`, hint: HOW }
  if (text.length > 40 || !/^(\d+(\.\d+)?(h|ms|us|m|s))+$/.test(text))
    return { ok: false, message: `${quote(text)} is not a duration`, hint: HOW }
  let us = 0
  let previous = Number.POSITIVE_INFINITY
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|m|s)/g)) {
    const size = UNITS[unit as Unit]
    if (size >= previous)
      return { ok: false, message: `${quote(text)} does not go from large to small units`, hint: HOW }
    previous = size
    us += Number(amount) * size
  }
  us = Math.round(us)
  if (us > LONGEST_US) return { ok: false, message: `${quote(text)} is longer than a year`, hint: HOW }
  return { ok: true, value: us }
}

/** Reads `30s`, or `20s..40s` for a draw. */
export function parseDurationRange(text: string): ReadDuration<DurationRange> {
  const dots = text.indexOf('..')
  const min = parseDuration(dots < 0 ? text : text.slice(0, dots).trim())
  if (!min.ok) return min
  if (dots < 0) return { ok: true, value: { minUs: min.value, maxUs: min.value } }
  const max = parseDuration(text.slice(dots + 2).trim())
  if (!max.ok) return max
  if (max.value < min.value)
    return {
      ok: false,
      message: `${quote(text)} ends before it begins`,
      hint: `write ${formatDuration(max.value)}..${formatDuration(min.value)}`,
    }
  return { ok: true, value: { minUs: min.value, maxUs: max.value } }
}

/** `20s..40s`, or `30s` where nothing is drawn. */
export function formatDurationRange({ minUs, maxUs }: DurationRange): string {
  return minUs === maxUs ? formatDuration(minUs) : `${formatDuration(minUs)}..${formatDuration(maxUs)}`
}
