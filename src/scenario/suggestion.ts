/** "Did you mean": a name that is near enough to be a slip, or else the list of what exists. */
import { distance } from 'fastest-levenshtein'

const LONGEST_LIST = 8
/** Names compared for one hint; a file may hold thousands. */
const MOST_COMPARED = 1_000

/** The known name nearest to `written`, where a typing mistake explains the difference. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length > 80) return undefined
  let best: string | undefined
  let bestDistance = Math.ceil(written.length / 3) + 1
  for (const name of known.slice(0, MOST_COMPARED)) {
    const apart = distance(written.toLowerCase(), name.toLowerCase())
    if (apart < bestDistance) {
      best = name
      bestDistance = apart
    }
  }
  return best
}

/** A hint for a name that does not exist: `did you mean "shop"?`, `there is a, b and c`, or `there is none`. */
export function suggest(written: string, known: readonly string[], what = 'there is'): string {
  const near = nearest(written, known)
  if (near !== undefined) return `did you mean "${near}"?`
  return known.length === 0 ? `${what} none` : `${what} ${listing(known)}`
}

/** `a, b and c`, cut where it gets long. */
export function listing(names: readonly string[], conjunction = 'and'): string {
  if (names.length > LONGEST_LIST) return `${names.slice(0, LONGEST_LIST).join(', ')}, … (${names.length})`
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1)}`
}
