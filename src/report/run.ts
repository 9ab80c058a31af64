/**
 * A finished run as the renderers take it: `text.ts`, `json.ts` and `junit.ts` turn it into strings and know neither
 * files nor streams. Equal runs and options give equal bytes.
 */
import type { Finding } from '../checking/finding.ts'
import { meantChange } from '../checking/meant-change.ts'
import { overall } from '../checking/overall.ts'
import type { Reason } from '../cloud/reason.ts'
import type { ChangeSummary, Summary } from '../trace/summary.ts'
import type { Trace } from '../trace/trace.ts'

export interface Run {
  readonly scenario: ToldScenario
  readonly trace: Trace
  readonly summary: Summary
  readonly findings: readonly Finding[]
  /** The version of this program: equal file, seed and version give an equal report. */
  readonly version: string
  /** The table of reasons: a code's sentence and fix. */
  readonly reasonOf: (code: string) => Reason | undefined
  /** True: an assumption of ours is as bad as a failure. */
  readonly strict?: boolean
}

/** What a report tells of the scenario itself; a `Scenario` is one. */
export interface ToldScenario {
  readonly name: string
  readonly file: string
  readonly description?: string
  readonly durationUs: number
  readonly topology: { readonly region: string }
  readonly assumptions: readonly { readonly code: string; readonly text: string; readonly source: string }[]
  readonly notices: readonly {
    readonly code: string
    readonly message: string
    readonly line: number
    readonly column: number
  }[]
}

/** How standard input is told; the command line knows it as `-`. */
export const STDIN_NAME = '<stdin>'

export type Result = 'held' | 'failed' | 'undetermined'

/**
 * What the run proves as a whole. A change still under way when the run ends proves nothing, unless an expectation that
 * held speaks of just that change: then the file's author knows.
 */
export function resultOf(run: Run): Result {
  const found = overall(run.findings)
  if (found === 'failed') return 'failed'
  if (run.strict === true && run.scenario.assumptions.length > 0) return 'failed'
  return found === 'undetermined' || openChanges(run).length > 0 ? 'undetermined' : 'held'
}

/** Changes of which the run does not tell how they end, and of which nothing else was expected. */
export function openChanges({ findings, summary: { changes } }: Run): ChangeSummary[] {
  const known = new Set<ChangeSummary | undefined>()
  for (const { status, expectation } of findings)
    if (status === 'held' && expectation.kind === 'rollout') known.add(meantChange(expectation, changes))
  return changes.filter((change) => change.verdict === 'UNDETERMINED' && !known.has(change))
}

/** The command line that gives this very report again. */
export function reproduction(run: Run): string {
  return `simulate ${run.scenario.file === STDIN_NAME ? '-' : shellWord(run.scenario.file)} --seed ${run.trace.seed}`
}

/** A word that a shell takes as it is. */
export function shellWord(text: string): string {
  if (/^[\w./:@%+,=~][\w./:@%+,=~-]*$/.test(text)) return text
  return `'${text.replaceAll("'", "'\\''")}'`
}
