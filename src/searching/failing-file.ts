/** A run that failed as a scenario file of its own, made as small as it still fails in the same way. */
import type { Shrinking, WrittenCounterexample } from '../checking/checked-plan.ts'
import { type Fault, faultText } from '../checking/fault.ts'
import { type Flaw, flawText } from '../checking/flaw.ts'
import { readScenario } from '../scenario/read-scenario.ts'
import { type Rewriting, rewritten } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type CheckedRun, checkedRun, type ReasonOf } from './checked-run.ts'
import { faultRewritings } from './faulted.ts'
import { plainSource } from './plain-source.ts'
import { shrink } from './shrink.ts'

export interface FailedRun {
  /** From 1. */
  readonly run: number
  readonly rootSeed: number
  readonly seed: number
  readonly faults: readonly Fault[]
  readonly flaw: Flaw
}

/** `source` is the text that `scenario` was read from. */
export function failingFile(
  source: string,
  scenario: Scenario,
  failed: FailedRun,
  reasonOf: ReasonOf,
): { readonly smaller: Shrinking; readonly counterexample: WrittenCounterexample } {
  const changes: Rewriting[] = [
    { path: ['seed'], value: failed.seed },
    { path: ['description'], value: undefined },
    ...faultRewritings(scenario, failed.faults),
    ...expectChanges(scenario, failed.flaw),
  ]
  const start = rewritten(plainSource(source, scenario.file), changes)
  const { draft, run, tried, steps, isComplete } = shrink(
    { text: start, faults: failed.faults },
    scenario.file,
    reasonOf,
  )
  const text = rewritten(
    draft.text,
    [{ path: ['name'], value: `${scenario.name}: a counterexample` }],
    headOf(scenario, failed, run, draft.faults),
  )
  return {
    smaller: { tried, steps, isComplete },
    counterexample: { text, ...seenIn(text, scenario.file, reasonOf) },
  }
}

/** Reads the text and runs it: a counterexample that is told fails, and what it says is what is told. */
export function seenIn(
  text: string,
  file: string,
  reasonOf: ReasonOf,
): Pick<WrittenCounterexample, 'message' | 'waitsFor'> {
  const read = readScenario(text, { file })
  if (!read.ok) throw new Error(`a counterexample is no scenario: ${read.problems[0]?.message}`)
  const { flaw, summary } = checkedRun(read.scenario, reasonOf)
  if (flaw === undefined) throw new Error('a counterexample does not fail when it is run')
  const stuck = summary.changes.find(({ waitsFor }) => waitsFor.length > 0)
  return { message: flaw.message, waitsFor: stuck?.waitsFor ?? [] }
}

/** Only what does not hold is expected, in words of our own where the file has none for it. */
function expectChanges({ expectations }: Scenario, flaw: Flaw): Rewriting[] {
  if (flaw.kind === 'outage')
    return [{ path: ['expect'], value: [{ rollout: flaw.app, change: flaw.nth, verdict: 'SAFE' }] }]
  const kept = expectations.find(({ text }) => text === flaw.text)
  return expectations
    .filter((each) => each !== kept)
    .map(({ origin }) => Number(/\d+/.exec(origin.path)![0]))
    .sort((a, b) => b - a)
    .map((place) => ({ path: ['expect', place], value: undefined }))
}

function headOf(
  { file }: Scenario,
  { run, rootSeed, flaw }: FailedRun,
  { flaw: found }: CheckedRun,
  faults: readonly Fault[],
): string[] {
  return [
    `Found by simulate check ${file}: run ${run} of seed ${rootSeed}, made smaller.`,
    `What does not hold: ${flawText(flaw)}.`,
    `What is seen: ${sentence(found!.message)}`,
    ...(faults.length === 0 ? [] : [`Faults: ${faults.map(faultText).join('; ')}.`]),
    'Run it with simulate: it fails.',
  ].map((line) => line.replaceAll(/\s+/g, ' '))
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
