/**
 * What `simulate trace` and `simulate diagnose` share: one scenario file, the instant that is asked about, and the
 * question itself. Whatever is wrong is told here, with exit code 2.
 */
import { inquire, type Reply } from '../checking/inquiry.ts'
import type { Question } from '../checking/question.ts'
import { compileTables } from '../datapath/tables.ts'
import { printable } from '../report/display-text.ts'
import type { ToldProblem } from '../report/json.ts'
import type { Page } from '../report/page.ts'
import type { AnsweredPath } from '../report/path.ts'
import { renderPathProblems } from '../report/path-json.ts'
import { renderQuietPath } from '../report/path-text.ts'
import { type AskedPath, readQuestion } from '../scenario/read-question.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { momentAt } from '../simulation/simulate.ts'
import type { Moment } from '../trace/moment.ts'
import type { Engine } from './engine.ts'
import { type ExitCode, FAILED, HELD, INVALID, UNDETERMINED } from './exit-code.ts'
import { instantOf, type Mistake } from './instant.ts'
import { readOrTell, readText, toldName } from './open-scenario.ts'
import { pageFor } from './page-for.ts'
import { type SimulateOptions, toldProblem } from './simulate-command.ts'
import type { Terminal } from './terminal.ts'

/** The options of these commands, as the command line gives them. */
export interface PathOptions {
  readonly from?: string
  readonly to?: string
  readonly flow?: string
  readonly proto?: string
  readonly port?: number
  readonly sourcePort?: number
  readonly at?: string
  readonly instance?: string
  readonly via?: string
  readonly ip?: string
  readonly service?: string
  readonly token?: string
}

export type Context = { readonly engine: Engine; readonly terminal: Terminal; readonly version: string }

/** A question that can be asked. */
export interface AskedMoment {
  readonly scenario: Scenario
  readonly moment: Moment
  readonly question: Question
  readonly path: Omit<AnsweredPath, 'reply'>
}

type Asked =
  | { readonly ok: true; readonly asked: AskedMoment }
  | { readonly ok: false; readonly problems: readonly ToldProblem[] }

/** How one of the two commands tells the path that was answered. */
export interface PathTeller {
  /** Format of its JSON document. */
  readonly format: string
  text(path: AnsweredPath, asked: AskedMoment, page: Page): string
  json(path: AnsweredPath, asked: AskedMoment, code: ExitCode): string
}

/** Reads, asks, tells: the whole of either command. */
export async function tellPath(
  teller: PathTeller,
  file: string,
  options: PathOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, version } = context
  const read = await askAbout(file, options, common, context)
  if (!read.ok) {
    if (common.json === true)
      terminal.out.write(renderPathProblems(teller.format, version, INVALID, read.problems))
    return INVALID
  }
  const { asked } = read
  const path = answer(asked)
  const code = exitCodeOfReply(path.reply)
  const page = pageFor(common, terminal)
  if (common.json === true) terminal.out.write(teller.json(path, asked, code))
  else
    terminal.out.write(common.quiet === true ? renderQuietPath(path, page) : teller.text(path, asked, page))
  return code
}

/** Reads the file and the question, and runs the scenario to the instant. Problems are told on standard error. */
async function askAbout(
  file: string,
  options: PathOptions,
  { seed, junit, strict }: SimulateOptions,
  context: Context,
): Promise<Asked> {
  const { engine, terminal, version } = context
  if (junit !== undefined || strict === true)
    return refuse(
      {
        message: `--${strict === true ? 'strict' : 'junit'}: one path has no expectations`,
        hint: 'simulate FILE judges them',
      },
      terminal,
    )
  const name = toldName(file)
  const text = await readText(file, terminal)
  if (!text.ok) return { ok: false, problems: [text.problem] }
  const read = readOrTell(text.source, name, context)
  if (!read.ok) return { ok: false, problems: read.problems.map(toldProblem) }
  const { scenario } = read
  const at = instantOf(options.at, scenario)
  if (typeof at !== 'number') return refuse(at, terminal)
  const before = momentAt(scenario, at, seed === undefined ? {} : { seed })
  const wish = askedPath(options)
  const readWish = readQuestion(wish, before.tables.topology, scenario.flows)
  if (!readWish.ok) return refuse(readWish, terminal)
  const { question, topology, standIns } = readWish
  const isSame = topology === before.tables.topology
  const moment = isSame ? before : { ...before, tables: compileTables(topology, before.tables) }
  const path = {
    file: name,
    version,
    seed: seed ?? scenario.seed,
    atUs: at,
    question,
    standIns,
    reasonOf: (code: string) => engine.reasonOf(code),
  }
  return { ok: true, asked: { scenario, moment, question, path } }
}

/** Gives the reply, with what is proven to help. */
function answer({ moment, question, scenario, path }: AskedMoment): AnsweredPath {
  return { ...path, reply: inquire(moment, question, scenario.quotas) }
}

function exitCodeOfReply({ verdict }: Reply): ExitCode {
  switch (verdict) {
    case 'REACHABLE':
    case 'DEGRADED':
      return HELD
    case 'PARTIAL':
    case 'BLOCKED':
      return FAILED
    case 'UNDETERMINED':
      return UNDETERMINED
  }
}

function askedPath(options: PathOptions): AskedPath {
  const { from, to, flow, proto, port, sourcePort, instance, via, ip, service, token } = options
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(flow !== undefined && { flow }),
    ...(proto !== undefined && { protocol: proto }),
    ...(port !== undefined && { port }),
    ...(sourcePort !== undefined && { sourcePort }),
    ...(instance !== undefined && { instance }),
    ...(via !== undefined && { via }),
    ...(ip !== undefined && { ip }),
    ...(service !== undefined && { service }),
    ...(token !== undefined && { token }),
  }
}

function refuse({ message, hint }: Mistake, { err }: Terminal): Asked {
  err.write(`error: ${printable(message)}\n${hint === undefined ? '' : `hint: ${printable(hint)}\n`}`)
  return refused({ code: 'ARGUMENTS', message, ...(hint !== undefined && { hint }) })
}

function refused(problem: Omit<ToldProblem, 'line' | 'column'>): Asked {
  return { ok: false, problems: [{ ...problem, line: 0, column: 0 }] }
}
