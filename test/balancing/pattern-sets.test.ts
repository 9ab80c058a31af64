/** Inclusion and emptiness of wildcards, held against all short texts over a small alphabet. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern, REGEX_DEFAULTS } from '../../src/balancing/compiled-pattern.ts'
import { areDisjoint, includesPattern } from '../../src/balancing/pattern-sets.ts'
import { readPattern } from '../../src/cloud/pattern.ts'

const pattern = (text: string) => readPattern(text, false)
const includes = (outer: string, inner: string) =>
  includesPattern(pattern(outer), pattern(inner), REGEX_DEFAULTS)
const apart = (one: string, other: string) => areDisjoint(pattern(one), pattern(other), REGEX_DEFAULTS)

/** All texts of up to five letters; a third one stands for everything that patterns do not name. */
const TEXTS = textsUpTo(5)

function textsUpTo(length: number): string[] {
  const texts = ['']
  let last = ['']
  for (let size = 1; size <= length; size++) {
    last = last.flatMap((text) => ['a', 'b', 'z'].map((letter) => text + letter))
    texts.push(...last)
  }
  return texts
}

const aPattern = fc
  .array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 })
  .map((signs) => signs.join(''))

describe('patterns as sets', () => {
  it.each([
    ['/api/*', '/api/v1/*', true],
    ['/api/*', '/api', false],
    ['/api*', '/api/*', true],
    ['/*', '/a?c', true],
    ['/a?c', '/a*c', false],
    ['*.example.com', '*.shop.example.com', true],
    ['*.shop.example.com', '*.example.com', false],
    ['*', '~^/x', true],
    ['~^/x', '~^/x', true],
    ['~^/x', '/x', true],
    ['~^/x', '/x*', false],
  ])('1.6: %s includes %s: %s', (outer, inner, answer) => {
    expect(includes(outer, inner)).toBe(answer)
  })

  it('should say of wildcards exactly what trying all texts says', () => {
    const matching = (text: string) => {
      const compiled = compilePattern(pattern(text))
      return TEXTS.filter((each) => compiled.matches(each))
    }
    fc.assert(
      fc.property(aPattern, aPattern, (one, other) => {
        const [first, second] = [matching(one), matching(other)]
        expect(includes(one, other), `${one} includes ${other}`).toBe(
          second.every((text) => first.includes(text)),
        )
        expect(apart(one, other), `${one} and ${other} apart`).toBe(
          !second.some((text) => first.includes(text)),
        )
      }),
    )
  })

  it('should give up, and not say yes, where patterns are made to be hard', () => {
    const hard = '*a?'.repeat(42)
    expect(includes(`${hard}b`, `${hard}*`)).toBe(false)
  })
})
