import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { checkedRun } from '../../src/searching/checked-run.ts'
import {
  ALWAYS,
  type CheckOptions,
  checkScenario,
  everyOrderGetsOn,
  FAULT_KINDS,
  faulted,
  noOutage,
  type ScenarioFailure,
} from '../../src/testing.ts'

const ROLLING = readFileSync('scenarios/rolling-eip.yaml', 'utf8')
const LACKS = readFileSync('scenarios/whitelist-lacks-spare.yaml', 'utf8')
const EQUAL = readFileSync('scenarios/pool-equals-instances.yaml', 'utf8')

function failureOf(text: string, options: CheckOptions = {}): ScenarioFailure {
  try {
    checkScenario(text, options)
  } catch (error) {
    return error as ScenarioFailure
  }
  throw new Error('it holds')
}

function scenarioOf(text: string): Scenario {
  const read = readScenario(text, { file: 'read.yaml' })
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.scenario
}

describe('checkScenario', () => {
  it('should count its runs, and the faults that came', () => {
    const all = { faults: FAULT_KINDS, expectations: false }
    const { runs, faults } = checkScenario(ROLLING, all)
    expect(runs).toBe(100)
    for (const kind of FAULT_KINDS) expect(faults[kind]).toBeGreaterThan(0)
    expect(checkScenario(ROLLING, all)).toEqual({ runs, faults })
  })

  it('should have no faults that were not asked for', () => {
    const { faults } = checkScenario(ROLLING, { runs: 20 })
    expect(faults).toEqual({ crash: 0, zone: 0, eipBindFails: 0, slowStart: 0 })
  })

  it('should try the file as it stands first', () => {
    const { what, faults, runSeed, replay } = failureOf(LACKS)
    expect(what).toContain('flow partner always reachable')
    expect({ faults, runSeed, path: replay.path }).toEqual({ faults: [], runSeed: 42, path: '0' })
  })

  it('should tell how to see a failure again, and see it again', () => {
    const options: CheckOptions = { file: 'rolling.yaml', faults: ['crash', 'zone'], maxFaults: 3 }
    const failure = failureOf(ROLLING, options)
    expect(failure.message).toContain(`seed: ${failure.replay.seed}, path: '${failure.replay.path}'`)
    const again = failureOf(ROLLING, { ...options, ...failure.replay })
    expect(again).toMatchObject({ what: failure.what, faults: failure.faults, runSeed: failure.runSeed })
  })

  it('should shrink until every fault that is left is needed, and to the seed of the file', () => {
    const scenario = scenarioOf(ROLLING)
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { faults, runSeed } = failureOf(ROLLING, { faults: FAULT_KINDS, maxFaults: 4, seed })
      expect(runSeed).toBe(42)
      for (const fault of faults) {
        const others = faults.filter((other) => other !== fault)
        expect(checkedRun(faulted(scenario, others), () => undefined).flaw).toBeUndefined()
      }
    }
  })

  it.each(FAULT_KINDS)(
    'should hand back a scenario with %s that fails in the same way when it is run',
    (kind) => {
      const text = `${ROLLING}  - { rollout: shop, outcome: completed, within: 70s }\n`
      const { what, scenario, faults } = failureOf(text, { faults: [kind], runs: 1000, seed: 5 })
      expect(faults.length).toBeLessThanOrEqual(1)
      const { flaw } = checkedRun(scenarioOf(scenario), () => undefined)
      expect(what).toBe(flaw?.kind === 'expectation' ? `${flaw.text}: ${flaw.message}` : flaw?.message)
    },
  )

  it('should hold the runs against invariants of the user, too', () => {
    const noVersion3 = () => {
      throw new Error('there is a version 3')
    }
    const { what } = failureOf(ROLLING, { invariants: [...ALWAYS, noVersion3] })
    expect(what).toBe('noVersion3: there is a version 3')
  })

  it('should notice an order that does not get on', () => {
    const { what } = failureOf(EQUAL, { expectations: false, invariants: [everyOrderGetsOn] })
    expect(what).toContain('change order 1 of shop does not get on since')
    expect(what).toContain('waits for a free EIP of pool shop')
  })

  it('should notice the outage of a file without a timeline, and hand back a file that has it', () => {
    const idle = ROLLING.slice(0, ROLLING.indexOf('timeline:'))
    const { what, scenario } = failureOf(idle.replace('minReady: 2', 'minReady: 1'), {
      faults: ['crash'],
      maxFaults: 3,
      runs: 300,
      invariants: [noOutage],
    })
    expect(what).toContain('noOutage')
    expect(scenarioOf(scenario).timeline.length).toBeGreaterThan(0)
  })

  it('should refuse a text that is no scenario, with all its problems', () => {
    const wrong = ROLLING.replace('eips: shop', 'eips: shopp').replace(
      'cidr: 172.16.2.0/24',
      'cidr: 172.16.2',
    )
    expect(() => checkScenario(wrong, { file: 'wrong.yaml' })).toThrow(RangeError)
    expect(() => checkScenario(wrong, { file: 'wrong.yaml' })).toThrow(/wrong\.yaml:16[\s\S]*wrong\.yaml:30/)
  })
})
