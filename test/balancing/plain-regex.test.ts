import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, it } from 'vitest'
import { isQuick, plainRegex } from '../../src/balancing/plain-regex.ts'

const piece = fc.constantFrom(
  'a',
  'b',
  '/',
  '.',
  '\\.',
  '[ab]',
  '[^a/]',
  '[0-9]',
  '(',
  ')',
  '(a)',
  '(b.)',
  '*',
  '+',
  '.*',
  '?',
  '|',
  '{2}',
  '\\d',
  '[',
)
const expression = fc
  .tuple(fc.constantFrom('', '^'), fc.array(piece, { maxLength: 6 }), fc.constantFrom('', '$'))
  .map(([start, pieces, end]) => `${start}${pieces.join('')}${end}`)
const text = fc
  .array(fc.constantFrom('a', 'b', '/', '.', '7', '\n', '\r', '\u2028', 'ü', '😀'), { maxLength: 8 })
  .map((chars) => chars.join(''))

describe('plainRegex', () => {
  it('should match what RE2 matches, in both readings', () => {
    let plain = 0
    fc.assert(
      fc.property(expression, text, fc.boolean(), (source, asked, isWhole) => {
        const quick = plainRegex(source, isWhole)
        if (quick === undefined) return
        plain++
        const slow = RE2JS.compile(source)
        expect(quick.regex.test(asked)).toBe(isWhole ? slow.matches(asked) : slow.test(asked))
      }),
      { numRuns: 5000 },
    )
    expect(plain).toBeGreaterThan(500)
  })

  it.each([
    ['^/svc[0-9]+/', true],
    ['/sys/(.*)/(.*)/aaa', true],
    ['^/a[.]b$', true],
    ['(a+)+', false],
    ['(a)*', false],
    ['((a))', false],
    ['a|b', false],
    ['a?', false],
    ['\\bx', false],
    ['(?:a)', false],
  ])('should know %s as plain: %s', (source, isPlain) => {
    expect(plainRegex(source, false) !== undefined).toBe(isPlain)
  })

  it('should leave long texts to RE2 where work grows faster than they do', () => {
    const twice = plainRegex('/sys/(.*)/(.*)/aaa', false)!
    expect(isQuick(twice, 'x'.repeat(46))).toBe(true)
    expect(isQuick(twice, 'x'.repeat(47))).toBe(false)
    expect(isQuick(plainRegex('^/.*x', false)!, 'x'.repeat(32_768))).toBe(true)
  })
})
