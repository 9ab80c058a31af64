/** `simulate check`: what it prints and writes, what it returns, that it keeps to its schema, and that docs/check.md shows it as it is. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { checkSchema } from '../../src/report/check-schema.ts'
import { simulate } from './a-terminal.ts'

const ROLLING = 'scenarios/rolling-eip.yaml'
const SHORT = 'scenarios/pool-equals-instances.yaml'
const check = (...args: string[]) => simulate(['check', ...args], { engine })

const schema = checkSchema()
const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
function read(out: string) {
  const document = JSON.parse(out)
  validate(document)
  expect(validate.errors ?? []).toEqual([])
  return document
}

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vpcsim-check-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

describe('simulate check', () => {
  it('should hold, and tell what was never seen', async () => {
    const { code, out, err } = await check(ROLLING, '--runs', '10')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('  changes     SAFE 10\n')
    expect(out).toContain('  never seen  OUTAGE, STUCK,')
    expect(out.trimEnd().split('\n').at(-1)).toBe('✓ HELD  in all of 10 runs')
  })

  it('should write the case that fails, and overwrite nothing', async () => {
    const args = [ROLLING, '--faults', 'crash', '--out', directory]
    const first = await check(...args)
    const second = await check(...args)
    expect([first.code, second.code]).toEqual([1, 1])
    const names = readdirSync(directory).filter((name) => name.startsWith('rolling-eip'))
    expect(names.sort()).toEqual(['rolling-eip.counterexample-2.yaml', 'rolling-eip.counterexample.yaml'])
    const [a, b] = names.map((name) => readFileSync(join(directory, name), 'utf8'))
    expect(a).toBe(b)
    // One command shows that it fails.
    const file = join(directory, 'rolling-eip.counterexample.yaml')
    expect(first.out.replaceAll(/\s+/g, ' ')).toContain(`run it with: simulate ${file}`)
    const run = await simulate([file], { engine })
    expect(run.code).toBe(1)
    expect(run.out).toContain('app shop ready >= 2 always')
  })

  it('should write the case to standard output, and the report to standard error', async () => {
    const { code, out, err } = await check(ROLLING, '--faults', 'crash', '--out', '-')
    expect(code).toBe(1)
    expect(out).toMatch(
      /^# Found by simulate check scenarios\/rolling-eip\.yaml: run \d+ of seed 42, made smaller\.\n/,
    )
    expect(err).toContain('✗ FAILED  in run')
    expect((await simulate(['-', '--quiet'], { engine, stdin: out })).code).toBe(1)
  })

  it('should write to a file that is named', async () => {
    const file = join(directory, 'found.yaml')
    expect((await check(ROLLING, '--faults', 'crash', '--out', file)).code).toBe(1)
    expect(readFileSync(file, 'utf8')).toContain('# Found by simulate check')
    const again = await check(ROLLING, '--faults', 'crash', '--out', file)
    expect(again).toMatchObject({ code: 2, out: '' })
    expect(again.err).toContain('it exists already and is left as it is')
  })

  it('should refute by the shortest way, with the wait-for cycle, and a file that fails', async () => {
    const file = join(directory, 'stuck.yaml')
    const { code, out } = await check(SHORT, '--exhaustive', '--out', file)
    expect(code).toBe(1)
    expect(out).toContain('→ shop-1 (v1) stops only when a new instance has its EIP bound\n')
    expect(out.trimEnd().split('\n').at(-1)).toBe('✗ REFUTED  in 3 steps: every change completes')
    expect((await simulate([file], { engine })).code).toBe(1)
  })

  it('should not decide what is bound to the clock or beyond its budget', async () => {
    const clock = await check('scenarios/crash-pool-empty.yaml', '--exhaustive')
    expect(clock.code).toBe(3)
    expect(clock.out).toContain('? UNDETERMINED  "crash shop" is bound to an instant')
    const budget = await check(ROLLING, '--exhaustive', '--states', '5')
    expect(budget.code).toBe(3)
    expect(budget.out).toContain('? UNDETERMINED  the budget of 5 states was spent')
  })

  it('should print a document for a program', async () => {
    const held = read((await check(ROLLING, '--runs', '5', '--json')).out)
    expect(held).toMatchObject({
      format: 'vpcsim.check/1',
      exitCode: 0,
      result: 'held',
      random: { made: 5, asked: 5 },
    })
    const failed = read((await check(ROLLING, '--faults', 'crash', '--json', '--out', '-')).out)
    expect(failed).toMatchObject({
      exitCode: 1,
      result: 'failed',
      random: { kinds: ['crash'], maxFaults: 2 },
    })
    expect(failed.random.failure.counterexample.text).toContain('crash: shop')
    expect(failed.written).toBeUndefined()
    const proved = read((await check(ROLLING, '--exhaustive', '--json')).out)
    expect(proved).toMatchObject({
      result: 'held',
      exhaustive: { verdict: 'PROVED', states: 32, orders: 75 },
    })
    const refuted = read((await check(SHORT, '--exhaustive', '--json', '--out', '-')).out)
    expect(refuted.exhaustive).toMatchObject({ verdict: 'REFUTED', steps: 3 })
    expect(refuted.exhaustive.counterexample.waitsFor).toHaveLength(4)
    expect(read((await check(ROLLING, '--exhaustive', '--states', '5', '--json')).out).exitCode).toBe(3)
  })

  it('should give the same bytes for the same file, seed and options, and others for another seed', async () => {
    const args = [ROLLING, '--faults', 'crash,zone,eipBindFails,slowStart', '--runs', '20', '--out', '-']
    const first = await check(...args)
    expect(await check(...args)).toEqual(first)
    expect(await check(...args, '--seed', '7')).not.toEqual(first)
  })

  it('should say it in one line with --quiet', async () => {
    const { out } = await check(ROLLING, '--runs', '2', '--quiet')
    expect(out).toBe('✓ HELD  in all of 2 runs  scenarios/rolling-eip.yaml\n')
  })

  it.each([
    ['60', '--ascii'],
    ['120', '--color'],
  ])('should keep to %s columns', async (width, more) => {
    const { err } = await check(ROLLING, '--faults', 'crash', '--width', width, more, '--out', '-')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    for (const line of err.replace(/\u001b\[\d+m/g, '').split('\n'))
      expect(line.length).toBeLessThanOrEqual(Number(width))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is ASCII
    if (more === '--ascii') expect(err).toMatch(/^[\x00-\x7f]*$/)
  })
})

describe('simulate check, with something wrong', () => {
  it.each([
    [['--faults', 'crsh'], '--faults crsh: no fault has this name\nhint: '],
    [['--max-faults', '3'], '--max-faults: no kind of fault is given'],
    [['--crashes', '1'], '--crashes belongs to --exhaustive'],
    [['--states', '10'], '--states belongs to --exhaustive'],
    [['--exhaustive', '--runs', '3'], '--runs: with --exhaustive nothing is left to chance'],
    [['--exhaustive', '--faults', 'crash'], '--faults: with --exhaustive nothing is left to chance'],
    [['--exhaustive', '--seed', '3'], '--seed: with --exhaustive nothing is left to chance'],
    [['--runs', '0'], 'Possible: a whole number from 1 to 10000000.'],
    [['--crashes', '-1'], 'Possible: a whole number from 0 to 100.'],
    [['--strict'], '--strict has no meaning for a check'],
    [['--junit', 'x.xml'], '--junit has no meaning for a check'],
    [['--out', ROLLING], 'it exists already and is left as it is'],
  ])('should refuse %s', async (args, message) => {
    const { code, out, err } = await check(ROLLING, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  it('should tell a file that it cannot write', async () => {
    const { code, err } = await check(SHORT, '--exhaustive', '--out', join(directory, 'no', 'such.yaml'))
    expect(code).toBe(2)
    expect(err).toContain('cannot write it')
  })

  it('should tell all that is wrong with file and arguments, in JSON as well', async () => {
    const file = join(directory, 'bad.yaml')
    writeFileSync(file, 'simulate: 2\n')
    const { code, out, err } = await check(file, '--faults', 'fire', '--json')
    expect(code).toBe(2)
    expect(err).toContain('no fault has this name')
    expect(read(out).problems.map((problem: { code: string }) => problem.code)).toEqual([
      'ARGUMENTS',
      'FORMAT_UNSUPPORTED',
    ])
  })

  it('should keep to the schema that is published', () =>
    expect(readFileSync('schema/check.schema.json', 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`))
})

describe('docs/check.md', () => {
  const page = readFileSync('docs/check.md', 'utf8')

  it.each(['command', 'report'] as const)('should show what each %s prints', async (kind) => {
    const shown = [...page.matchAll(new RegExp(`<!-- ${kind}: (.+?) -->\\n\`\`\`\\n([\\s\\S]*?)\`\`\``, 'g'))]
    expect(shown.length).toBeGreaterThan(1)
    for (const [, args, printed] of shown) {
      const { out, err } = await simulate(args!.split(' '), { engine })
      expect((kind === 'command' ? out : err).trimEnd()).toBe(printed!.trimEnd())
    }
  })

  it('should name only files that exist', () => {
    for (const [file] of page.matchAll(/(?:scenarios|data)\/[\w-]+\.(?:yaml|json)/g))
      expect(() => readFileSync(file)).not.toThrow()
  })
})
