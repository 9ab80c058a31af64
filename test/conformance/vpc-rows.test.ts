/** Every row of facts/vpc with confidence A or B is named in the title of a test, or nothing can show it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allTitles } from './titles.ts'
import { UNOBSERVABLE } from './unobservable-rows.ts'

const ROW = /\bR\d+\.\d+[a-z]?\b/g

/** Rows by their confidence, which stands in column C of the table that they are in. */
function readRows(sheet: string): Map<string, string> {
  const rows = new Map<string, string>()
  let column = -1
  for (const line of sheet.split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim())
    if (cells[1] === '#') column = cells.indexOf('C')
    else if (/^R\d+\.\d+[a-z]?$/.test(cells[1] ?? '')) rows.set(cells[1]!, cells[column]!)
  }
  return rows
}

const sheet = readFileSync('docs/facts/vpc.md', 'utf8')
const rows = readRows(sheet)
const certain = [...rows].filter(([, confidence]) => /[AB]/.test(confidence)).map(([row]) => row)
const titles = allTitles('test/conformance/vpc-rows.test.ts')
const named = new Set(titles.flatMap((title) => title.match(ROW) ?? []))

describe('the rows of facts/vpc', () => {
  it('should be read with a confidence each', () => {
    expect(rows.size).toBeGreaterThan(170)
    expect([...rows].filter(([, confidence]) => !/^[ABSDU]( ?\/ ?[ABSDU])?$/.test(confidence))).toEqual([])
  })

  it('should each be named by a test, where the confidence is A or B and something shows them', () =>
    expect(certain.filter((row) => !named.has(row) && !Object.hasOwn(UNOBSERVABLE, row))).toEqual([]))

  it('should be followed by the vectors of section 14, each named by a test', () => {
    const vectors = [...sheet.matchAll(/^\| (T\d+) \|/gm)].map(([, vector]) => vector!)
    expect(vectors.length).toBeGreaterThan(20)
    const shown = new Set(titles.flatMap((title) => title.match(/\bT\d+\b/g) ?? []))
    expect(vectors.filter((vector) => !shown.has(vector))).toEqual([])
  })

  it('should be called unobservable in one sentence, and only where no test names them', () => {
    expect(Object.keys(UNOBSERVABLE).filter((row) => named.has(row) || !certain.includes(row))).toEqual([])
    expect(Object.values(UNOBSERVABLE).filter((reason) => !/^[A-Z][^.!?]+\.$/.test(reason))).toEqual([])
  })

  it('should be there: no test names a row that the sheet does not have', () =>
    expect([...named].filter((row) => !rows.has(row))).toEqual([]))
})
