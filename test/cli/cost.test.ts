/** `simulate cost`: what it prints, what it returns, that it keeps to its schema, and that docs/cost.md shows it as it is. */
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { costSchema } from '../../src/report/cost-schema.ts'
import { simulate } from './a-terminal.ts'

const FILE = 'scenarios/eip-or-nat.yaml'
const text = readFileSync(FILE, 'utf8')
const cost = (...args: string[]) => simulate(['cost', ...args], { engine })
const costOfText = (stdin: string, ...args: string[]) => simulate(['cost', '-', ...args], { engine, stdin })

const schema = costSchema()
const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
function read(out: string) {
  const document = JSON.parse(out)
  validate(document)
  expect(validate.errors ?? []).toEqual([])
  return document
}

/** A file that is there for one test. */
function fileWith(name: string, content: string): string {
  const path = join(tmpdir(), `vpcsim-${process.pid}-${name}`)
  writeFileSync(path, content)
  return path
}

const NODE =
  'gateways: { front: { type: managed, spec: 2c4g, nodes: 1 } }\nsimulate: 1\nduration: 5m\nregion: cn-hangzhou\n'

describe('simulate cost', () => {
  it('should price the run, an hour and a month, and judge the 20 of seed 000', async () => {
    const { code, out, err } = await cost(FILE)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/21 EIPs, pool shop +0\.02 \/h +0\.4200 +0\.4200 +302\.40\n/)
    expect(out).toContain('"20 instances or fewer", say the documents of SAE: exactly so here.')
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^CNY \d+\.\d\d a month, /)
  })

  it.each([
    ['60', '--ascii'],
    ['120', '--color'],
  ])('should keep to %s columns', async (width, more) => {
    const { out } = await cost(FILE, '--width', width, more)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
    for (const line of out.replace(/\u001b\[\d+m/g, '').split('\n'))
      expect(line.length).toBeLessThanOrEqual(Number(width))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is ASCII, and the letters of a source
    if (more === '--ascii') expect(out).toMatch(/^[\x00-\x7f]*$/)
  })

  it('should say it in one line with --quiet', async () => {
    const { out } = await cost(FILE, '--quiet')
    expect(out).toMatch(/^CNY \d+\.\d\d a month, .* for this run {2}scenarios\/eip-or-nat\.yaml\n$/)
  })

  it('should be a document for a program', async () => {
    const { out } = await cost(FILE, '--json')
    const document = read(out)
    expect(document).toMatchObject({
      format: 'vpcsim.cost/1',
      exitCode: 0,
      result: 'priced',
      currency: 'CNY',
      region: 'cn-hangzhou',
      priceRegions: ['hangzhou', 'mainland'],
      unknown: [],
      undeclared: [],
    })
    const [outward] = document.outward
    expect(outward).toMatchObject({
      app: 'shop',
      instances: 20,
      spare: 1,
      today: 'eip',
      most: 20,
      mostWithSpare: 19,
    })
    const sum = document.lines.reduce(
      (total: number, line: { costs: { monthly: number } }) => total + line.costs.monthly,
      0,
    )
    expect(document.totals.monthly).toBeCloseTo(sum, 4)
    for (const line of document.lines)
      expect(line.costs.monthly).toBeCloseTo(line.quantities.monthly * line.price, 3)
  })

  it('should take prices of another time and in another currency', async () => {
    const then = read((await cost(FILE, '--json', '--as-of', '2021-07')).out)
    expect(then).toMatchObject({ asOf: '2021-07', exitCode: 3, unknown: ['sae.cu'] })
    expect(then.outward[0].evenAt).toBeCloseTo((0.23 + 0.02 + 0.23 * 0.99) / 0.02)
    const dollars = read((await cost(FILE, '--json', '--currency', 'USD')).out)
    expect(dollars.outward[0].evenAt).toBeCloseTo((0.034 + 0.0031 + 0.034 * 0.99) / 0.0031, 4)
  })

  it('should refuse a total that needs an unknown price, print the lines, and exit with 3', async () => {
    const { code, out } = await costOfText(NODE)
    expect(code).toBe(3)
    expect(out).toMatch(/1 node, gateway front \(2c4g\) +\? \/node h +\? +\? +\?\n/)
    expect(out).toMatch(/Total +unknown +unknown +unknown\n/)
    expect(out).toContain('eas.gatewayNode, by the node hour: no price in CNY for cn-hangzhou')
    expect(out).toContain('UNDETERMINED: no price of eas.gatewayNode')
    expect(read((await costOfText(NODE, '--json')).out)).toMatchObject({ exitCode: 3, totals: {} })
  })

  it("should take one's own table first", async () => {
    const own = fileWith(
      'own.yaml',
      'format: vpcsim.prices/1\nprices: [ { item: eas.gatewayNode, unit: node hour, price: 3, currency: CNY, regions: [ mainland ], date: null, source: the contract, mark: C } ]\n',
    )
    const { code, out } = await costOfText(NODE, '--prices', own, '--json')
    expect(code).toBe(0)
    expect(read(out)).toMatchObject({ totals: { run: 3, hourly: 3, monthly: 2160 } })
  })

  it('should tell what is wrong with a table, with its place, and exit with 2', async () => {
    const bad = fileWith(
      'bad.yaml',
      'format: vpcsim.prices/1\nprices:\n  - { item: nat.cuu, unit: hour, price: 1, currency: CNY, regions: [ mainland ], date: null, source: x, mark: C }\n',
    )
    const { code, out, err } = await cost(FILE, '--prices', bad)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(':3:13 SCENARIO_SCHEMA: expected something that is charged, got "nat.cuu"')
    expect(err).toContain('hint: did you mean "nat.cu"?')
    expect(err).toContain('1 problem, not used')
    const json = read((await cost(FILE, '--prices', bad, '--json')).out)
    expect(json).toMatchObject({ exitCode: 2, problems: [{ code: 'SCENARIO_SCHEMA', line: 3, column: 13 }] })
  })

  it('should tell what is wrong with table and file at once', async () => {
    const { code, err } = await simulate(['cost', '-', '--prices', 'no/such/file.json'], {
      engine,
      stdin: 'x: 1',
    })
    expect(code).toBe(2)
    expect(err).toContain('no/such/file.json: FILE_UNREADABLE')
    expect(err).toContain('<stdin>')
  })

  it.each([
    [['--currency', 'EUR'], 'Allowed choices are CNY, USD.'],
    [['--as-of', 'yesterday'], 'A date is written 2021, 2021-07 or 2021-07-31.'],
    [['--as-of', '2021-13'], 'A date is written'],
    [['--deploys-per-day', 'often'], 'Between 0 and 1000, please.'],
    [['--deploys-per-day', '-1'], 'Between 0 and 1000, please.'],
    [['--deploys-per-day', '1001'], 'Between 0 and 1000, please.'],
  ])('should refuse %s', async (args, message) => {
    const { code, err } = await cost(FILE, ...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  it('should read standard input once', async () => {
    const { code, err } = await simulate(['cost', '-', '--prices', '-'], { engine, stdin: text })
    expect(code).toBe(2)
    expect(err).toContain('can be read only once')
  })

  it('should keep to the schema that is published', () =>
    expect(readFileSync('schema/cost.schema.json', 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`))
})

describe('docs/cost.md', () => {
  const page = readFileSync('docs/cost.md', 'utf8')

  it('should show what its commands print', async () => {
    const shown = [...page.matchAll(/<!-- command: (.+?) -->\n```\n([\s\S]*?)```/g)]
    expect(shown.length).toBeGreaterThan(1)
    for (const [, args, printed] of shown)
      expect((await simulate(args!.split(' '), { engine })).out.trimEnd()).toBe(printed!.trimEnd())
  })

  it('should name only files that exist', () => {
    for (const [file] of page.matchAll(/(?:scenarios|data)\/[\w-]+\.(?:yaml|json)/g))
      expect(() => readFileSync(file)).not.toThrow()
  })
})
