/**
 * Patterns that can be asked. Regular expressions run in linear time (RE2), because files are written by strangers: no pattern
 * can keep the program busy.
 */
import { RE2JS } from 're2js'
import { type Assumptions, assumptionsWith } from '../cloud/assumptions.ts'
import type { Pattern } from '../cloud/pattern.ts'
import { whyNotRegex } from '../cloud/regular-expression.ts'
import { isQuick, plainRegex } from './plain-regex.ts'
import { matchesWildcard } from './wildcard.ts'

export interface CompiledPattern {
  readonly pattern: Pattern
  /** `text` is in lower case where the pattern ignores case. */
  matches(text: string): boolean
  /** What the groups of a regular expression caught, the first at 0; nothing for other patterns and groups that took no part. */
  captures(text: string): readonly string[]
}

/** How regular expressions are read, where the documents leave it open (facts/load-balancing 9 rows 5 and 6). */
export type RegexReadings = Pick<Assumptions, 'regexCase' | 'regexAnchoring'>

/** The readings that hold where nobody says otherwise. */
export const REGEX_DEFAULTS: RegexReadings = assumptionsWith()

/** Throws a RangeError where a regular expression cannot be read: `whyNotRegex` asks before. */
export function compilePattern(pattern: Pattern, readings: RegexReadings = REGEX_DEFAULTS): CompiledPattern {
  const { kind, text } = pattern
  switch (kind) {
    case 'exact':
      return { pattern, matches: (asked) => asked === text, captures: () => [] }
    case 'wildcard':
      return { pattern, matches: (asked) => matchesWildcard(text, asked), captures: () => [] }
    case 'regex':
      return { pattern, ...compileRegex(pattern, readings) }
  }
}

function compileRegex(pattern: Pattern, readings: RegexReadings): Omit<CompiledPattern, 'pattern'> {
  const { text } = pattern
  const isBlind = ignoresCase(pattern, readings)
  const isWhole = readings.regexAnchoring === 'whole'
  const plain = isBlind ? undefined : plainRegex(text, isWhole)
  let compiled: RE2JS | undefined
  // About 10 KB each: a plain one may never be asked for it.
  const regex = () => {
    compiled ??= readRegex(text, isBlind)
    return compiled
  }
  if (plain === undefined) regex()
  const inTime = (asked: string) => (isWhole ? regex().matches(asked) : regex().test(asked))
  return {
    matches:
      plain === undefined
        ? inTime
        : (asked) => (isQuick(plain, asked) ? plain.regex.test(asked) : inTime(asked)),
    captures: (asked) => groupsOf(regex(), asked, isWhole),
  }
}

function readRegex(text: string, isBlind: boolean): RE2JS {
  try {
    return RE2JS.compile(text, isBlind ? RE2JS.CASE_INSENSITIVE : 0)
  } catch (error) {
    throw new RangeError(`~${text}: ${whyNotRegex(text)?.message ?? String(error)}`)
  }
}

/**
 * What a text must begin with to match; the pattern still has to be asked. Empty where nothing is sure: a regular expression
 * that may match anywhere, or in which case does not count.
 */
export function literalBeginning(pattern: Pattern, readings: RegexReadings): string {
  const { kind, text } = pattern
  switch (kind) {
    case 'exact':
      return text
    case 'wildcard':
      return /^[^*?]*/.exec(text)![0]
    case 'regex': {
      const isAnchored = text.startsWith('^') || readings.regexAnchoring === 'whole'
      if (!isAnchored || ignoresCase(pattern, readings) || text.includes('|') || text.includes('(?'))
        return ''
      // A character before a quantifier need not be there.
      return /^\^?((?:[A-Za-z0-9/_~&@:-](?![*+?{]))*)/.exec(text)![1]!
    }
  }
}

function ignoresCase({ ignoresCase, isStarred }: Pattern, { regexCase }: RegexReadings): boolean {
  return ignoresCase || (isStarred === true && regexCase === 'insensitive')
}

function groupsOf(regex: RE2JS, text: string, isWhole: boolean): string[] {
  const matcher = regex.matcher(text)
  if (!(isWhole ? matcher.matches() : matcher.find())) return []
  return Array.from({ length: matcher.groupCount() }, (_, index) => matcher.group(index + 1) ?? '')
}
