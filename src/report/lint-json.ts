/**
 * Findings of lint for a program. The shape is `vpcsim.lint/1`, described in `docs/json-output.md` and by
 * `schema/lint.schema.json`. Keys always come in the same order; what is not known is absent, never null.
 */
import type { LintFinding } from '../checking/lint/lint.ts'
import type { ToldProblem } from './json.ts'

export const LINT_FORMAT = 'vpcsim.lint/1'

/** What became of one file. */
export type LintOutcome =
  | {
      readonly kind: 'linted'
      readonly file: string
      readonly findings: readonly LintFinding[]
      /** Findings that comments of the file keep from being told. */
      readonly ignored: number
    }
  | { readonly kind: 'invalid'; readonly file: string; readonly problems: readonly ToldProblem[] }
  | { readonly kind: 'crashed'; readonly file: string; readonly message: string }

/** The whole output: one document, however many files. */
export function renderLintJson(outcomes: readonly LintOutcome[], version: string, exitCode: number): string {
  const document = { format: LINT_FORMAT, version, exitCode, files: outcomes.map(outcomeValue) }
  return `${JSON.stringify(document, null, 2)}\n`
}

function outcomeValue(outcome: LintOutcome): object {
  const { file } = outcome
  switch (outcome.kind) {
    case 'linted': {
      const { findings, ignored } = outcome
      const result = findings.length === 0 ? 'clean' : 'found'
      return { file, result, ignored, findings: findings.map(findingValue) }
    }
    case 'invalid':
      return { file, result: 'invalid', problems: outcome.problems }
    case 'crashed':
      return { file, result: 'crashed', message: outcome.message }
  }
}

function findingValue({ code, severity, message, origin, also, fix }: LintFinding): object {
  return {
    code,
    severity,
    message,
    origin: placeValue(origin),
    also: also.map(placeValue),
    fix,
  }
}

function placeValue({ path, line, column }: LintFinding['origin']): object {
  return { path, line, column }
}
