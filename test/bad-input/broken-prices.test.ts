/** Broken tables of prices: every mistake with its code, its place and, where there is one, the way out. */
import { describe, expect, it } from 'vitest'
import { PRICE_CODES } from '../../src/scenario/price-codes.ts'
import { readPrices } from '../../src/scenario/read-prices.ts'
import { placeOf, unmark } from './marked.ts'

const row = (changes: Record<string, string> = {}, at = '') => {
  const keys = {
    item: 'nat.cu',
    unit: 'CU hour',
    price: '0.2',
    currency: 'CNY',
    regions: '[ mainland ]',
    date: '"2026-01"',
    source: 'the contract',
    mark: 'C',
    ...changes,
  }
  return `  - ${at}{ ${Object.entries(keys)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')} }\n`
}
const table = (rows: string, head = '') => `format: vpcsim.prices/1\n${head}prices:\n${rows}`

const broken: readonly (readonly [title: string, codes: readonly string[], marked: string])[] = [
  ['text that is no YAML', ['SCENARIO_SYNTAX'], 'format: vpcsim.prices/1\nprices: «@»\n'],
  ['a list', ['SCENARIO_SCHEMA'], '«[]»'],
  ['no format', ['MISSING_KEY'], '«prices: []»\n'],
  ['another format', ['SCENARIO_SCHEMA'], 'format: «vpcsim.prices/2»\nprices: []\n'],
  ['no prices', ['MISSING_KEY'], '«format: vpcsim.prices/1»\n'],
  ['an unknown key', ['UNKNOWN_KEY'], table(row(), '«price»: []\n')],
  ['an item that nobody charges', ['SCENARIO_SCHEMA'], table(row({ item: '«nat.cuu»' }))],
  ['a price below nothing', ['VALUE_OUT_OF_RANGE'], table(row({ price: '«-1»' }))],
  ['a price in words', ['SCENARIO_SCHEMA'], table(row({ price: '«free»' }))],
  ['a price without an end', ['SCENARIO_SCHEMA'], table(row({ price: '«.inf»' }))],
  ['another currency', ['SCENARIO_SCHEMA'], table(row({ currency: '«EUR»' }))],
  ['no regions', ['SCENARIO_SCHEMA'], table(row({ regions: '«[]»' }))],
  ['a date that YAML takes for a number', ['SCENARIO_SCHEMA'], table(row({ date: '«2026»' }))],
  ['a month that there is not', ['SCENARIO_SCHEMA'], table(row({ date: '«"2026-13"»' }))],
  ['a mark of no kind', ['SCENARIO_SCHEMA'], table(row({ mark: '«sure»' }))],
  ['a unit of another item', ['PRICE_TABLE'], table(row({ unit: '«hour»' }))],
  ['two prices of one thing', ['PRICE_TABLE'], table(row() + row({ price: '0.3' }, '«').replace('}', '}»'))],
  [
    'a capacity unit that holds nothing',
    ['VALUE_OUT_OF_RANGE'],
    table(
      row(),
      'meters: { nat.cu: { newConnectionsPerSecond: «0», concurrentConnections: 1, gigabytesPerHour: 1, source: x, mark: C } }\n',
    ),
  ],
  [
    'several mistakes at once',
    ['SCENARIO_SCHEMA', 'SCENARIO_SCHEMA'],
    table(row({ price: '«free»', currency: '«EUR»' })),
  ],
]

describe('a broken table of prices', () => {
  it.each(broken)('should be refused for %s', (_, codes, marked) => {
    const { text, spans } = unmark(marked)
    const read = readPrices(text, 'ours.yaml')
    if (read.ok) throw new Error('it was read')
    expect(read.problems.map(({ code }) => code)).toEqual(codes)
    for (const [index, problem] of read.problems.entries())
      expect(problem).toMatchObject(placeOf(text, spans[index]![0]))
  })

  it('should produce every code of its own', () => {
    const codes = broken.flatMap(([, each]) => each)
    expect(Object.keys(PRICE_CODES).filter((code) => !codes.includes(code))).toEqual([])
  })

  it('should name what is meant by a misspelt item', () => {
    const read = readPrices(table(row({ item: 'nat.instanze' })), 'ours.yaml')
    expect(read.ok ? [] : read.problems.map(({ hint }) => hint)).toEqual(['did you mean "nat.instance"?'])
  })
})
