/** `simulate size`: what it prints, what it returns, that it keeps to its schema, and that docs/size.md shows it as it is. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { sizeSchema } from '../../src/report/size-schema.ts'
import { aShop, BALANCED } from '../searching/a-shop.ts'
import { simulate } from './a-terminal.ts'

const FILE = 'scenarios/rolling-eip.yaml'
const STUCK = 'scenarios/pool-equals-instances.yaml'
const size = (...args: string[]) => simulate(['size', ...args], { engine })
const sizeOfText = (stdin: string, ...args: string[]) => simulate(['size', '-', ...args], { engine, stdin })

const schema = sizeSchema()
const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
function read(out: string) {
  const document = JSON.parse(out)
  validate(document)
  expect(validate.errors ?? []).toEqual([])
  return document
}

describe('simulate size', () => {
  it('should answer what the file has, with what one less comes to, and end with all answers', async () => {
    const { code, out, err } = await size(FILE, '--runs', '2')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Pool shop: 4 EIPs are enough, the file has 4\n')
    expect(out).toMatch(/✓ 4 +held with 2 seeds; PROVED in \d+ states, \d+ orders\n/)
    expect(out).toMatch(/✗ 3 +deploy shop is STUCK \(EIP_POOL_EMPTY\), seed 42; REFUTED that every/)
    expect(out).toContain('internet.partner.whitelist: 2 entries hold all callers and nobody else\n')
    expect(out).toContain('preStop and drain: no flow of the file has requests\n')
    expect(out).toMatch(/\n✓ pool shop 4, 4 \(1 crash\) · shop in 1 batch, /)
  })

  it('should ask only what it is told to', async () => {
    const { out } = await size(FILE, '--only', 'cidr', '--runs', '1')
    expect(out).not.toMatch(/Pool shop|Releases|preStop/)
    const document = read(
      (await size(FILE, '--only', 'cidr,pool', '--only', 'pool', '--runs', '1', '--json')).out,
    )
    expect(document.asked).toEqual(['pool', 'cidr'])
    expect(document).toMatchObject({ batches: [], drains: [], seeds: [42] })
    expect(document.pools).toHaveLength(1)
  })

  it('should exit with 3 where something has no answer, or nothing could be sized', async () => {
    const stuck = await size(STUCK, '--only', 'batches', '--runs', '1')
    expect(stuck.code).toBe(3)
    expect(stuck.out).toContain('Releases of shop with 3 EIPs: no way that was tried is SAFE\n')
    expect(stuck.out).toMatch(/✗ 3 batches \(declared\): deploy shop is STUCK \(EIP_POOL_EMPTY\), seed 42\n/)
    const none = await size(FILE, '--only', 'drain')
    expect(none.code).toBe(3)
    expect(none.out).toContain('UNDETERMINED: nothing could be sized')
  })

  it('should be a document for a program, of every question', async () => {
    const pool = read((await size(STUCK, '--only', 'pool', '--json', '--crashes', '2', '--runs', '1')).out)
    expect(pool).toMatchObject({ format: 'vpcsim.size/1', exitCode: 0, result: 'sized', crashes: 2 })
    expect(pool.pools[0].answers.map(({ smallest }: { smallest: number }) => smallest)).toEqual([4, 4])
    const drained = aShop(
      'instances: 1\nlifecycle: { start: 5s, pull: 2s }',
      `${BALANCED}timeline: [ { at: 1m, deploy: shop, version: v2 } ]`,
      '3m',
    )
    const drain = read((await sizeOfText(drained, '--only', 'drain', '--json', '--runs', '1')).out)
    expect(
      drain.drains.map(({ setting, smallest }: { setting: string; smallest: number }) => [setting, smallest]),
    ).toEqual([
      ['preStop', 5],
      ['drain', 1],
    ])
    const others = read((await size(FILE, '--only', 'batches,cidr', '--json', '--runs', '1')).out)
    expect(others.batches[0].fastest).toBe(0)
    expect(others.covers[0].covers[others.covers[0].fitting].blocks).toEqual([
      '203.0.113.10/31',
      '203.0.113.12/31',
    ])
  })

  it('should say it in one line with --quiet', async () => {
    const { out } = await size(FILE, '--quiet', '--only', 'pool', '--crashes', '0', '--runs', '1')
    expect(out).toBe('✓ pool shop 4  scenarios/rolling-eip.yaml\n')
  })

  it.each([
    ['60', '--ascii'],
    ['120', '--color'],
  ])('should keep to %s columns', async (width, more) => {
    const { out } = await size(FILE, '--width', width, more, '--runs', '1')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    for (const line of out.replace(/\u001b\[\d+m/g, '').split('\n'))
      expect(line.length).toBeLessThanOrEqual(Number(width))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is ASCII
    if (more === '--ascii') expect(out).toMatch(/^[\x00-\x7f]*$/)
  })

  it('should print the same again, and take other seeds', async () => {
    const args = [FILE, '--only', 'pool,batches', '--runs', '2', '--seed', '7']
    const first = await size(...args)
    expect(await size(...args)).toEqual(first)
    expect(first.out).toContain('seeds 7 to 8')
  })

  it.each([
    [['--crashes', 'many'], 'Possible: a whole number from 0 to 100.'],
    [['--crashes', '101'], 'Possible: a whole number from 0 to 100.'],
    [['--runs', '0'], 'Possible: a whole number from 1 to 1000.'],
    [['--runs', '-1'], 'Possible: a whole number from 1 to 1000.'],
    [['--only', 'pools'], 'error: --only pools: nothing is sized by this name\nhint: did you mean "pool"?'],
    [['--only', 'x'], 'hint: there is pool, batches, drain and cidr'],
    [['--junit', 'x.xml'], '--junit: sizes have no test cases'],
    [['--seed', '9007199254740991'], 'there are no 5 seeds from it on'],
  ])('should refuse %s', async (args, message) => {
    const { code, out, err } = await size(FILE, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  it('should tell a program what is wrong with arguments and file at once', async () => {
    const { code, out } = await sizeOfText('x: 1', '--only', 'x', '--json')
    expect(code).toBe(2)
    const { problems } = read(out)
    expect(problems[0]).toMatchObject({ code: 'ARGUMENTS', file: '' })
    expect(problems.length).toBeGreaterThan(1)
    expect(read((await size('no/such.yaml', '--json')).out).problems).toMatchObject([
      { code: 'FILE_UNREADABLE' },
    ])
  })

  it('should keep to the schema that is published', () =>
    expect(readFileSync('schema/size.schema.json', 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`))
})

describe('docs/size.md', () => {
  const page = readFileSync('docs/size.md', 'utf8')

  it('should show what its commands print', async () => {
    const shown = [...page.matchAll(/<!-- command: (.+?) -->\n```\n([\s\S]*?)```/g)]
    expect(shown.length).toBeGreaterThan(0)
    for (const [, args, printed] of shown)
      expect((await simulate(args!.split(' '), { engine })).out.trimEnd()).toBe(printed!.trimEnd())
  }, 300_000)

  it('should name only files that exist', () => {
    for (const [file] of page.matchAll(/scenarios\/[\w-]+\.yaml/g))
      expect(() => readFileSync(file)).not.toThrow()
  })
})
