/** `1m12.3s`, `4.125s`, `350us`: tenths from ten seconds on, milliseconds below, microseconds below a millisecond. */
export function formatMoment(us: number): string {
  if (us === Number.POSITIVE_INFINITY) return 'for ever'
  if (us > 0 && us < 1_000) return `${us}us`
  const step = us < 10_000_000 ? 1_000 : 100_000
  const rounded = Math.round(us / step) * step
  const hours = Math.floor(rounded / 3_600_000_000)
  const minutes = Math.floor((rounded % 3_600_000_000) / 60_000_000)
  const micros = rounded % 60_000_000
  if (hours + minutes === 0 && micros < 1_000_000 && micros > 0) return `${micros / 1_000}ms`
  const text = `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${micros > 0 ? `${micros / 1_000_000}s` : ''}`
  return text === '' ? '0s' : text
}
