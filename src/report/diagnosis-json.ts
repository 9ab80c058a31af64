/** A diagnosis for a program: `vpcsim.diagnose/1`, described in `docs/json-output.md`. */
import { type Diagnosis, type Found, STEPS } from '../checking/diagnosis.ts'
import { fillTemplate } from '../cloud/reason.ts'
import type { AnsweredPath } from './path.ts'
import { documentText, hopValue, questionValue, replyValue } from './path-json.ts'

export const DIAGNOSIS_FORMAT = 'vpcsim.diagnose/1'

export function renderDiagnosisJson(
  diagnosis: Diagnosis | undefined,
  path: AnsweredPath,
  exitCode: number,
): string {
  return documentText({
    format: DIAGNOSIS_FORMAT,
    version: path.version,
    exitCode,
    problems: [],
    ...questionValue(path),
    endsAt: diagnosis?.endsAt === undefined ? undefined : STEPS.indexOf(diagnosis.endsAt) + 1,
    steps: (diagnosis?.steps ?? []).map(({ kind, found, findings }, at) => ({
      number: at + 1,
      step: kind,
      found,
      findings: findings.map((each) => foundValue(each, path)),
    })),
    ...replyValue(path),
  })
}

function foundValue(found: Found, { reasonOf }: AnsweredPath): object {
  switch (found.kind) {
    case 'words':
      return { text: found.text }
    case 'reason': {
      const { code, details } = found
      const reason = reasonOf(code)
      return {
        code,
        text: reason === undefined ? undefined : fillTemplate(reason.sentence, details),
        details,
      }
    }
    case 'hop':
      return { hop: hopValue(found.hop) }
  }
}
