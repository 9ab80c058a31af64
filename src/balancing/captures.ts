/**
 * What `${1}` to `${3}` stand for: the groups of the regular expression by which the path condition matched
 * (facts/load-balancing 1.6). Wildcards catch nothing. Where several patterns match, the first one with groups counts (assumed).
 */
import type { Condition } from '../cloud/forwarding-rule.ts'
import { countGroups } from '../cloud/regular-expression.ts'
import { compilePattern, type RegexReadings } from './compiled-pattern.ts'

export type CaptureOf = (path: string) => readonly string[]

const NOTHING: readonly string[] = []

export function compileCaptures(conditions: readonly Condition[], readings: RegexReadings): CaptureOf {
  const patterns = conditions
    .flatMap((condition) => (condition.kind === 'path' ? condition.patterns : []))
    .filter(({ kind, text }) => kind === 'regex' && countGroups(text) > 0)
    .map((pattern) => compilePattern(pattern, readings))
  if (patterns.length === 0) return () => NOTHING
  return (path) => {
    for (const pattern of patterns) {
      const caught = pattern.captures(path)
      if (caught.length > 0) return caught
    }
    return NOTHING
  }
}
