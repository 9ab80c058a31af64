import { describe, expect, it } from 'vitest'
import { UNICODE } from '../../src/report/glyphs.ts'
import { type Level, renderCells, stepStrip } from '../../src/report/strip.ts'
import { ansiStyle, plainStyle } from '../../src/report/style.ts'

const levels = (...values: (number | undefined)[]) =>
  values.map((value): Level | undefined =>
    value === undefined ? undefined : { value, ease: value >= 4 ? 'full' : 'easy' },
  )
const drawn = (...values: (number | undefined)[]) =>
  renderCells(stepStrip(levels(...values), UNICODE), plainStyle)

describe('stepStrip', () => {
  it('should write a number where it changes and draw on while it stays', () => {
    expect(drawn(3, 3, 3, 4, 4, 4, 2, 2)).toBe('3──4━━2─')
  })
  it('should draw an arrow where the number does not fit', () => {
    expect(drawn(3, 12, 3, 10, 10)).toBe('3↑310')
    expect(drawn(14, 14, 12, 12, 11, 14)).toBe('1412↓↑')
  })
  it('should leave a gap where there is nothing', () => {
    expect(drawn(undefined, undefined, 1, 1)).toBe('  1─')
    expect(drawn(1, undefined)).toBe('1')
  })
})

describe('renderCells', () => {
  it('should colour equal tones in one stretch', () => {
    const cells = [...'ab'].map((glyph) => ({ glyph, tone: 'good' as const }))
    expect(renderCells([...cells, undefined, { glyph: 'c', tone: 'bad' }, undefined], ansiStyle)).toBe(
      '\u001b[32mab\u001b[39m \u001b[31mc\u001b[39m',
    )
  })
})
