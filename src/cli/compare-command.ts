/** `simulate compare A B`: runs two plans for the same time and says what B does better and what worse. */
import { compare } from '../checking/compare.ts'
import { MEASURE_NAMES, type Measure } from '../checking/measurement.ts'
import { type CostOptions, costOf } from '../pricing/cost.ts'
import type { CostSheet } from '../pricing/cost-sheet.ts'
import type { PriceTable } from '../pricing/price-table.ts'
import { type ProblemOfFile, renderCompareJson, renderCompareProblems } from '../report/compare-json.ts'
import { renderCompareText, renderQuietCompare } from '../report/compare-text.ts'
import { type ComparedResult, type ComparedRuns, comparedResult } from '../report/compared-runs.ts'
import type { Run } from '../report/run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { suggest } from '../scenario/suggestion.ts'
import { longerPlan } from '../simulation/longer-plan.ts'
import { BUG, type ExitCode, FAILED, HELD, INVALID, UNDETERMINED } from './exit-code.ts'
import { tellMistakes } from './mistake.ts'
import { toldName } from './open-scenario.ts'
import { pageFor } from './page-for.ts'
import type { Context } from './path-question.ts'
import { costOptionsOf, type PriceOptions, readTables } from './price-options.ts'
import { type ReadOne, readOne } from './read-one.ts'
import { type SimulateOptions, tellBug } from './simulate-command.ts'

export interface CompareOptions extends PriceOptions {
  /** Measures in which B may be worse, comma separated. */
  readonly allow: readonly string[]
}

const EXIT_CODES: Readonly<Record<ComparedResult, ExitCode>> = {
  noWorse: HELD,
  worse: FAILED,
  undetermined: UNDETERMINED,
}

export async function compareFiles(
  files: readonly [a: string, b: string],
  { allow, ...prices }: CompareOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, version } = context
  const names = allow.flatMap((each) => each.split(',')).map((name) => name.trim())
  const problems = [...mistakesOf(names, common, context)]
  const scenarios: Scenario[] = []
  // Both are read before either is refused: who mends one file wants to know of the other.
  for (const file of files) {
    const read = await readFile(file, context)
    if (read === undefined) return BUG
    if (read.ok) scenarios.push(read.scenario)
    else problems.push(...read.problems)
  }
  const tables = await readTables(prices, context)
  if (!tables.ok) problems.push(...tables.problems)
  const [first, second] = scenarios
  if (problems.length > 0 || !tables.ok || first === undefined || second === undefined) {
    if (common.json === true) terminal.out.write(renderCompareProblems(problems, version, INVALID))
    return INVALID
  }
  const endUs = Math.max(first.durationUs, second.durationUs)
  const by = { tables: tables.tables, options: costOptionsOf(prices) }
  const a = runOf(longerPlan(first, endUs), by, common, context)
  const b = a && runOf(longerPlan(second, endUs), by, common, context)
  if (a === undefined || b === undefined) return BUG
  const compared: ComparedRuns = {
    a,
    b,
    durationsUs: [first.durationUs, second.durationUs],
    comparison: compare(a, b),
    allowed: new Set(names as Measure[]),
    strict: common.strict === true,
  }
  const code = EXIT_CODES[comparedResult(compared)]
  terminal.out.write(told(compared, code, common, context))
  return code
}

function told(
  compared: ComparedRuns,
  code: ExitCode,
  common: SimulateOptions,
  { terminal }: Context,
): string {
  if (common.json === true) return renderCompareJson(compared, code)
  const page = pageFor(common, terminal)
  return common.quiet === true ? renderQuietCompare(compared, page) : renderCompareText(compared, page)
}

/** Undefined: a bug of ours, which was told. */
async function readFile(file: string, context: Context): Promise<ReadOne | undefined> {
  try {
    return await readOne(file, context)
  } catch (error) {
    tellBug(error, context, toldName(file))
    return undefined
  }
}

/** Undefined: a bug of ours, which was told. */
function runOf(
  scenario: Scenario,
  by: { readonly tables: readonly PriceTable[]; readonly options: CostOptions },
  options: SimulateOptions,
  context: Context,
): (Run & { readonly cost: CostSheet }) | undefined {
  const { engine, version } = context
  try {
    const seed = options.seed === undefined ? {} : { seed: options.seed }
    const trace = engine.simulate(scenario, seed)
    const summary = engine.summarize(trace, scenario)
    const findings = engine.judge(summary, scenario)
    const cost = costOf({ scenario, trace, summary }, by.tables, by.options)
    return { scenario, trace, summary, findings, cost, version, reasonOf: (code) => engine.reasonOf(code) }
  } catch (error) {
    tellBug(error, context, scenario.file, options.seed ?? scenario.seed)
    return undefined
  }
}

/** What is wrong with the options; told on standard error. */
function mistakesOf(
  names: readonly string[],
  { junit }: SimulateOptions,
  { terminal }: Context,
): ProblemOfFile[] {
  const mistakes = names
    .filter((name) => !MEASURE_NAMES.includes(name as Measure))
    .map((name) => ({
      message: `--allow ${name}: nothing is measured by this name`,
      hint: suggest(name, MEASURE_NAMES),
    }))
  if (junit !== undefined)
    mistakes.push({
      message: '--junit: a comparison has no test cases',
      hint: 'simulate FILE --junit writes them',
    })
  return tellMistakes(mistakes, terminal)
}
