import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { STARTER } from '../../src/cli/starter.ts'
import { widthOf } from '../../src/report/display-text.ts'
import { simulate } from './a-terminal.ts'

describe('the scenario to start from', () => {
  it('should hold', async () => {
    const { code, out, err } = await simulate(['-'], { engine, stdin: STARTER })
    expect(err).toBe('')
    expect(out).toContain('✓ HELD  3 of 3 expectations held')
    expect(code).toBe(0)
  })

  it('should break as its comments say', async () => {
    const fewer = await simulate(['-'], {
      engine,
      stdin: STARTER.replace('-203.0.113.13]', '-203.0.113.12]'),
    })
    expect(fewer.out).toContain('STUCK')
    expect(fewer.code).toBe(1)
    const narrower = await simulate(['-'], {
      engine,
      stdin: STARTER.replace('203.0.113.12/31', '203.0.113.12'),
    })
    expect(narrower.out).toContain('203.0.113.13')
    expect(narrower.code).toBe(1)
  })

  it('should give the same bytes each time, and others for another seed', async () => {
    const first = await simulate(['-'], { engine, stdin: STARTER })
    expect(await simulate(['-'], { engine, stdin: STARTER })).toEqual(first)
    expect((await simulate(['-', '--seed', '43'], { engine, stdin: STARTER })).out).not.toBe(first.out)
  })
})

describe('scenarios/', () => {
  it('should be told in the documented JSON shape', async () => {
    const { out, err } = await simulate(['scenarios', '--json'], { engine })
    const document = JSON.parse(out)
    const validate = new Ajv().compile(JSON.parse(readFileSync('schema/run.schema.json', 'utf8')))
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(err).toBe('')
    for (const { result } of document.runs) expect(['held', 'failed']).toContain(result)
  })

  it('should fit 80 columns', async () => {
    const { out } = await simulate(['scenarios'], { engine })
    const [reports] = out.split(/\n(?=. (?:HELD|FAILED) +scenarios)/)
    for (const line of reports!.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(80)
  })
})

describe('the reason codes', () => {
  it('should each have a sentence and a source', () => {
    const reasons = [...engine.reasons()]
    expect(reasons.length).toBeGreaterThan(50)
    for (const { code, sentence, source } of reasons) {
      expect(code).toMatch(/^[A-Za-z][\w.-]*$/)
      expect(sentence, code).toMatch(/\.$/)
      expect(source, code).not.toBe('')
    }
  })
})
