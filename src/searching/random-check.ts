/**
 * Many runs of a scenario, each with its own chance and its own faults. Run r depends on the root seed and r alone; the first that
 * fails is the last that is made.
 */
import type { RandomCheck, RandomFailure } from '../checking/checked-plan.ts'
import type { FaultKind } from '../checking/fault.ts'
import { Situations } from '../checking/situations.ts'
import { Streams } from '../kernel/stream.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { checkedRun, type ReasonOf } from './checked-run.ts'
import { failingFile } from './failing-file.ts'
import { FaultDraw } from './fault-draw.ts'
import { faulted } from './faulted.ts'

export interface RandomCheckOptions {
  /** The root of all chance; absent: the seed of the file. */
  readonly seed?: number
  readonly runs: number
  readonly kinds: readonly FaultKind[]
  readonly maxFaults: number
}

const SEEDS = 2 ** 31

/** `source` is the text that `scenario` was read from. */
export function randomCheck(
  source: string,
  scenario: Scenario,
  { seed = scenario.seed, runs, kinds, maxFaults }: RandomCheckOptions,
  reasonOf: ReasonOf,
): RandomCheck {
  const chance = new Streams(seed)
  const situations = new Situations(scenario, kinds)
  // A run without faults says when something happens, and to whom.
  const plain = checkedRun(scenario, reasonOf, seed)
  const draw = new FaultDraw(scenario, plain.trace, kinds)
  let undecided = 0
  let failure: RandomFailure | undefined
  let made = 0
  while (made < runs && failure === undefined) {
    const number = ++made
    const runSeed = chance.stream(`check run ${number}`).below(SEEDS)
    const faults = draw.draw(chance.stream(`check faults ${number}`), maxFaults)
    const run = checkedRun(faulted(scenario, faults), reasonOf, runSeed)
    situations.see({ trace: run.trace, summary: run.summary, faults, isUndecided: run.isUndecided })
    if (run.isUndecided) undecided++
    if (run.flaw === undefined) continue
    const { smaller, counterexample } = failingFile(
      source,
      scenario,
      { run: number, rootSeed: seed, seed: runSeed, faults, flaw: run.flaw },
      reasonOf,
    )
    failure = { run: number, seed: runSeed, faults, flaw: run.flaw, smaller, counterexample }
  }
  return {
    kind: 'random',
    seed,
    asked: runs,
    made,
    kinds,
    maxFaults,
    situations: situations.counts(),
    undecided,
    ...(failure !== undefined && { failure }),
  }
}
