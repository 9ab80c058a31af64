/** A mistake in a scenario file: a stable code, a place, and a way out. */
import type { Violation } from '../cloud/violation.ts'
import type { Places } from './places.ts'
import type { ProblemCode } from './problem-codes.ts'
import type { SourceText } from './source-text.ts'
import { escapeControls } from './value.ts'

/** Offsets in UTF-16 units, end excluded. */
export type Span = readonly [start: number, end: number]

export interface Problem {
  readonly code: ProblemCode
  readonly message: string
  readonly hint?: string
  readonly span: Span
  /** Both count from 1; a column is a UTF-16 unit, as editors count. */
  readonly line: number
  readonly column: number
  readonly file?: string
}

/** A mistake whose place is a path of the description; the rules of the cloud report in the same shape. */
export interface Report extends Violation {
  readonly code: ProblemCode
}

/** A problem at these offsets. */
export function problemAt(
  source: SourceText,
  span: Span,
  report: { readonly code: ProblemCode; readonly message: string; readonly hint?: string },
): Problem {
  const { code, message, hint } = report
  // The parser may point behind the end of the text, and blocks of YAML end with the white space behind them.
  const start = Math.min(span[0], source.text.length)
  const end = Math.min(Math.max(span[1], start), source.text.length)
  const extent = source.text.slice(start, end).trimEnd().length
  return {
    code,
    // Names of the file may be anything, and hints list them.
    message: escapeControls(message),
    ...(hint === undefined ? {} : { hint: escapeControls(hint) }),
    span: [start, extent === 0 ? end : start + extent],
    ...source.position(start),
    file: source.file,
  }
}

/** Reports with their places, in the order of the file, none twice. */
export function problemsOf(reports: readonly Report[], places: Places, source: SourceText): Problem[] {
  return sorted(
    reports.map((report) => {
      const span = report.at === 'key' ? places.key(report.path) : places.value(report.path)
      return problemAt(source, span, report)
    }),
  )
}

/** Sorted by place, then by code; what says the same of the same place is said once. */
export function sorted(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return [...problems]
    .sort((a, b) => a.span[0] - b.span[0] || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
    .filter(({ code, message, span }) => {
      const key = `${span[0]} ${code} ${message}`
      return seen.has(key) ? false : seen.add(key)
    })
}
