/** One scenario file that a command is about: its text and what was read of it, or all that is wrong with it, told already. */
import type { ProblemOfFile } from '../report/compare-json.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { readOrTell, readText, toldName } from './open-scenario.ts'
import type { Context } from './path-question.ts'
import { toldProblem } from './simulate-command.ts'

export type ReadOne =
  | { readonly ok: true; readonly source: string; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ProblemOfFile[] }

/** Throws what is a bug of ours. */
export async function readOne(path: string, context: Context): Promise<ReadOne> {
  const file = toldName(path)
  const text = await readText(path, context.terminal)
  if (!text.ok) return { ok: false, problems: [{ file, ...text.problem }] }
  const read = readOrTell(text.source, file, context)
  if (read.ok) return { ok: true, source: text.source, scenario: read.scenario }
  return { ok: false, problems: read.problems.map((problem) => ({ file, ...toldProblem(problem) })) }
}
