/** What a comment of the file keeps lint from telling: `# lint-ignore CODE` on the line of the finding, or above it. */
import type { Reason } from '../../cloud/reason.ts'
import { inOrder, type LintFinding } from './lint.ts'

export interface Ignore {
  /** Where the comment stands; both count from 1. */
  readonly line: number
  readonly column: number
  /** The line it speaks of. */
  readonly covers: number
  /** As they are written; none is a mistake of its own. */
  readonly codes: readonly string[]
}

export interface Remaining {
  readonly findings: readonly LintFinding[]
  /** How many findings the comments keep from being told. */
  readonly ignored: number
}

export interface IgnoreOptions {
  reasonOf(code: string): Reason | undefined
  /** Every code that lint can tell. */
  readonly codes: ReadonlySet<string>
  /** The code that may have been meant. */
  nearest(code: string): string | undefined
}

/** The findings that no comment hides, and what is wrong with the comments themselves. */
export function withoutIgnored(
  findings: readonly LintFinding[],
  ignores: readonly Ignore[],
  { reasonOf, codes, nearest }: IgnoreOptions,
): Remaining {
  const ignored = new Set<LintFinding>()
  const own: LintFinding[] = []
  const tell = (code: string, { line, column }: Ignore, message: string, fix?: string) => {
    const reason = reasonOf(code)
    own.push({
      code,
      severity: reason?.severity ?? 'warning',
      message,
      origin: { line, column },
      also: [],
      fix: fix ?? reason?.fix ?? '',
    })
  }
  for (const ignore of ignores) {
    if (ignore.codes.length === 0) tell('LINT_IGNORE_UNKNOWN', ignore, 'the comment names no code')
    for (const code of ignore.codes) {
      if (!codes.has(code)) {
        const near = nearest(code)
        const fix = near === undefined ? undefined : `Did you mean ${near}?`
        tell('LINT_IGNORE_UNKNOWN', ignore, `lint knows no code ${JSON.stringify(code)}`, fix)
        continue
      }
      const hidden = findings.filter((each) => each.code === code && each.origin.line === ignore.covers)
      for (const finding of hidden) ignored.add(finding)
      if (hidden.length === 0)
        tell('LINT_IGNORE_UNUSED', ignore, `nothing on line ${ignore.covers} is ${code}`)
    }
  }
  const told = findings.filter((each) => !ignored.has(each))
  return { findings: inOrder([...told, ...own]), ignored: ignored.size }
}
