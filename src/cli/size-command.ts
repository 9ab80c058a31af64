/** `simulate size FILE`: how large pools, batches, waiting times and whitelists of a plan have to be. */
import { QUESTIONS, type Question } from '../checking/sizing/size-sheet.ts'
import type { ProblemOfFile } from '../report/compare-json.ts'
import { renderSizeJson, renderSizeProblems } from '../report/size-json.ts'
import { renderQuietSize, renderSizeText } from '../report/size-text.ts'
import { askedOf, type SizedReport, sizeResult } from '../report/sized-report.ts'
import { suggest } from '../scenario/suggestion.ts'
import { sizeOf } from '../searching/size.ts'
import { BUG, type ExitCode, HELD, INVALID, UNDETERMINED } from './exit-code.ts'
import { tellMistakes } from './mistake.ts'
import { toldName } from './open-scenario.ts'
import { pageFor } from './page-for.ts'
import type { Context } from './path-question.ts'
import { readOne } from './read-one.ts'
import { type SimulateOptions, tellBug } from './simulate-command.ts'

export interface SizeCommandOptions {
  readonly crashes: number
  readonly runs: number
  /** Questions, comma separated, and perhaps several times. */
  readonly only: readonly string[]
}

/** An answer that could not be found is exit code 3. */
export async function sizeFile(
  file: string,
  options: SizeCommandOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, version } = context
  const name = toldName(file)
  try {
    const names = options.only.flatMap((each) => each.split(',')).map((each) => each.trim())
    const mistakes = mistakesOf(names, options, common, context)
    const read = await readOne(file, context)
    if (mistakes.length > 0 || !read.ok) {
      const problems = [...mistakes, ...(read.ok ? [] : read.problems)]
      if (common.json === true) terminal.out.write(renderSizeProblems(problems, version, INVALID))
      return INVALID
    }
    const { scenario, source } = read
    const asked = askedOf(names as Question[])
    const { crashes, runs } = options
    const seed = common.seed === undefined ? {} : { seed: common.seed }
    const sheet = sizeOf(source, scenario, { crashes, runs, only: asked, ...seed })
    const report: SizedReport = { scenario, version, asked, sheet }
    const code = sizeResult(report) === 'sized' ? HELD : UNDETERMINED
    terminal.out.write(told(report, code, common, context))
    return code
  } catch (error) {
    tellBug(error, context, name, common.seed)
    return BUG
  }
}

function told(report: SizedReport, code: ExitCode, common: SimulateOptions, { terminal }: Context): string {
  if (common.json === true) return renderSizeJson(report, code)
  const page = pageFor(common, terminal)
  return common.quiet === true ? renderQuietSize(report, page) : renderSizeText(report, page)
}

/** What is wrong with the options; told on standard error. */
function mistakesOf(
  names: readonly string[],
  { runs }: SizeCommandOptions,
  { junit, seed = 0 }: SimulateOptions,
  { terminal }: Context,
): ProblemOfFile[] {
  const mistakes = names
    .filter((name) => !QUESTIONS.includes(name as Question))
    .map((name) => ({
      message: `--only ${name}: nothing is sized by this name`,
      hint: suggest(name, QUESTIONS),
    }))
  if (junit !== undefined)
    mistakes.push({ message: '--junit: sizes have no test cases', hint: 'simulate FILE --junit writes them' })
  if (!Number.isSafeInteger(seed + runs))
    mistakes.push({
      message: `--seed ${seed}: there are no ${runs} seeds from it on`,
      hint: 'take a smaller one',
    })
  return tellMistakes(mistakes, terminal)
}
