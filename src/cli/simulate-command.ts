/** `simulate FILE…`: reads, runs, judges and tells, file by file in the order given. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { printable } from '../report/display-text.ts'
import type { Outcome, ToldProblem } from '../report/json.ts'
import { DEFAULT_WIDTH, MIN_WIDTH, type TextOptions } from '../report/page.ts'
import { type Result, type Run, resultOf } from '../report/run.ts'
import { renderQuiet, renderText } from '../report/text.ts'
import type { Engine } from './engine.ts'
import { BUG, type ExitCode, FAILED, HELD, INVALID, UNDETERMINED, worst } from './exit-code.ts'
import { readOrTell, readText, toldName } from './open-scenario.ts'
import { expandArguments, type FileProblem } from './source-files.ts'
import { type Terminal, wantsColour } from './terminal.ts'

export interface SimulateOptions {
  readonly seed?: number
  readonly json?: boolean
  readonly junit?: string
  readonly quiet?: boolean
  readonly ascii?: boolean
  readonly width?: number
  readonly color?: boolean
  readonly strict?: boolean
}

const EXIT_CODES: Readonly<Record<Result, ExitCode>> = {
  held: HELD,
  failed: FAILED,
  undetermined: UNDETERMINED,
}

export async function simulateFiles(
  names: readonly string[],
  options: SimulateOptions,
  { engine, terminal, version }: { engine: Engine; terminal: Terminal; version: string },
): Promise<ExitCode> {
  const { out, env } = terminal
  const text: TextOptions = {
    width: options.width ?? (out.isTTY ? (out.columns ?? DEFAULT_WIDTH) : DEFAULT_WIDTH),
    colour: wantsColour(options.color, out, env),
    ascii: options.ascii === true,
  }
  const files = expandArguments(names)
  const outcomes: Outcome[] = []
  for (const file of files) {
    const outcome = await outcomeOf(file, options, { engine, terminal, version })
    if (options.json !== true && outcome.kind === 'run') {
      if (options.quiet === true) out.write(renderQuiet(outcome.run, text))
      else
        out.write(
          `${outcomes.length > 0 ? `\n${'='.repeat(MIN_WIDTH)}\n\n` : ''}${renderText(outcome.run, text)}`,
        )
    }
    outcomes.push(outcome)
  }
  const codes = outcomes.map(exitCodeOf)
  if (options.junit !== undefined) codes.push(await writeJunit(options.junit, outcomes, terminal))
  const code = worst(codes)
  if (options.json === true) {
    const { renderJson } = await import('../report/json.ts')
    out.write(renderJson(outcomes, version, code))
  } else if (outcomes.length > 1) {
    const told =
      options.quiet === true
        ? []
        : outcomes.flatMap((outcome) => (outcome.kind === 'run' ? [outcome.run] : []))
    if (told.length > 0) out.write(`\n${'='.repeat(MIN_WIDTH)}\n\n`)
    for (const run of told) out.write(renderQuiet(run, text))
    if (outcomes.some(({ kind }) => kind === 'run')) out.write(`${tally(outcomes)}\n`)
  }
  return code
}

type Context = { readonly engine: Engine; readonly terminal: Terminal; readonly version: string }

async function outcomeOf(
  file: string | FileProblem,
  options: SimulateOptions,
  context: Context,
): Promise<Outcome> {
  const name = toldName(file)
  const text = await readText(file, context.terminal)
  if (!text.ok) return { kind: 'invalid', file: name, problems: [text.problem] }
  let seed = options.seed
  try {
    const read = readOrTell(text.source, name, context)
    if (!read.ok) return { kind: 'invalid', file: name, problems: read.problems.map(toldProblem) }
    seed ??= read.scenario.seed
    return { kind: 'run', run: await runOf(read.scenario, options, context) }
  } catch (error) {
    tellBug(error, context, name, seed)
    return { kind: 'crashed', file: name, message: messageOf(error) }
  }
}

async function runOf(
  scenario: Parameters<Engine['simulate']>[0],
  options: SimulateOptions,
  { engine, version }: Context,
): Promise<Run> {
  const seed = options.seed === undefined ? {} : { seed: options.seed }
  const trace = engine.simulate(scenario, seed)
  const summary = engine.summarize(trace, scenario)
  const findings = await engine.proveFixes(engine.judge(summary, scenario), scenario, seed)
  return {
    scenario,
    trace,
    summary,
    findings,
    version,
    reasonOf: (code) => engine.reasonOf(code),
    strict: options.strict === true,
  }
}

export function toldProblem({ code, message, hint, line, column }: ToldProblem): ToldProblem {
  return { code, message, line, column, ...(hint === undefined ? {} : { hint }) }
}

function exitCodeOf(outcome: Outcome): ExitCode {
  if (outcome.kind === 'run') return EXIT_CODES[resultOf(outcome.run)]
  return outcome.kind === 'invalid' ? INVALID : BUG
}

async function writeJunit(file: string, outcomes: readonly Outcome[], { err }: Terminal): Promise<ExitCode> {
  const { renderJunit } = await import('../report/junit.ts')
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, renderJunit(outcomes))
    return HELD
  } catch (error) {
    err.write(`--junit ${printable(file)}: cannot write it: ${printable(messageOf(error))}\n`)
    return INVALID
  }
}

/** `4 files: 2 held, 1 failed, 1 invalid` */
function tally(outcomes: readonly Outcome[]): string {
  const words = outcomes.map((outcome) => (outcome.kind === 'run' ? resultOf(outcome.run) : outcome.kind))
  const parts = ['held', 'failed', 'undetermined', 'invalid', 'crashed']
    .map((word) => [word, words.filter((other) => other === word).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
  return `${outcomes.length} files: ${parts.join(', ')}`
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A bug of ours: what a person can do about it, and what we need to find it. */
export function tellBug(
  error: unknown,
  { terminal, version }: Pick<Context, 'terminal' | 'version'>,
  file?: string,
  seed?: number,
): void {
  const where = [
    `vpcsim ${version}`,
    file === undefined ? '' : `file ${printable(file)}`,
    seed === undefined ? '' : `seed ${seed}`,
  ]
  terminal.err.write(
    `This is a bug in vpcsim, not in your file: ${printable(messageOf(error))}\n` +
      `Please report it with this line and, if you can, the file: ${where.filter((part) => part !== '').join(', ')}\n` +
      (terminal.env['VPCSIM_DEBUG'] === '1' && error instanceof Error
        ? `${error.stack}\n`
        : 'VPCSIM_DEBUG=1 shows where it happened.\n'),
  )
}
