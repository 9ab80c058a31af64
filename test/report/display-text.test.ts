import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, fillColumns, printable, printableAscii, widthOf, wrap } from '../../src/report/display-text.ts'

const anyText = () => fc.string({ unit: 'binary', maxLength: 60 })

describe('printable', () => {
  it('should show control, direction and zero-width characters as escapes', () => {
    expect(printable('a\u001b[31mb\u0007\u009b\u202e\u200b\u007f')).toBe(
      'a\\x1b[31mb\\x07\\x9b\\u{202e}\\u{200b}\\x7f',
    )
  })
  it('should turn line breaks and tabs into spaces', () => {
    expect(printable('a\r\n  b\tc')).toBe('a b c')
  })
  it('should leave other scripts alone', () => {
    expect(printable('滚动替换 éè → ✓')).toBe('滚动替换 éè → ✓')
  })
  it('should leave nothing that moves a cursor, and change nothing a second time', () =>
    fc.assert(
      fc.property(anyText(), (text) => {
        const shown = printable(text)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(printable(shown)).toBe(shown)
        expect(printableAscii(text)).toMatch(/^[\x20-\x7e]*$/)
      }),
    ))
})

describe('clip, fit and wrap', () => {
  it('should count wide characters as two columns and combining marks as none', () => {
    expect(widthOf('滚动')).toBe(4)
    expect(widthOf('e\u0301')).toBe(1)
    expect(widthOf('🚀')).toBe(2)
  })
  it('should keep to the width', () =>
    fc.assert(
      fc.property(anyText().map(printable), fc.integer({ min: 2, max: 40 }), (text, width) => {
        expect(widthOf(clip(text, width))).toBeLessThanOrEqual(width)
        expect(widthOf(fillColumns(text, width))).toBe(width)
        for (const line of wrap(text, width)) expect(widthOf(line)).toBeLessThanOrEqual(width)
      }),
    ))
  it('should lose no character when wrapping', () =>
    fc.assert(
      fc.property(anyText().map(printable), fc.integer({ min: 2, max: 40 }), (text, width) => {
        expect(wrap(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      }),
    ))
})
