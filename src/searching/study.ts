/** What every question of size starts from: the file, the runs it is asked in, and how it is read again with other values. */

import { readScenario } from '../scenario/read-scenario.ts'
import { type Rewriting, rewritten } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Outcome, outcomeOf } from './outcome.ts'

export interface Study {
  /** The text that `scenario` was read from. */
  readonly source: string
  readonly scenario: Scenario
  /** At least one, ascending. */
  readonly seeds: readonly number[]
  /** The file as it is, run with each seed. */
  before(): readonly Outcome[]
}

export function studyOf(source: string, scenario: Scenario, seeds: readonly number[]): Study {
  let outcomes: readonly Outcome[] | undefined
  return {
    source,
    scenario,
    seeds,
    before() {
      outcomes ??= seeds.map((seed) => outcomeOf(scenario, seed))
      return outcomes
    },
  }
}

/** The file with other values; or why the cloud would refuse it. */
export function withValues(
  { source, scenario }: Study,
  changes: readonly Rewriting[],
): { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly why: string } {
  const read = readScenario(rewritten(source, changes), { file: scenario.file })
  if (read.ok) return read
  const { code, message } = read.problems[0]!
  return { ok: false, why: `${code}: ${message}` }
}
