import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration } from '../../src/cloud/duration-text.ts'
import { formatDurationRange, parseDuration, parseDurationRange } from '../../src/scenario/duration.ts'

describe('a duration', () => {
  it.each([
    ['250ms', 250_000],
    ['30s', 30_000_000],
    ['1.5s', 1_500_000],
    ['5m', 300_000_000],
    ['1h30m', 5_400_000_000],
    ['1h0m1s', 3_601_000_000],
    ['0s', 0],
    ['7us', 7],
  ])('should be read from %s', (text, us) => expect(parseDuration(text)).toEqual({ ok: true, value: us }))

  it.each([
    '',
    '30',
    '-1s',
    's',
    '1 s',
    '1s1m',
    '1s1s',
    '1d',
    '1e3s',
    '9999h9999999999m',
    '1.s',
    '.5s',
    '١s',
    `${'1'.repeat(50)}s`,
  ])('should not be read from "%s"', (text) => expect(parseDuration(text)).toMatchObject({ ok: false }))

  it('should be read back from its text', () =>
    fc.assert(
      fc.property(fc.nat({ max: 366 * 24 * 3_600_000_000 }), (us) => {
        expect(parseDuration(formatDuration(us))).toEqual({ ok: true, value: us })
      }),
    ))

  it('should be a range that is read back from its text', () =>
    fc.assert(
      fc.property(fc.nat({ max: 1e12 }), fc.nat({ max: 1e12 }), (a, b) => {
        const range = { minUs: Math.min(a, b), maxUs: Math.max(a, b) }
        expect(parseDurationRange(formatDurationRange(range))).toEqual({ ok: true, value: range })
      }),
    ))

  it('should ask for a unit', () =>
    expect(parseDuration('30')).toEqual({ ok: false, message: '"30" has no unit', hint: 'add a unit: 30s' }))
})
