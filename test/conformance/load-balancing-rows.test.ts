/** Every certain row of facts/load-balancing is shown by a test whose title names its section, or nothing can show it. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NOT_BUILT, SHOWN, UNOBSERVABLE } from './load-balancing-rows.ts'
import { allTitles, titlesOf, titlesOfBrokenFiles } from './titles.ts'

/** `1.8 Sticky session`: section and first cell, with the status of the row. */
function readRows(sheet: string): Map<string, string> {
  const rows = new Map<string, string>()
  let section = ''
  let column: number | undefined
  for (const line of sheet.split('\n')) {
    section = /^#{2,3} (\d+[a-z]?(?:\.\d+)?)/.exec(line)?.[1] ?? section
    if (!line.startsWith('|')) column = undefined
    else {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
      if (column === undefined) column = cells.indexOf('St')
      else if (column > 0 && !/^-+$/.test(cells[1]!))
        rows.set(`${section} ${cells[1]!.replaceAll('**', '')}`, cells[column]!)
    }
  }
  return rows
}

/** `2.2` stands in `1.8, 2.2: …` and not in `12.2` or `2.2.1`. */
function names(title: string, section: string): boolean {
  return new RegExp(`(?<![\\d.])${section.replace('.', '\\.')}(?!\\.?\\d)`).test(title)
}

const sheet = readFileSync('docs/facts/load-balancing.md', 'utf8')
const rows = readRows(sheet)
const certain = [...rows].filter(([, status]) => status.startsWith('C')).map(([row]) => row)
const titles = allTitles('test/conformance/load-balancing-rows.test.ts')

describe('the rows of facts/load-balancing', () => {
  it('should be read with a status each', () => {
    expect(certain.length).toBeGreaterThan(200)
    expect([...rows].filter(([, status]) => !/^([CKU]\b|–$)/.test(status))).toEqual([])
  })

  it('should each have a test, where the status is C and something shows them', () =>
    expect(
      certain.filter((row) => ![SHOWN, UNOBSERVABLE, NOT_BUILT].some((table) => Object.hasOwn(table, row))),
    ).toEqual([]))

  it('should be there: no entry is of a row that the sheet does not have, or that is not certain', () =>
    expect(
      [SHOWN, UNOBSERVABLE, NOT_BUILT].flatMap(Object.keys).filter((row) => !certain.includes(row)),
    ).toEqual([]))

  it('should be named by the titles that are said to show them, with their section', () => {
    const isNamed = ([row, piece]: [string, string]) =>
      titles.some((title) => title.includes(piece) && names(title, row.split(' ')[0]!))
    expect(Object.entries(SHOWN).filter((entry) => !isNamed(entry))).toEqual([])
  })

  it('should be refused with a test, where they are not built', () => {
    for (const [row, piece] of Object.entries(NOT_BUILT)) {
      expect(titles.some((title) => title.includes(piece))).toBe(true)
      expect(Object.hasOwn(SHOWN, row)).toBe(false)
    }
  })

  it('should be called unobservable in one sentence, and only where no test shows them', () => {
    expect(Object.keys(UNOBSERVABLE).filter((row) => Object.hasOwn(SHOWN, row))).toEqual([])
    expect(Object.values(UNOBSERVABLE).filter((reason) => !/^[A-Z][^.!?]+\.$/.test(reason))).toEqual([])
  })
})

/** Numbers behind `golden scenario` or `golden scenarios`: `8`, `4 and 5`. */
function goldenIn(text: string): string[] {
  return [...text.matchAll(/golden scenarios? ([\d, and]+)/g)].flatMap(
    ([, list]) => list!.match(/\d+/g) ?? [],
  )
}

describe('the other sections of facts/load-balancing', () => {
  const section = (number: number) =>
    sheet.slice(sheet.indexOf(`## ${number}. `), sheet.indexOf(`## ${number + 1}. `))
  const firstCells = (number: number) =>
    [...section(number).matchAll(/^\| ([^|]+?) \|/gm)].map(([, cell]) => cell!)

  it('should have each contrast of section 7 in the table-driven test of it', () => {
    const topics = firstCells(7).filter((cell) => cell !== 'Topic' && !/^-+$/.test(cell))
    expect(topics).toHaveLength(11)
    const contrasts = titlesOf('test/conformance/product-contrasts.test.ts').map((title) =>
      title.toLowerCase(),
    )
    // The gateway of EAS is another product.
    const isThere = (topic: string) =>
      topic.startsWith('EAS ') || contrasts.some((title) => title.includes(topic.toLowerCase()))
    expect(topics.filter((topic) => !isThere(topic))).toEqual([])
  })

  it('should have each golden scenario of section 8 as a scenario, or what is refused as a broken file', () => {
    const numbers = firstCells(8).filter((cell) => /^\d+$/.test(cell))
    expect(numbers).toHaveLength(15)
    const scenarios = readdirSync('scenarios')
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(`scenarios/${name}`, 'utf8'))
    const shown = new Set([...scenarios, ...titlesOfBrokenFiles()].flatMap(goldenIn))
    expect(numbers.filter((number) => !shown.has(number))).toEqual([])
  })
})
