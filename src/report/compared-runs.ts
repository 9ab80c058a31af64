/** Two runs and what became of the comparison, as `compare-text.ts` and `compare-json.ts` take them. */
import type { PlanComparison } from '../checking/compare.ts'
import { drifts } from '../checking/compare-flow.ts'
import type { Measure, Measurement, Standing } from '../checking/measurement.ts'
import { openChanges, type Run } from './run.ts'

export interface ComparedRuns {
  /** Equally long. */
  readonly a: Run
  readonly b: Run
  /** How long each file says that its run is. */
  readonly durationsUs: readonly [a: number, b: number]
  readonly comparison: PlanComparison
  /** Measures in which B may be worse. */
  readonly allowed: ReadonlySet<Measure>
  /** True: what is only different counts as worse. */
  readonly strict: boolean
}

/** `undetermined`: B is not worse so far, but a change of it was still under way when the run ended. */
export type ComparedResult = 'noWorse' | 'worse' | 'undetermined'

export function comparedResult(compared: ComparedRuns): ComparedResult {
  const { b, comparison, strict } = compared
  if (comparison.measurements.some((each) => counts(each, compared))) return 'worse'
  const { flows, onlyInA, onlyInB } = comparison
  if (strict && (flows.some(drifts) || onlyInA.length + onlyInB.length > 0)) return 'worse'
  return openChanges(b).length > 0 ? 'undetermined' : 'noWorse'
}

/** Whether the exit code knows of it. */
export function counts(
  { measure, standing }: Measurement,
  { allowed, strict }: Pick<ComparedRuns, 'allowed' | 'strict'>,
): boolean {
  return !allowed.has(measure) && (standing === 'worse' || (strict && standing === 'different'))
}

/** How many measurements stand so. */
export function tallyOf({ measurements }: PlanComparison): Readonly<Record<Standing, number>> {
  const count = (standing: Standing) => measurements.filter((each) => each.standing === standing).length
  return {
    worse: count('worse'),
    better: count('better'),
    different: count('different'),
    equal: count('equal'),
  }
}
