/** `simulate diagnose FILE --from A --to B`: the troubleshooting of the documents, step by step, and where it ends. */
import { diagnose } from '../checking/diagnosis.ts'
import { DIAGNOSIS_FORMAT, renderDiagnosisJson } from '../report/diagnosis-json.ts'
import { renderDiagnosis } from '../report/diagnosis-text.ts'
import type { PathTeller } from './path-question.ts'

export const diagnosis: PathTeller = {
  format: DIAGNOSIS_FORMAT,
  text: (path, { moment, question }, page) =>
    renderDiagnosis(diagnose(moment, question, path.reply), path, page),
  json: (path, { moment, question }, code) =>
    renderDiagnosisJson(diagnose(moment, question, path.reply), path, code),
}
