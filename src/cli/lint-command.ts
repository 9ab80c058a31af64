/** `simulate lint FILE…`: what is not wrong, but suspicious, told as a compiler tells it. */
import { withoutIgnored } from '../checking/lint/ignore.ts'
import { lint } from '../checking/lint/lint.ts'
import { CODES_OF_OTHER_ROOMS, LINT_REASONS } from '../checking/lint/reasons.ts'
import type { Severity } from '../cloud/reason.ts'
import { printable } from '../report/display-text.ts'
import type { ToldProblem } from '../report/json.ts'
import type { LintOutcome } from '../report/lint-json.ts'
import { readIgnores } from '../scenario/comments.ts'
import { mapFile } from '../scenario/locate.ts'
import { NOTICE_REASONS } from '../scenario/notice-reasons.ts'
import { headOf, renderProblem, type Told } from '../scenario/render-problem.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { nearest } from '../scenario/suggestion.ts'
import { escapeControls } from '../scenario/value.ts'
import type { Engine } from './engine.ts'
import { BUG, type ExitCode, FAILED, HELD, INVALID, worst } from './exit-code.ts'
import { readOrTell, readText, toldName } from './open-scenario.ts'
import { messageOf, type SimulateOptions, tellBug } from './simulate-command.ts'
import { expandArguments, type FileProblem } from './source-files.ts'
import type { Terminal } from './terminal.ts'

export type LintOptions = Pick<SimulateOptions, 'json' | 'quiet' | 'strict'>

interface Context {
  readonly engine: Engine
  readonly terminal: Terminal
  readonly version: string
}

const CODES: ReadonlySet<string> = new Set([
  ...[...LINT_REASONS, ...NOTICE_REASONS].map(({ code }) => code),
  ...CODES_OF_OTHER_ROOMS,
])

export async function lintFiles(
  names: readonly string[],
  options: LintOptions,
  context: Context,
): Promise<ExitCode> {
  const { out } = context.terminal
  const outcomes: LintOutcome[] = []
  for (const file of expandArguments(names)) {
    const { outcome, text } = await outcomeOf(file, options, context)
    if (options.json !== true) out.write(text)
    outcomes.push(outcome)
  }
  const code = worst(outcomes.map((outcome) => exitCodeOf(outcome, options)))
  if (options.json === true) {
    const { renderLintJson } = await import('../report/lint-json.ts')
    out.write(renderLintJson(outcomes, context.version, code))
  } else if (options.quiet !== true && outcomes.length > 1) {
    const found = outcomes.flatMap((outcome) => (outcome.kind === 'linted' ? outcome.findings : []))
    out.write(`${outcomes.length} files: ${tallyOf(found.map(({ severity }) => severity))}\n`)
  }
  return code
}

async function outcomeOf(
  file: string | FileProblem,
  options: LintOptions,
  context: Context,
): Promise<{ outcome: LintOutcome; text: string }> {
  const name = toldName(file)
  const invalid = (problems: readonly ToldProblem[]) => ({
    outcome: { kind: 'invalid' as const, file: name, problems },
    text: '',
  })
  const text = await readText(file, context.terminal)
  if (!text.ok) return invalid([text.problem])
  try {
    const read = readOrTell(text.source, name, context, 'linted')
    if (read.ok) return lintScenario(read.scenario, text.source, options, context)
    return invalid(
      read.problems.map(({ code, message, hint, line, column }) => ({
        code,
        message,
        ...(hint === undefined ? {} : { hint }),
        line,
        column,
      })),
    )
  } catch (error) {
    tellBug(error, context, name)
    return { outcome: { kind: 'crashed', file: name, message: messageOf(error) }, text: '' }
  }
}

function lintScenario(
  scenario: Scenario,
  source: string,
  { quiet, json }: LintOptions,
  { engine }: Context,
): { outcome: LintOutcome; text: string } {
  const { file } = scenario
  const { locate, spanAt } = mapFile(source, file)
  const reasonOf = (code: string) => engine.reasonOf(code)
  const { findings, ignored } = withoutIgnored(lint(scenario, { reasonOf, locate }), readIgnores(source), {
    reasonOf,
    codes: CODES,
    nearest: (code) => nearest(code, [...CODES]),
  })
  const outcome: LintOutcome = { kind: 'linted', file, findings, ignored }
  if (json === true) return { outcome, text: '' }
  const told = findings.map(
    ({ code, severity, message, fix, origin: { line, column } }): Told => ({
      code,
      severity,
      message: escapeControls(message),
      ...(fix === '' ? {} : { hint: escapeControls(fix) }),
      span: spanAt(line, column),
      line,
      column,
    }),
  )
  if (quiet === true) return { outcome, text: told.map((each) => `${headOf(each, file)}\n`).join('') }
  const tally = tallyOf(findings.map(({ severity }) => severity))
  const hidden = ignored === 0 ? '' : `, ${ignored} ignored`
  const blocks = told.map((each) => `${renderProblem(each, file, source)}\n\n`)
  return { outcome, text: `${blocks.join('')}${printable(file)}: ${tally}${hidden}\n` }
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** `2 warnings, 1 info`, or `nothing suspicious`. */
function tallyOf(severities: readonly Severity[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const count = severities.filter((each) => each === severity).length
    if (count === 0) return []
    return [`${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`]
  })
  return parts.length === 0 ? 'nothing suspicious' : parts.join(', ')
}

function exitCodeOf(outcome: LintOutcome, { strict }: LintOptions): ExitCode {
  switch (outcome.kind) {
    case 'linted':
      return outcome.findings.some(({ severity }) => strict === true || severity !== 'info') ? FAILED : HELD
    case 'invalid':
      return INVALID
    case 'crashed':
      return BUG
  }
}
