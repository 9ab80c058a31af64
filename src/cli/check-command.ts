/** `simulate check FILE`: many runs under chance and faults, or every order of its steps; the smallest failing case becomes a file. */
import { type CheckedPlan, checkResult } from '../checking/checked-plan.ts'
import { FAULT_KINDS, type FaultKind } from '../checking/fault.ts'
import { renderCheckJson, renderCheckProblems } from '../report/check-json.ts'
import { type CheckReport, renderCheckText, renderQuietCheck } from '../report/check-text.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { suggest } from '../scenario/suggestion.ts'
import { exhaustiveCheck } from '../searching/exhaustive-check.ts'
import { randomCheck } from '../searching/random-check.ts'
import { type CheckOutput, outputFor, type Unwritable } from './check-output.ts'
import { BUG, type ExitCode, FAILED, HELD, INVALID, UNDETERMINED } from './exit-code.ts'
import { tellMistakes } from './mistake.ts'
import { toldName } from './open-scenario.ts'
import { pageFor } from './page-for.ts'
import type { Context } from './path-question.ts'
import { readOne } from './read-one.ts'
import { type SimulateOptions, tellBug } from './simulate-command.ts'

export interface CheckOptions {
  readonly runs?: number
  /** Comma separated, and perhaps several times. */
  readonly faults: readonly string[]
  readonly maxFaults?: number
  readonly out?: string
  readonly exhaustive?: boolean
  readonly crashes?: number
  readonly states?: number
}

const RUNS = 100
const MAX_FAULTS = 2
const STATES = 200_000

const EXIT_CODES = { held: HELD, failed: FAILED, undetermined: UNDETERMINED } as const

export async function checkFile(
  file: string,
  options: CheckOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, version } = context
  const name = toldName(file)
  try {
    const output = outputFor(name, options.out)
    const mistakes = tellMistakes(
      [...mistakesOf(options, common), ...('message' in output ? [output] : [])],
      terminal,
    )
    const read = await readOne(file, context)
    if (mistakes.length > 0 || 'message' in output || !read.ok) {
      const problems = [...mistakes, ...(read.ok ? [] : read.problems)]
      if (common.json === true) terminal.out.write(renderCheckProblems(problems, version, INVALID))
      return INVALID
    }
    const checked = check(read.source, read.scenario, options, common, context)
    return tell({ scenario: read.scenario, version, checked }, output, common, context)
  } catch (error) {
    tellBug(error, context, name, common.seed)
    return BUG
  }
}

function check(
  source: string,
  scenario: Scenario,
  { runs = RUNS, faults, maxFaults = MAX_FAULTS, exhaustive, crashes = 0, states = STATES }: CheckOptions,
  { seed }: SimulateOptions,
  { engine }: Context,
): CheckedPlan {
  const reasonOf = (code: string) => engine.reasonOf(code)
  if (exhaustive === true) return exhaustiveCheck(source, scenario, { states, crashes }, reasonOf)
  const kinds = namesIn(faults) as FaultKind[]
  return randomCheck(
    source,
    scenario,
    { runs, kinds, maxFaults, ...(seed !== undefined && { seed }) },
    reasonOf,
  )
}

/** The report goes to standard output, unless the counterexample does. */
function tell(
  report: CheckReport,
  output: CheckOutput,
  common: SimulateOptions,
  { terminal }: Context,
): ExitCode {
  const { checked } = report
  const { text } =
    (checked.kind === 'random' ? checked.failure?.counterexample : checked.counterexample) ?? {}
  const written = text === undefined ? undefined : output.write(text)
  if (written !== undefined && typeof written !== 'string') {
    const problems = tellMistakes([written], terminal)
    if (common.json === true) terminal.out.write(renderCheckProblems(problems, report.version, INVALID))
    return INVALID
  }
  const told: CheckReport = { ...report, ...(written !== undefined && { written }) }
  const code = EXIT_CODES[checkResult(checked)]
  if (common.json === true) terminal.out.write(renderCheckJson(told, code))
  else {
    const page = pageFor(common, terminal)
    const words = common.quiet === true ? renderQuietCheck(told, page) : renderCheckText(told, page)
    if (output.isStandard) {
      terminal.err.write(words)
      if (text !== undefined) terminal.out.write(text)
    } else terminal.out.write(words)
  }
  return code
}

function namesIn(lists: readonly string[]): string[] {
  const names = lists.flatMap((each) => each.split(',')).map((name) => name.trim())
  return [...new Set(names)]
}

function mistakesOf(
  { runs, faults, maxFaults, exhaustive, crashes, states }: CheckOptions,
  { junit, strict, seed }: SimulateOptions,
): Unwritable[] {
  const mistakes: Unwritable[] = namesIn(faults)
    .filter((name) => !FAULT_KINDS.includes(name as FaultKind))
    .map((name) => ({
      message: `--faults ${name}: no fault has this name`,
      hint: suggest(name, FAULT_KINDS) ?? `faults are ${FAULT_KINDS.join(', ')}`,
    }))
  if (junit !== undefined || strict === true)
    mistakes.push({
      message: `--${strict === true ? 'strict' : 'junit'} has no meaning for a check`,
      hint: 'simulate FILE judges one run',
    })
  if (exhaustive === true) {
    const random = { runs, 'max-faults': maxFaults, seed, faults: faults.length > 0 ? faults : undefined }
    for (const [option, value] of Object.entries(random))
      if (value !== undefined)
        mistakes.push({
          message: `--${option}: with --exhaustive nothing is left to chance`,
          hint: '--crashes says how many crashes there may be, --states how many states are looked at',
        })
  } else
    for (const [option, value] of Object.entries({ crashes, states }))
      if (value !== undefined)
        mistakes.push({
          message: `--${option} belongs to --exhaustive`,
          hint: 'add --exhaustive, or use --faults',
        })
  if (maxFaults !== undefined && faults.length === 0 && exhaustive !== true)
    mistakes.push({
      message: '--max-faults: no kind of fault is given',
      hint: `name some with --faults ${FAULT_KINDS.join(',')}`,
    })
  return mistakes
}

/** Tells on standard error what is wrong with the options. */
