import { describe, expect, it } from 'vitest'
import { MANIFEST_CODES } from '../../src/scenario/manifest-codes.ts'
import { PRICE_CODES } from '../../src/scenario/price-codes.ts'
import { PROBLEM_CODES } from '../../src/scenario/problem-codes.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { renderProblem } from '../../src/scenario/render-problem.ts'
import { brokenFiles } from './broken-files.ts'
import { placeOf, unmark } from './marked.ts'

describe('a broken scenario file', () => {
  it.each(brokenFiles)('should be refused for %s', (_, codes, marked) => {
    const { text, spans } = unmark(marked)
    const read = readScenario(text, { file: 'broken.yaml' })
    if (read.ok) throw new Error('it was read')
    const found = read.problems.map(({ code, span }) => ({
      code,
      at: text.slice(0, span[0]).length,
      marked: text.slice(...span),
    }))
    // Where problems share a place, one mark or several may stand there.
    const expected = codes.map((code, index) => {
      const [start, end] = spans[Math.min(index, spans.length - 1)]!
      return { code, at: start, marked: text.slice(start, end) }
    })
    if (spans.length === codes.length) expect(found).toEqual(expected)
    else expect(found.map(({ code }) => code)).toEqual(codes)
    for (const problem of read.problems) {
      expect(problem).toMatchObject(placeOf(text, problem.span[0]))
      expect(renderProblem(problem, 'broken.yaml', text)).toContain(problem.code)
    }
  })

  it('should be one of at least 75 kinds, with titles of their own', () => {
    expect(brokenFiles.length).toBeGreaterThanOrEqual(75)
  })

  it('should produce every code of the table', () => {
    const produced = new Set(
      brokenFiles.flatMap(([, , marked]) => {
        const read = readScenario(unmark(marked).text, { file: 'broken.yaml' })
        return read.ok ? [] : read.problems.map(({ code }) => code)
      }),
    )
    expect(
      // Those of manifests and of tables of prices have tests of their own (test/importing, broken-prices.test.ts).
      Object.keys(PROBLEM_CODES).filter(
        (code) =>
          !produced.has(code as keyof typeof PROBLEM_CODES) &&
          !Object.hasOwn({ ...MANIFEST_CODES, ...PRICE_CODES }, code),
      ),
    ).toEqual([])
    expect([...produced].filter((code) => !Object.hasOwn(PROBLEM_CODES, code))).toEqual([])
  })
})
