import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, formatMoment } from '../../src/cloud/duration-text.ts'

const UNIT_US: Readonly<Record<string, number>> = {
  h: 3_600_000_000,
  m: 60_000_000,
  s: 1_000_000,
  ms: 1_000,
  us: 1,
}

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [250_000, '250ms'],
    [150_000_000, '2m30s'],
    [3_600_000_000, '1h'],
    [1_000_001, '1s1us'],
    [Number.POSITIVE_INFINITY, 'for ever'],
  ])('should write %d microseconds as %s', (us, text) => {
    expect(formatDuration(us)).toBe(text)
  })

  it('should lose nothing', () =>
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 12 }), (us) => {
        const parts = [...formatDuration(us).matchAll(/(\d+)([a-z]+)/g)]
        expect(parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_US[unit!]!, 0)).toBe(us)
      }),
    ))
})

describe('formatMoment', () => {
  it.each([
    [0, '0s'],
    [350, '350us'],
    [250_400, '250ms'],
    [999_900, '1s'],
    [4_125_400, '4.125s'],
    [59_970_000, '1m'],
    [72_340_000, '1m12.3s'],
    [3_600_000_000, '1h'],
    [821_613_558, '13m41.6s'],
  ])('should round %d microseconds to %s', (us, text) => {
    expect(formatMoment(us)).toBe(text)
  })
})
