/** Two runs side by side as text: it fits the page, whatever the names are, and equal runs give one strip for both. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare } from '../../src/checking/compare.ts'
import { renderCompareText, renderQuietCompare } from '../../src/report/compare-text.ts'
import type { ComparedRuns } from '../../src/report/compared-runs.ts'
import { widthOf } from '../../src/report/display-text.ts'
import { Page } from '../../src/report/page.ts'
import { SGR_PATTERN } from '../../src/report/style.ts'
import { aRun, M, S, type Sketch } from './a-run.ts'
import { aSketch } from './a-sketch.ts'

const SGR = new RegExp(SGR_PATTERN, 'g')

function compared(sketchA: Sketch, sketchB: Sketch, rest: Partial<ComparedRuns> = {}): ComparedRuns {
  const [a, b] = [aRun(sketchA), aRun(sketchB)]
  const durationsUs = [a.summary.endUs, b.summary.endUs] as const
  return { a, b, durationsUs, comparison: compare(a, b), allowed: new Set(), strict: false, ...rest }
}

const page = (width = 80) => new Page({ width })

describe('renderCompareText', () => {
  it('should keep to the page for any two runs, and hide no control character in it', () => {
    fc.assert(
      fc.property(
        aSketch(),
        aSketch(),
        fc.integer({ min: 60, max: 120 }),
        fc.boolean(),
        (a, b, width, ascii) => {
          const both = compared(a, { ...b, flows: [...(a.flows ?? []).slice(0, 1), ...(b.flows ?? [])] })
          const colour = new Page({ width, ascii, colour: true })
          const plain = new Page({ width, ascii })
          const text = renderCompareText(both, plain)
          expect(renderCompareText(both, colour).replaceAll(SGR, '')).toBe(text)
          for (const line of text.split('\n')) {
            expect(widthOf(line)).toBeLessThanOrEqual(width)
            expect(line).not.toMatch(/ $/)
            expect(line).not.toMatch(ascii ? /[^\x20-\x7e]/ : /\p{Cc}|\p{Cf}/u)
          }
          expect(text).toMatch(/ (NO WORSE|WORSE|UNDETERMINED) {2}\d+ worse[^\n]+\n$/)
          expect(renderQuietCompare(both, plain).split('\n')).toHaveLength(2)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('should draw one strip where the runs are equal at every instant, and two where they only look alike', () => {
    const flow = (atUs: number): Sketch => ({
      flows: [
        {
          name: 'partner',
          verdict: 'INTERMITTENT',
          states: [
            [0, {}],
            [atUs, { status: 'BLOCKED' }],
            [10 * M, {}],
          ],
        },
      ],
    })
    const strips = (a: Sketch, b: Sketch) =>
      renderCompareText(compared(a, b), page())
        .split('\n')
        .filter((line) => line.includes('━'))
        .slice(0, 2)
        .map((line) => line.trim().split(/\s+/))
    expect(strips(flow(M), flow(M))[0]!.slice(0, 2)).toEqual(['partner', 'AB'])
    const [a, b] = strips(flow(M), flow(M + 1))
    expect([a!.slice(0, 2), b![0]]).toEqual([['partner', 'A'], 'B'])
    expect(a!.at(-1)).toBe(b!.at(-1))
  })

  it('should zoom on where one of the two moves', () => {
    const capacity = (atUs: number): Sketch => ({
      endUs: 100 * M,
      capacity: [
        [0, [3, 3]],
        [atUs, [3, 2]],
        [atUs + 30 * S, [3, 3]],
      ],
    })
    const text = renderCompareText(compared(capacity(M), capacity(2 * M)), page())
    expect(text).toMatch(/before 5\ds and from 2m\d+s until 1h40m nothing of this changes/)
  })

  it('should tell figures apart that round alike', () => {
    const untilUs = 3 * M
    const text = renderCompareText(
      compared({ changes: [{ untilUs }] }, { changes: [{ untilUs: untilUs + 1 }] }),
      page(),
    )
    expect(text).toContain('✗ deploy of shop: time until done  2m → 2m1us  from 3m')
  })
})
