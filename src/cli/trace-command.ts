/** `simulate trace FILE --from A --to B`: one path at one instant, hop by hop, with the change that is proven to help. */
import { renderPathJson, renderPathProblems, TRACE_FORMAT } from '../report/path-json.ts'
import { renderPath, renderQuietPath } from '../report/path-text.ts'
import { type ExitCode, INVALID } from './exit-code.ts'
import {
  answer,
  askAbout,
  type Context,
  exitCodeOfReply,
  type PathOptions,
  pageFor,
} from './path-question.ts'
import type { SimulateOptions } from './simulate-command.ts'

export async function tracePath(
  file: string,
  options: PathOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, version } = context
  const asked = await askAbout(file, options, common, context)
  if (!asked.ok) {
    if (common.json === true)
      terminal.out.write(renderPathProblems(TRACE_FORMAT, version, INVALID, asked.problems))
    return INVALID
  }
  const path = answer(asked.asked)
  const code = exitCodeOfReply(path.reply)
  const page = pageFor(common, terminal)
  if (common.json === true) terminal.out.write(renderPathJson(path, code))
  else terminal.out.write(common.quiet === true ? renderQuietPath(path, page) : renderPath(path, page))
  return code
}
