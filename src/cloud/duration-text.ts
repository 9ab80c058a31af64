/** Durations in words: exact as the scenario file writes them, or rounded as people like to read them. */
import { HOUR_US, MILLISECOND_US, MINUTE_US, SECOND_US } from './duration-range.ts'

const UNITS: readonly (readonly [name: string, us: number])[] = [
  ['h', HOUR_US],
  ['m', MINUTE_US],
  ['s', SECOND_US],
  ['ms', MILLISECOND_US],
  ['us', 1],
]

/** `2m30s`, `250ms`, `0s`: read back, it is the same. `us` is whole and 0 or more; `Infinity` reads `for ever`. */
export function formatDuration(us: number): string {
  if (us === Number.POSITIVE_INFINITY) return 'for ever'
  if (!(us >= 0)) throw new RangeError(`a duration is >= 0, got ${us}`)
  let rest = Math.round(us)
  let text = ''
  for (const [name, unit] of UNITS) {
    const count = Math.floor(rest / unit)
    if (count > 0) text += `${count}${name}`
    rest -= count * unit
  }
  return text === '' ? '0s' : text
}

/** `1m12.3s`, `4.125s`, `350us`: tenths from ten seconds on, milliseconds below, microseconds below a millisecond. */
export function formatMoment(us: number): string {
  if (us === Number.POSITIVE_INFINITY || us < MILLISECOND_US) return formatDuration(us)
  const step = us < 10 * SECOND_US ? MILLISECOND_US : SECOND_US / 10
  const rounded = Math.round(us / step) * step
  if (rounded < SECOND_US) return formatDuration(rounded)
  const seconds = (rounded % MINUTE_US) / SECOND_US
  const whole = rounded - (rounded % MINUTE_US)
  return `${whole > 0 ? formatDuration(whole) : ''}${seconds > 0 ? `${seconds}s` : ''}`
}
