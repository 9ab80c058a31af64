/** One run of a scenario, with what is wrong with it. */
import type { Finding } from '../checking/finding.ts'
import { type Flaw, flawOf } from '../checking/flaw.ts'
import { judge } from '../checking/judge.ts'
import { overall } from '../checking/overall.ts'
import type { Reason } from '../cloud/reason.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { simulate } from '../simulation/simulate.ts'
import { summarize } from '../trace/summarize.ts'
import type { Summary } from '../trace/summary.ts'
import type { Trace } from '../trace/trace.ts'

export interface CheckedRun {
  readonly trace: Trace
  readonly summary: Summary
  readonly findings: readonly Finding[]
  readonly flaw?: Flaw
  /** Nothing is wrong, and not all was decided when the run ended. */
  readonly isUndecided: boolean
}

export type ReasonOf = (code: string) => Reason | undefined

/** `seed`: instead of the scenario's own. */
export function checkedRun(scenario: Scenario, reasonOf: ReasonOf, seed = scenario.seed): CheckedRun {
  const trace = simulate(scenario, { seed })
  const summary = summarize(trace, scenario)
  const findings = judge(summary, scenario.expectations, { reasonOf, plan: scenario })
  const flaw = flawOf(findings, summary)
  const isOpen =
    overall(findings) === 'undetermined' || summary.changes.some(({ verdict }) => verdict === 'UNDETERMINED')
  return {
    trace,
    summary,
    findings,
    ...(flaw !== undefined && { flaw }),
    isUndecided: flaw === undefined && isOpen,
  }
}
