/**
 * A check for a program. The shape is `vpcsim.check/1`, described in `docs/json-output.md` and by `schema/check.schema.json`. Times are
 * integer microseconds, what is not known is absent.
 */
import { checkResult, type ExhaustiveCheck, type RandomCheck } from '../checking/checked-plan.ts'
import type { CheckReport } from './check-text.ts'
import type { ProblemOfFile } from './compare-json.ts'

export const CHECK_FORMAT = 'vpcsim.check/1'

export function renderCheckJson(
  { scenario, version, checked, written }: CheckReport,
  exitCode: number,
): string {
  return render({
    format: CHECK_FORMAT,
    version,
    exitCode,
    problems: [],
    result: checkResult(checked),
    file: scenario.file,
    name: scenario.name,
    written,
    ...(checked.kind === 'random'
      ? { random: randomValue(checked) }
      : { exhaustive: exhaustiveValue(checked) }),
  })
}

/** Nothing was checked: what is wrong with the file or the arguments. */
export function renderCheckProblems(
  problems: readonly ProblemOfFile[],
  version: string,
  exitCode: number,
): string {
  return render({ format: CHECK_FORMAT, version, exitCode, problems })
}

function render(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function randomValue({
  seed,
  asked,
  made,
  kinds,
  maxFaults,
  situations,
  undecided,
  failure,
}: RandomCheck): object {
  return { seed, asked, made, kinds, maxFaults, undecided, situations, failure }
}

function exhaustiveValue({ proof, bounds, counterexample }: ExhaustiveCheck): object {
  const { verdict, states, transitions, orders, invariants } = proof
  return {
    verdict,
    ...(proof.verdict === 'REFUTED' && { what: proof.what, how: proof.how, steps: proof.steps.length }),
    ...(proof.verdict === 'UNDETERMINED' && { why: proof.why }),
    states,
    transitions,
    // What was not counted, and what no number says, is absent.
    ...(Number.isFinite(orders) && { orders }),
    invariants,
    bounds,
    counterexample,
  }
}
