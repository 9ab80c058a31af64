/** Lints the text of a scenario that must be good. */
import { withoutIgnored } from '../../../src/checking/lint/ignore.ts'
import { type LintFinding, lint } from '../../../src/checking/lint/lint.ts'
import { LINT_REASONS } from '../../../src/checking/lint/reasons.ts'
import type { Topology } from '../../../src/cloud/topology.ts'
import { readIgnores } from '../../../src/scenario/comments.ts'
import { mapFile } from '../../../src/scenario/locate.ts'
import { NOTICE_REASONS } from '../../../src/scenario/notice-reasons.ts'
import { nearest } from '../../../src/scenario/suggestion.ts'
import { read } from '../../scenario/read.ts'

const reasons = new Map([...LINT_REASONS, ...NOTICE_REASONS].map((reason) => [reason.code, reason]))
const reasonOf = (code: string) => reasons.get(code)

export function lintText(text: string): readonly LintFinding[] {
  return lint(read(text), { reasonOf, locate: mapFile(text, 'good.yaml').locate })
}

/** The codes for a scenario that no file can say yet, or ever: `change` makes it of one that can be read. */
export function codesWith(text: string, change: (topology: Topology) => Topology): string[] {
  const scenario = read(text)
  const changed = { ...scenario, topology: change(scenario.topology) }
  return lint(changed, { reasonOf }).map(({ code }) => code)
}

/** As the command tells them: comments heeded. */
export function remainingIn(text: string) {
  const codes = new Set(reasons.keys())
  return withoutIgnored(lintText(text), readIgnores(text), {
    reasonOf,
    codes,
    nearest: (code) => nearest(code, [...codes]),
  })
}

/** The one finding with this code. */
export function theOne(text: string, code: string): LintFinding {
  const found = lintText(text).filter((each) => each.code === code)
  if (found.length !== 1)
    throw new Error(`${found.length} findings ${code}: ${lintText(text).map((each) => each.code)}`)
  return found[0]!
}
