/** `simulate diagnose FILE --from A --to B`: the troubleshooting of the documents, step by step, and where it ends. */
import { diagnose } from '../checking/diagnosis.ts'
import { DIAGNOSIS_FORMAT, renderDiagnosisJson } from '../report/diagnosis-json.ts'
import { renderDiagnosis } from '../report/diagnosis-text.ts'
import { renderPathProblems } from '../report/path-json.ts'
import { renderQuietPath } from '../report/path-text.ts'
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

export async function diagnosePath(
  file: string,
  options: PathOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, version } = context
  const asked = await askAbout(file, options, common, context)
  if (!asked.ok) {
    if (common.json === true)
      terminal.out.write(renderPathProblems(DIAGNOSIS_FORMAT, version, INVALID, asked.problems))
    return INVALID
  }
  const { moment, question } = asked.asked
  const path = answer(asked.asked)
  const code = exitCodeOfReply(path.reply)
  const diagnosis = diagnose(moment, question, path.reply)
  const page = pageFor(common, terminal)
  if (common.json === true) terminal.out.write(renderDiagnosisJson(diagnosis, path, code))
  else
    terminal.out.write(
      common.quiet === true ? renderQuietPath(path, page) : renderDiagnosis(diagnosis, path, page),
    )
  return code
}
