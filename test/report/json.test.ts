import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JSON_FORMAT, renderJson } from '../../src/report/json.ts'
import { aRollingRun, aRun, WHITELIST_EDIT } from './a-run.ts'
import { aSketch } from './a-sketch.ts'

const schema = JSON.parse(readFileSync('schema/run.schema.json', 'utf8'))
// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives
type Parsed = any
const validate = new Ajv({ allErrors: true }).compile<Parsed>(schema)

function parsed(text: string) {
  const document: Parsed = JSON.parse(text)
  const fits: boolean = validate(document)
  if (!fits) expect.fail(JSON.stringify(validate.errors?.slice(0, 5), null, 2))
  return document
}

describe('renderJson', () => {
  it('should give the documented shape for a run', () => {
    const document = parsed(renderJson([{ kind: 'run', run: aRollingRun() }], '0.1.0', 1))
    expect(document).toMatchObject({ format: JSON_FORMAT, version: '0.1.0', exitCode: 1, problems: [] })
    const [run] = document.runs
    expect(run).toMatchObject({
      file: 'scenarios/rolling-eip.yaml',
      result: 'failed',
      seed: 42,
      endUs: 900_000_000,
    })
    expect(run.reproduce).toBe('simulate scenarios/rolling-eip.yaml --seed 42')
    expect(run.expectations[2]).toMatchObject({
      status: 'failed',
      code: 'WHITELIST_MISS',
      sinceText: 'shop-4 (v2, EIP 203.0.113.13) starts',
      decidedBy: { line: 27 },
    })
    expect(run.apps[0].instances[3].eip).toBe('203.0.113.13')
    expect(run.events.map(({ seq }: { seq: number }) => seq)).toEqual([...run.events.keys()])
  })

  it('should give the edits of a proven fix', () => {
    const provenFix = { tried: 'asked' as const, edits: [WHITELIST_EDIT] }
    const run = aRun({ findings: [{ text: 'x', status: 'failed', fix: 'Add it.', provenFix }] })
    const document = parsed(renderJson([{ kind: 'run', run }], '0.1.0', 1))
    expect(document.runs[0].expectations[0]).toMatchObject({ fix: 'Add it.', provenFix })
  })

  it('should tell bad files, bugs and wrong arguments in the same document', () => {
    const problem = { code: 'CIDR_INVALID', message: 'no', hint: 'yes', line: 3, column: 9 }
    const outcomes = [
      { kind: 'invalid', file: 'a.yaml', problems: [problem] },
      { kind: 'crashed', file: 'b.yaml', message: 'oops' },
    ] as const
    const document = parsed(renderJson(outcomes, '0.1.0', 70))
    expect(document.runs).toEqual([
      { file: 'a.yaml', result: 'invalid', problems: [problem] },
      { file: 'b.yaml', result: 'crashed', message: 'oops' },
    ])
    expect(parsed(renderJson([], '0.1.0', 2, [problem])).problems).toEqual([problem])
  })

  it('should fit the schema and keep the order of keys for any run', () =>
    fc.assert(
      fc.property(aSketch(), (sketch) => {
        const text = renderJson([{ kind: 'run', run: aRun(sketch) }], '0.1.0', 0)
        parsed(text)
        expect(renderJson([{ kind: 'run', run: aRun(structuredClone(sketch)) }], '0.1.0', 0)).toBe(text)
      }),
      { numRuns: 30 },
    ))

  it('should be refused by the schema when a key is missing or unknown', () => {
    const document = JSON.parse(renderJson([{ kind: 'run', run: aRollingRun() }], '0.1.0', 0))
    expect(validate({ ...document, extra: 1 })).toBe(false)
    delete document.runs[0].flows[0].verdict
    expect(validate(document)).toBe(false)
  })
})
