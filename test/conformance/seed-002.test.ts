/** Every sentence of seed 002 is shown by a test whose title quotes it, or nothing can show it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SENTENCES } from './seed-002-sentences.ts'
import { allTitles, titlesOf } from './titles.ts'

const titles = allTitles('test/conformance/seed-002.test.ts')
const shown = SENTENCES.flatMap((sentence) => ('shownBy' in sentence ? [sentence.shownBy] : []))

describe('the sentences of seed 002', () => {
  it('should each be shown by the title of a test, where something shows them', () =>
    expect(shown.filter((piece) => !titles.some((title) => title.includes(piece)))).toEqual([]))

  it('should be called unobservable in one sentence', () => {
    const reasons = SENTENCES.flatMap((sentence) => ('because' in sentence ? [sentence.because] : []))
    expect(reasons.filter((reason) => !/^[A-Z][^.!?]+\.$/.test(reason))).toEqual([])
  })

  it('should be there, each once', () => {
    const says = SENTENCES.map((sentence) => sentence.says)
    expect(new Set(says).size).toBe(says.length)
    expect(says.length).toBeGreaterThan(75)
  })

  it('should have no test of its own that quotes a sentence which the list does not have', () => {
    const own = ['gateways', 'services'].flatMap((part) =>
      titlesOf(`test/conformance/seed-002-${part}.test.ts`),
    )
    const quoting = own.filter((title) => title.includes('> "'))
    expect(quoting.length).toBeGreaterThan(35)
    expect(quoting.filter((title) => !shown.some((piece) => title.includes(piece)))).toEqual([])
  })

  it('should be gone through in one run, Part I to III', () => {
    const walk = readFileSync('scenarios/eas-walkthrough.yaml', 'utf8')
    for (const part of ['Part I, ALB gateway', 'Part I, managed gateway', 'Part II', 'Part III'])
      expect(walk).toContain(part)
  })
})
