/**
 * A user's own scenario file, held against its expectations and against invariants under many timings and faults. Each run draws its
 * own chance for everything that the file leaves open, and the faults that are allowed; a failure is made smaller and can be replayed.
 */
import fc from 'fast-check'
import { FAULT_KINDS, type Fault, type FaultKind } from '../checking/fault.ts'
import { type Flaw, flawText } from '../checking/flaw.ts'
import { readScenario } from '../scenario/read-scenario.ts'
import { renderProblem } from '../scenario/render-problem.ts'
import { rewritten } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { checkedRun } from '../searching/checked-run.ts'
import { faulted, faultRewritings } from '../searching/faulted.ts'
import { simulate } from '../simulation/simulate.ts'
import { someFaults } from './a-fault.ts'
import { ALWAYS } from './every-run.ts'
import type { Invariant } from './invariant.ts'
import { ScenarioFailure } from './scenario-failure.ts'

export interface CheckOptions {
  /** How the file is called in messages; nothing is opened. */
  readonly file?: string
  /** What must hold beside what the file expects; default: what holds of every run (`ALWAYS`). */
  readonly invariants?: readonly Invariant[]
  /** False: what the file expects is not asked, for it need not hold under these faults. */
  readonly expectations?: boolean
  /** How many runs; default 100. The first is the file as it stands. */
  readonly runs?: number
  /** Kinds of faults that may happen; default none. */
  readonly faults?: readonly FaultKind[]
  /** At most so many in a run; default 1. */
  readonly maxFaults?: number
  /** Of the drawing; default: the seed of the file, so that a suite gives equal answers every time. */
  readonly seed?: number
  /** Of a failure: only that run is made again. */
  readonly path?: string
}

/** What was tried: a kind of fault that never came was not checked. */
export interface CheckedScenario {
  readonly runs: number
  /** In how many of them a fault of the kind came. */
  readonly faults: Readonly<Record<FaultKind, number>>
}

interface Drawn {
  readonly seed: number
  readonly faults: readonly Fault[]
}

/**
 * @throws ScenarioFailure at the first run that fails, made as small as it goes.
 * @throws RangeError where the text is no scenario, with all its problems.
 */
export function checkScenario(text: string, options: CheckOptions = {}): CheckedScenario {
  const { file = 'scenario.yaml', runs = 100, faults: kinds = [], maxFaults = 1, path } = options
  const scenario = scenarioOf(text, file)
  const { seed = scenario.seed } = options
  const came = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>
  const asItStands: Drawn = { seed: scenario.seed, faults: [] }
  const aRun: fc.Arbitrary<Drawn> = fc.record({
    // A failure that comes with the seed of the file, too, is told with that.
    seed: fc.oneof(
      { withCrossShrink: true },
      { weight: 1, arbitrary: fc.constant(scenario.seed) },
      { weight: 9, arbitrary: fc.noShrink(fc.nat()) },
    ),
    faults: someFaults(scenario, maxFaults, kinds),
  })
  const property = fc.property(aRun, (drawn) => {
    for (const kind of new Set(drawn.faults.map((fault) => fault.kind))) came[kind]++
    const what = whatFails(scenario, drawn, options)
    if (what !== undefined) throw new Error(what)
  })
  const details = fc.check(property, {
    seed,
    numRuns: runs,
    examples: [[asItStands]],
    ...(path !== undefined && { path }),
  })
  if (!details.failed) return { runs: details.numRuns, faults: came }
  const found = details.counterexample![0]!
  const replay = { seed, path: details.counterexamplePath! }
  throw new ScenarioFailure(file, whatFails(scenario, found, options)!, found.seed, found.faults, replay, {
    run: details.numRuns,
    shrinks: details.numShrinks,
    text: rewritten(text, [
      { path: ['seed'], value: found.seed },
      ...faultRewritings(scenario, found.faults),
    ]),
  })
}

function scenarioOf(text: string, file: string): Scenario {
  const read = readScenario(text, { file })
  if (read.ok) return read.scenario
  throw new RangeError(read.problems.map((problem) => renderProblem(problem, file, text)).join('\n\n'))
}

function whatFails(scenario: Scenario, { seed, faults }: Drawn, options: CheckOptions): string | undefined {
  const plan = faulted(scenario, faults)
  const { invariants = ALWAYS, expectations = true } = options
  const { trace, flaw } = expectations
    ? checkedRun(plan, () => undefined, seed)
    : { trace: simulate(plan, { seed }), flaw: undefined }
  for (const invariant of invariants) {
    const what = brokenBy(() => invariant(trace, plan))
    if (what !== undefined) return invariant.name === '' ? what : `${invariant.name}: ${what}`
  }
  return flaw && flawAndWhy(flaw)
}

function brokenBy(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function flawAndWhy(flaw: Flaw): string {
  return `${flawText(flaw)}: ${flaw.message}`
}
