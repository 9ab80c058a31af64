/** What the command needs of the rooms below: the arrows of the spine. Tests put other engines in its place. */
import type { Finding } from '../checking/finding.ts'
import { judge } from '../checking/judge.ts'
import { LINT_REASONS } from '../checking/lint/reasons.ts'
import { CHECKING_REASONS } from '../checking/reasons.ts'
import type { Reason } from '../cloud/reason.ts'
import { CONNECTION_REASONS } from '../datapath/connection-reasons.ts'
import { reasons as DATAPATH_REASONS } from '../datapath/reasons.ts'
import { DEPLOYMENT_REASONS } from '../deployment/reasons.ts'
import { NOTICE_REASONS } from '../scenario/notice-reasons.ts'
import type { Problem } from '../scenario/problem.ts'
import { PROBLEM_CODES } from '../scenario/problem-codes.ts'
import { type ReadScenario, readScenario } from '../scenario/read-scenario.ts'
import { renderProblem } from '../scenario/render-problem.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { REQUEST_REASONS } from '../simulation/request-reasons.ts'
import { simulate } from '../simulation/simulate.ts'
import { TRACE_REASONS } from '../trace/reasons.ts'
import { summarize } from '../trace/summarize.ts'
import type { Summary } from '../trace/summary.ts'
import type { Trace } from '../trace/trace.ts'
import { COMMAND_REASONS } from './reasons.ts'

export interface Engine {
  readScenario(text: string, options: { readonly file: string }): ReadScenario
  renderProblem(problem: Problem, file: string, source: string): string
  simulate(scenario: Scenario, options: { readonly seed?: number }): Trace
  summarize(trace: Trace, scenario: Scenario): Summary
  judge(summary: Summary, scenario: Scenario): readonly Finding[]
  /** The findings again, with the changes that are proven to help. */
  proveFixes(
    findings: readonly Finding[],
    scenario: Scenario,
    options: { readonly seed?: number },
  ): Promise<readonly Finding[]>
  reasonOf(code: string): Reason | undefined
  /** Every reason that any room can give, none twice. */
  reasons(): Iterable<Reason>
}

const reasons = new Map<string, Reason>()
for (const table of [
  DATAPATH_REASONS,
  CONNECTION_REASONS,
  REQUEST_REASONS,
  DEPLOYMENT_REASONS,
  TRACE_REASONS,
  CHECKING_REASONS,
  NOTICE_REASONS,
  LINT_REASONS,
  problemReasons(),
  COMMAND_REASONS,
])
  for (const reason of table) if (!reasons.has(reason.code)) reasons.set(reason.code, reason)

const reasonOf = (code: string) => reasons.get(code)

export const engine: Engine = {
  readScenario,
  renderProblem,
  simulate,
  summarize,
  judge: (summary, scenario) => judge(summary, scenario.expectations, { reasonOf, plan: scenario }),
  async proveFixes(findings, scenario, options) {
    if (findings.every(({ status }) => status !== 'failed')) return findings
    // Loaded only where something failed: the search is the larger part of its room.
    const { proveFixes } = await import('../checking/prove-fixes.ts')
    return proveFixes(findings, scenario, options)
  },
  reasonOf,
  reasons: () => reasons.values(),
}

/** Mistakes of a file are told with their own hint, so their table has no fixes. */
function problemReasons(): Reason[] {
  return Object.entries(PROBLEM_CODES).map(([code, row]) => ({ code, severity: 'error', fix: '', ...row }))
}
