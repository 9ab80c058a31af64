import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '../../src/scenario/problem-codes.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { renderProblem } from '../../src/scenario/render-problem.ts'
import { placeOf } from './marked.ts'

const full = readFileSync(new URL('../scenario/full.yaml', import.meta.url), 'utf8')
const tokens = full.match(/[\w.-]+|\s+|[^\w\s]/g)!

const nasty = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    '~',
    '.nan',
    '.inf',
    '-.inf',
    '1e999',
    '-0',
    '0x10',
    '0o17',
  ],
  ...[
    '99999999999999999999',
    '[',
    ']',
    '{',
    '}',
    ':',
    '- ',
    '? ',
    '&a ',
    '*a',
    '*b',
    '!!binary ',
    '!t ',
    '|',
    '>',
    '%',
    '"',
    "'",
    '\t',
    '\r',
    '\u0000',
  ],
  ...[
    '\u001b[2J',
    '\ufeff',
    '\ud800',
    '😀',
    '---\n',
    '...\n',
    '<<: ',
    '#',
    '\n',
    '1.10',
    '10.0.0.0/33',
    '0s',
    '1us',
    '20s..10s',
    '$$x',
    '[[[[[[[[',
  ],
)

/** What is done to one token of the good file. */
const mutation = fc.record({
  at: fc.nat(tokens.length - 1),
  other: fc.nat(tokens.length - 1),
  how: fc.constantFrom('delete', 'duplicate', 'swap', 'nasty', 'bytes') as fc.Arbitrary<
    'delete' | 'duplicate' | 'swap' | 'nasty' | 'bytes'
  >,
  text: nasty,
  bytes: fc.string({ unit: 'binary', maxLength: 8 }),
})

function mutate(mutations: readonly (typeof mutation extends fc.Arbitrary<infer T> ? T : never)[]): string {
  const copy = [...tokens]
  for (const { at, other, how, text, bytes } of mutations) {
    if (how === 'delete') copy[at] = ''
    else if (how === 'duplicate') copy[at] = copy[at]!.repeat(2)
    else if (how === 'swap') [copy[at], copy[other]] = [copy[other]!, copy[at]!]
    else copy[at] = how === 'nasty' ? text : bytes
  }
  return copy.join('')
}

/** Whatever the text is: a scenario, or problems that have a place, a code of the table, and can be shown. */
function expectAnswer(text: string): void {
  const read = readScenario(text, { file: 'mutated.yaml' })
  if (read.ok) return
  expect(read.problems.length).toBeGreaterThan(0)
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text
  let previous = 0
  for (const problem of read.problems.slice(0, 100)) {
    const [start, end] = problem.span
    expect(Object.hasOwn(PROBLEM_CODES, problem.code)).toBe(true)
    expect(start).toBeGreaterThanOrEqual(previous)
    expect(end).toBeGreaterThanOrEqual(start)
    expect(end).toBeLessThanOrEqual(plain.length)
    expect({ line: problem.line, column: problem.column }).toEqual(placeOf(plain, start))
    expect(renderProblem(problem, 'mutated.yaml', text).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u)
    previous = start
  }
  const identities = read.problems.map(({ code, message, span }) => `${span[0]} ${code} ${message}`)
  expect(new Set(identities).size).toBe(identities.length)
}

describe('a mutated scenario file', () => {
  it('should be read or refused with places, whatever happened to it', () =>
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) =>
        expectAnswer(mutate(mutations)),
      ),
      { numRuns: 120 },
    ))

  it('should be read or refused, whatever it is', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(nasty, fc.constantFrom(...tokens), fc.string({ unit: 'binary', maxLength: 5 })), {
          maxLength: 40,
        }),
        (parts) => expectAnswer(parts.join('')),
      ),
      { numRuns: 400 },
    ))

  it.each([
    ['brackets', 'simulate: 1\nvpcs: '.concat('['.repeat(50_000))],
    ['braces', `simulate: 1\nvpcs: ${'{a: '.repeat(20_000)}`],
    ['dashes', `${'- '.repeat(20_000)}a`],
    ['questions', `${'? '.repeat(5_000)}a`],
    ['indentation', Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['aliases', `simulate: 1\na: &a [1]\nb: [${'*a,'.repeat(9_000)}]\n`],
    [
      'lists of lists by alias',
      `a: &a [1,2,3,4,5,6,7,8,9]\n${Array.from({ length: 20 }, (_, index) => `b${index}: &b${index} [${`*${index === 0 ? 'a' : `b${index - 1}`},`.repeat(9)}]`).join('\n')}\n`,
    ],
    [
      'keys',
      `simulate: 1\nvpcs:\n${Array.from({ length: 9_999 }, (_, index) => `  v${index}: {}`).join('\n')}\n`,
    ],
    ['equal keys', `simulate: 1\nvpcs:\n${'  v: {}\n'.repeat(9_999)}`],
    [
      'undefined names',
      `simulate: 1\nsecurityGroups:\n${Array.from({ length: 5_000 }, (_, index) => `  g${index}: { vpc: v${index} }`).join('\n')}\n`,
    ],
    ['one long word', `simulate: 1\n${'x'.repeat(500_000)}`],
    ['a huge number', `simulate: 1\nseed: ${'9'.repeat(100_000)}\n`],
  ])('should answer in good time for %s', (_, text) => {
    const begin = performance.now()
    expectAnswer(text)
    expect(performance.now() - begin).toBeLessThan(10_000)
  })

  it('should not touch the prototypes of our objects', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])
      for (const text of [
        `simulate: 1\n${key}: { polluted: 1 }\n`,
        `simulate: 1\nvpcs: { ${key}: { cidr: 10.0.0.0/8, vswitches: { ${key}: { zone: cn-hangzhou-h, cidr: 10.0.0.0/24 } } } }\n`,
        `simulate: 1\nvpcs: { main: { ${key}: { polluted: 1 } } }\napps: { a: { versions: { ${key}: { polluted: 1 } } } }\n`,
        `simulate: 1\nflows: { a: { from: ${key}, to: app/${key} } }\ntimeline: [{ at: 1s, ${key}: 1 }, { at: 1s, set: internet.${key}.x, to: 1 }]\n`,
      ])
        expectAnswer(text)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('should keep resources apart that have names of inherited properties', () => {
    const read = readScenario(
      'simulate: 1\nvpcs: { toString: { cidr: 10.0.0.0/8, vswitches: { constructor: { zone: cn-hangzhou-h, cidr: 10.0.0.0/24 } } } }\n',
      { file: 'names.yaml' },
    )
    if (!read.ok) throw new Error(read.problems[0]!.message)
    expect([...read.scenario.topology.vpcs.keys()]).toEqual(['toString'])
    expect(read.scenario.topology.vswitches.get('constructor')).toMatchObject({ vpc: 'toString' })
  })
})
