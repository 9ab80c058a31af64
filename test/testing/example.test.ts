/** The worked example of docs/testing.md; the last test holds the document to it, line by line. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulate } from '../../src/index.ts'
import {
  ALWAYS,
  aRollout,
  checkScenario,
  flowGetsThrough,
  noOutage,
  ScenarioFailure,
  sourcesWithin,
} from '../../src/testing.ts'

// example: begin
const file = 'scenarios/rolling-eip.yaml'
const shop = readFileSync(file, 'utf8')

describe('the release of shop', () => {
  it('keeps what its file expects, however long things take', () => {
    checkScenario(shop, { file })
  })

  it('survives one instance lost, an EIP not bound, or a start ten times too slow', () => {
    const { faults } = checkScenario(shop, {
      file,
      runs: 200,
      faults: ['crash', 'eipBindFails', 'slowStart'],
      // With an instance lost, fewer are ready than the file expects: what has to hold then is said here.
      expectations: false,
      invariants: [
        ...ALWAYS,
        noOutage,
        flowGetsThrough('inbound'),
        sourcesWithin('partner', ['203.0.113.10/31', '203.0.113.12/31']),
      ],
    })
    expect(faults.crash).toBeGreaterThan(0)
  })
})

describe('any rollout with an EIP to spare', () => {
  it('is without an outage', () => {
    fc.assert(fc.property(aRollout(), (plan) => noOutage(simulate(plan))))
  })
})
// example: end

describe('docs/testing.md', () => {
  const document = readFileSync('docs/testing.md', 'utf8')

  it('should show the example as it is', () => {
    const source = readFileSync('test/testing/example.test.ts', 'utf8')
    const example = /\/\/ example: begin\n([\s\S]*?)\/\/ example: end/.exec(source)![1]!
    expect(document).toContain(example.trim())
  })

  it('should show a failure as it is', () => {
    const shown = /<!-- failure: (\S+) -->\n```\n([\s\S]*?)```/.exec(document)!
    const [, name, message] = shown
    try {
      checkScenario(readFileSync(name!, 'utf8'), { file: name!, faults: ['crash'] })
      expect.unreachable('it fails')
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioFailure)
      expect((error as Error).message).toBe(message!.trimEnd())
    }
  })

  it('should name all that the kit has', () => {
    const entry = readFileSync('src/testing.ts', 'utf8')
    for (const [, names] of entry.matchAll(/export (?:type )?\{([^}]*)\}/g))
      for (const name of names!.split(',').map(
        (each) =>
          each
            .trim()
            .split(/ as |\s/)
            .at(-1)!,
      ))
        if (name !== '') expect(document).toContain(name)
  })
})
