/** What gateways measured of themselves, told: seed 002, facts/deployment B.4, B.5. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import { renderText } from '../../src/report/text.ts'
import type { LoadLevel } from '../../src/trace/gateway-record.ts'
import { foldGateways } from '../../src/trace/gateways.ts'
import { aRecord, type Minute } from '../trace/a-gateway.ts'
import { aRun } from './a-run.ts'

const run = aRun()
const told = (minutes: readonly Minute[]) => ({
  ...run,
  summary: { ...run.summary, ...foldGateways([aRecord(minutes)]) },
})
const blockOf = (minutes: readonly Minute[]) => /Gateways\n(?: .*\n)+/.exec(renderText(told(minutes)))![0]

const BUSY: readonly Minute[] = [
  { level: 'safe', by: { 2: 10 }, statuses: [{ status: 200, count: 10 }] },
  {
    level: 'overload',
    cpuPercent: 90,
    memoryPercent: 12.5,
    peakConnections: 5_000,
    newConnections: 6_000,
    refusedConnections: 70,
    rateLimited: 1,
    by: { 4: 2 },
    statuses: [
      { status: 429, count: 1 },
      { status: 499, count: 1 },
    ],
  },
  { level: 'aboveSafe' },
]

describe('gateways in the report', () => {
  it('seed 002: are told with what they answered, their peaks, and the thresholds that they passed', () =>
    expect(blockOf(BUSY)).toMatchInlineSnapshot(`
      "Gateways
        ✗ front: 12 requests, 1 beyond a rate limit, 70 connections refused
            answered 10 × 200, 1 × 429, 1 × 499 (the client had left)
            at most CPU 90 % at 1m, memory 12.5 %, 5000 connections, 100 new ones a
            second
            overloaded, new connections are refused from 1m until 2m
            above a safe threshold of its nodes from 2m until 3m
      "
    `))

  it.each([
    ['safe', 'below the safe thresholds of its nodes'],
    ['aboveWarning', 'above a warning threshold of its nodes'],
  ] satisfies [LoadLevel, string][])('B.5: say once what held for the whole run: %s', (level, words) =>
    expect(blockOf([{ level }, { level }])).toContain(`      ${words}\n`),
  )

  it('should be part of the JSON', () => {
    const document = JSON.parse(renderJson([{ kind: 'run', run: told(BUSY) }], '0.1.0', 0))
    const validate = new Ajv().compile(JSON.parse(readFileSync('schema/run.schema.json', 'utf8')))
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(document.runs[0].gateways[0]).toMatchObject({ gateway: 'front', refusedConnections: 70 })
  })
})
