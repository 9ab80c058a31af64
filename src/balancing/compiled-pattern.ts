/**
 * Patterns that can be asked. Regular expressions run in linear time (RE2), because files are written by strangers: no pattern
 * can keep the program busy.
 */
import { RE2JS } from 're2js'
import type { Pattern } from '../cloud/pattern.ts'
import { matchesWildcard } from './wildcard.ts'

export interface CompiledPattern {
  readonly pattern: Pattern
  /** `text` is in lower case where the pattern ignores case. */
  matches(text: string): boolean
  /** What the groups of a regular expression caught, the first at 0; nothing for other patterns and groups that took no part. */
  captures(text: string): readonly string[]
}

/** Throws where a regular expression cannot be read: `whyNotPattern` asks before. */
export function compilePattern(pattern: Pattern): CompiledPattern {
  const { kind, text } = pattern
  switch (kind) {
    case 'exact':
      return { pattern, matches: (asked) => asked === text, captures: () => [] }
    case 'wildcard':
      return { pattern, matches: (asked) => matchesWildcard(text, asked), captures: () => [] }
    case 'regex': {
      const regex = RE2JS.compile(text, pattern.ignoresCase ? RE2JS.CASE_INSENSITIVE : 0)
      return { pattern, matches: (asked) => regex.test(asked), captures: (asked) => groupsOf(regex, asked) }
    }
  }
}

/** What is wrong with the regular expression of a pattern; undefined when it compiles. */
export function whyNotPattern({ kind, text }: Pattern): string | undefined {
  if (kind !== 'regex') return undefined
  try {
    RE2JS.compile(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** How many groups a pattern catches. */
export function countCaptures({ kind, text }: Pattern): number {
  return kind === 'regex' ? RE2JS.compile(text).groupCount() : 0
}

function groupsOf(regex: RE2JS, text: string): string[] {
  const matcher = regex.matcher(text)
  if (!matcher.find()) return []
  return Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1) ?? '')
}
