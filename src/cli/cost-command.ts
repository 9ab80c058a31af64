/** `simulate cost FILE`: runs a plan and says what it costs, for the run, an hour and a month, and by other means. */
import { costOf } from '../pricing/cost.ts'
import type { ProblemOfFile } from '../report/compare-json.ts'
import { renderCostJson, renderCostProblems } from '../report/cost-json.ts'
import { renderCostText, renderQuietCost } from '../report/cost-text.ts'
import { costResult, type PricedReport } from '../report/priced-run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { BUG, type ExitCode, HELD, INVALID, UNDETERMINED } from './exit-code.ts'
import { readOrTell, readText, toldName } from './open-scenario.ts'
import { pageFor } from './page-for.ts'
import type { Context } from './path-question.ts'
import { costOptionsOf, type PriceOptions, readTables } from './price-options.ts'
import { type SimulateOptions, tellBug, toldProblem } from './simulate-command.ts'

/** A total that needs an unknown price is refused: exit code 3. */
export async function costFile(
  file: string,
  options: PriceOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { engine, terminal, version } = context
  const name = toldName(file)
  try {
    const tables = await readTables(options, context)
    const read = await readScenarioFile(file, name, context)
    if (!tables.ok || !read.ok) {
      const problems = [...(tables.ok ? [] : tables.problems), ...(read.ok ? [] : read.problems)]
      if (common.json === true) terminal.out.write(renderCostProblems(problems, version, INVALID))
      return INVALID
    }
    const { scenario } = read
    const trace = engine.simulate(scenario, common.seed === undefined ? {} : { seed: common.seed })
    const summary = engine.summarize(trace, scenario)
    const run = { scenario, trace, summary, version }
    const report: PricedReport = { run, sheet: costOf(run, tables.tables, costOptionsOf(options)) }
    const code = costResult(report) === 'priced' ? HELD : UNDETERMINED
    terminal.out.write(told(report, code, common, context))
    return code
  } catch (error) {
    tellBug(error, context, name)
    return BUG
  }
}

function told(report: PricedReport, code: ExitCode, common: SimulateOptions, { terminal }: Context): string {
  if (common.json === true) return renderCostJson(report, code)
  const page = pageFor(common, terminal)
  return common.quiet === true ? renderQuietCost(report, page) : renderCostText(report, page)
}

async function readScenarioFile(
  file: string,
  name: string,
  context: Context,
): Promise<
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ProblemOfFile[] }
> {
  const text = await readText(file, context.terminal)
  if (!text.ok) return { ok: false, problems: [{ file: name, ...text.problem }] }
  const read = readOrTell(text.source, name, context)
  if (read.ok) return read
  return { ok: false, problems: read.problems.map((problem) => ({ file: name, ...toldProblem(problem) })) }
}
