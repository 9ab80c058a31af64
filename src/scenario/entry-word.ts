/** Entries of the timeline and of the expectations have no type key: they are known by a word among their keys. */
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'
import { notModelled, unknownAmong } from './schema-reports.ts'
import { listing } from './suggestion.ts'
import type { ValueMap } from './value.ts'

/** The word by which an entry is known: exactly one of `words`. Reports otherwise. */
export function wordOf(
  entry: ValueMap,
  words: readonly string[],
  later: readonly string[],
  others: readonly string[],
  path: Path,
  reports: Report[],
): string | undefined {
  const keys = Object.keys(entry)
  const found = keys.filter((key) => words.includes(key))
  // `{ abort: shop, rollback: true }` and `{ start: … }` beside others: the first word of the table order decides.
  const names = found.filter((key) => !(key === 'rollback' && found.includes('abort')))
  if (names.length === 1) return names[0]
  if (names.length > 1) {
    reports.push({
      code: 'KEYS_EXCLUSIVE',
      message: `${listing(names)} stand in one entry`,
      hint: 'write an entry for each',
      path,
    })
    return undefined
  }
  const planned = keys.find((key) => later.includes(key))
  const unknown = keys.filter((key) => !others.includes(key))
  if (planned !== undefined) reports.push(notModelled(planned, [...path, planned]))
  else if (unknown.length === 1) reports.push(unknownAmong(unknown[0]!, words, [...path, unknown[0]!]))
  else
    reports.push({
      code: 'MISSING_KEY',
      message: 'the entry does not say what it is about',
      hint: `one of ${words.join(', ')}`,
      path,
      at: 'key',
    })
  return undefined
}
