/** What every command does with a file that it is given: reads it, and tells on standard error what is wrong with it. */
import { printable } from '../report/display-text.ts'
import type { ToldProblem } from '../report/json.ts'
import { STDIN_NAME } from '../report/run.ts'
import type { Problem } from '../scenario/problem.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Engine } from './engine.ts'
import { FileProblem, readSource } from './source-files.ts'
import type { Terminal } from './terminal.ts'

/** Past these, how many more there are is told instead. */
const MOST_PROBLEMS = 50

/** A file as it is told: standard input has a name of its own. */
export function toldName(file: string | FileProblem): string {
  if (file instanceof FileProblem) return file.file
  return file === '-' ? STDIN_NAME : file
}

/** The text of a file; or the problem with it, which was told. A bug of ours is thrown. */
export async function readText(
  file: string | FileProblem,
  terminal: Terminal,
): Promise<
  { readonly ok: true; readonly source: string } | { readonly ok: false; readonly problem: ToldProblem }
> {
  try {
    if (file instanceof FileProblem) throw file
    return { ok: true, source: await readSource(file, () => terminal.in) }
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    const { code, message } = error
    terminal.err.write(`${printable(toldName(file))}: ${code}: ${printable(message)}\n`)
    return { ok: false, problem: { code, message, line: 0, column: 0 } }
  }
}

/** The scenario that the text is; or the problems with it, which were told. `fate`: what did not become of the file. */
export function readOrTell(
  source: string,
  name: string,
  { engine, terminal }: { readonly engine: Engine; readonly terminal: Terminal },
  fate: 'run' | 'linted' = 'run',
):
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const read = engine.readScenario(source, { file: name })
  if (read.ok) return read
  const { problems } = read
  for (const problem of problems.slice(0, MOST_PROBLEMS))
    terminal.err.write(`${engine.renderProblem(problem, name, source)}\n\n`)
  if (problems.length > MOST_PROBLEMS) terminal.err.write(`and ${problems.length - MOST_PROBLEMS} more\n`)
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`
  terminal.err.write(`${printable(name)}: ${count}, not ${fate}\n`)
  return read
}
