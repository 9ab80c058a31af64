/** Checks that never failed have shown nothing: each broken variant is found at random and by seeing every order, and by a shortest way. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DeploymentState,
  type DeploymentStep,
  deploymentMachine,
} from '../../src/checking/proof/deployment-machine.ts'
import type { Machine } from '../../src/checking/proof/explore.ts'
import { invariantsFor } from '../../src/checking/proof/invariants.ts'
import { COMPLETES, prove } from '../../src/checking/proof/prove.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { counterexampleFile } from '../../src/searching/counterexample-file.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import { aRollout } from '../../src/testing/arbitraries/a-rollout.ts'
import {
  eipsGoRound,
  everyOrderGetsOn,
  freeEipsAreTaken,
  type Invariant,
  minReadyHolds,
  noOutage,
  oldGoAfterNewHaveTheirEip,
  oneOrderAtATime,
} from '../../src/testing.ts'
import { CANARIES, type Canary } from './broken-rules.ts'

const BUDGET = { states: 50_000 }

/** All that has to hold of a rollout with a pool of instances + 1. */
const INVARIANTS: readonly Invariant[] = [
  eipsGoRound,
  oldGoAfterNewHaveTheirEip,
  oneOrderAtATime,
  minReadyHolds,
  freeEipsAreTaken,
  everyOrderGetsOn,
  noOutage,
]

interface Expected {
  /** What is found at random, and the smallest number of instances with which it comes. */
  readonly invariant: Invariant
  readonly instances: number
  /** What is found by seeing every order of the scenario below, and in how many steps. */
  readonly what: string
  readonly steps: readonly string[]
}

const EXPECTED: Record<Canary, Expected> = {
  'old stopped before the gate': {
    invariant: oldGoAfterNewHaveTheirEip,
    instances: 2,
    what: 'an old instance of shop goes only when a new one has its EIP',
    steps: ['entry'],
  },
  'EIP freed late': {
    invariant: freeEipsAreTaken,
    instances: 2,
    what: COMPLETES,
    steps: ['entry', 'schedule', 'pull', 'eipBind', 'schedule', 'start', 'stop', 'pull', 'eipRelease'],
  },
  'two orders at once': {
    invariant: oneOrderAtATime,
    instances: 1,
    what: 'shop has one change order at a time',
    // An end that nobody else sees is taken at once: there is no way past it.
    steps: ['entry', 'schedule', 'entry'],
  },
  'min-ready ignored': {
    invariant: minReadyHolds,
    instances: 1,
    what: 'no outage of shop',
    steps: ['entry', 'schedule', 'pull', 'eipBind', 'schedule', 'stop', 'eipRelease', 'pull', 'eipBind'],
  },
  'EIP bound twice': {
    invariant: eipsGoRound,
    instances: 2,
    what: 'an EIP has one holder',
    steps: ['entry', 'schedule', 'pull', 'eipBind', 'schedule', 'pull'],
  },
}

const NAMES = Object.keys(CANARIES) as Canary[]

/** A rollout with enough EIPs, upon which somebody else restarts the application ten seconds later. */
const aHastyRollout: fc.Arbitrary<PlanDraft> = aRollout(fc.integer({ min: 1, max: 3 })).map((draft) => ({
  ...draft,
  timeline: [...draft.timeline!, { kind: 'restart' as const, app: 'shop', atUs: 70e6 }].sort(
    (a, b) => (a.atUs ?? 0) - (b.atUs ?? 0),
  ),
  // Shorter than the timeout of a batch, so that an order that was dropped is seen before it throws.
  durationUs: 3600e6,
}))

describe('at random', () => {
  it('our own rules keep all invariants', () =>
    fc.assert(
      fc.property(aHastyRollout, (draft) => {
        const plan = aPlan(draft)
        const trace = simulate(plan)
        for (const invariant of INVARIANTS) invariant(trace, plan)
      }),
      { seed: 1, numRuns: 100 },
    ))

  it.each(NAMES)('%s: is found, and shrinks to the fewest instances', (name) => {
    const { invariant, instances } = EXPECTED[name]
    const found = fc.check(
      fc.property(aHastyRollout, (draft) => {
        const plan = aPlan(draft)
        invariant(simulate(plan, { rules: CANARIES[name] }), plan)
      }),
      { seed: 1, numRuns: 300 },
    )
    expect(found.failed).toBe(true)
    expect(found.counterexample![0]!.apps![0]!.instances).toBe(instances)
  })
})

const TEXT = `simulate: 1
name: Two instances and three EIPs
duration: 30m
seed: 1
region: cn-hangzhou
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 0.0.0.0/0 } ] }
eipPools:
  shop: { addresses: [ 203.0.113.10-203.0.113.12 ] }
apps:
  shop:
    vswitches: [ shop-h ]
    securityGroup: web
    instances: 2
    port: 8080
    eips: shop
    deploy: { minReady: 1 }
timeline:
  - { at: 1m, deploy: shop, version: v2 }
`
const RESTART = '  - { at: 2m, restart: shop }\n'

function scenarioOf(text: string): Scenario {
  const read = readScenario(text, { file: 'two.yaml' })
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.scenario
}

function faultsOf(name: Canary) {
  return { crashes: 0, isHasty: name === 'two orders at once' }
}

function textOf(name: Canary): string {
  return name === 'two orders at once' ? TEXT + RESTART : TEXT
}

function refutationOf(name: Canary) {
  const scenario = scenarioOf(textOf(name))
  const proof = prove(scenario, [], faultsOf(name), BUDGET, { rules: CANARIES[name] })
  if (proof.verdict !== 'REFUTED') throw new Error(`${name} was not refuted: ${proof.verdict}`)
  return { scenario, proof }
}

describe('by every order of steps', () => {
  it.each(NAMES)('the plan in which %s is looked for is proved with our own rules', (name) => {
    const proof = prove(scenarioOf(textOf(name)), [], faultsOf(name), BUDGET)
    expect(proof.verdict).toBe('PROVED')
  })

  it.each(NAMES)('%s: is refuted by a shortest way', (name) => {
    const { scenario, proof } = refutationOf(name)
    const { what, steps } = EXPECTED[name]
    expect(proof.what).toBe(what)
    expect(proof.steps.map(wordOf)).toEqual(steps)

    const options = { rules: CANARIES[name] }
    const { initial } = deploymentMachine(scenario, faultsOf(name), [], options)
    const invariants = invariantsFor(initial, []).map(({ holds }) => holds)
    const machine = deploymentMachine(scenario, faultsOf(name), invariants, options)
    expect(lengthOfShortest(machine, proof.steps.length)).toBe(proof.steps.length)
  })

  it.each(NAMES)(
    '%s: its counterexample, run as a file, breaks with it and holds with our own rules',
    (name) => {
      const { scenario, proof } = refutationOf(name)
      const file = scenarioOf(counterexampleFile(textOf(name), scenario, proof))
      const { invariant } = EXPECTED[name]
      expect(() => invariant(simulate(file, { rules: CANARIES[name] }), file)).toThrow()
      expect(() => invariant(simulate(file), file)).not.toThrow()
    },
  )
})

function wordOf(step: DeploymentStep): string {
  return step.kind === 'done' ? step.work.kind : step.kind
}

/**
 * Goes every way by itself, level by level, and knows no state again: how many steps lead to something that must not be, or to rest
 * short of the goal. Undefined where more than `atMost` are needed.
 */
function lengthOfShortest(
  machine: Machine<DeploymentState, DeploymentStep>,
  atMost: number,
): number | undefined {
  let level: readonly DeploymentState[] = [machine.initial]
  for (let length = 0; length <= atMost; length++) {
    const next: DeploymentState[] = []
    for (const state of level) {
      if (machine.violationIn(state) !== undefined) return length
      const steps = machine.stepsOf(state)
      if (steps.length === 0 && !machine.isGoal(state)) return length
      for (const step of steps) next.push(machine.after(state, step))
    }
    level = next
  }
  return undefined
}
