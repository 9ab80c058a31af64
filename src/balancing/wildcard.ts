/**
 * Does a text match a pattern of `*` and `?`? Both mean any character, slashes and dots too (facts/load-balancing 1.6). Goes
 * back to the last `*` only, so the work is at most pattern times text, and never explodes.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0
  let seen = 0
  let star = -1
  let resume = 0
  while (seen < text.length) {
    const code = at < pattern.length ? pattern.charCodeAt(at) : -1
    if (code === STAR) {
      star = at++
      resume = seen
    } else if (code === QUESTION_MARK || code === text.charCodeAt(seen)) {
      at++
      seen++
    } else if (star >= 0) {
      // The star takes one character more.
      at = star + 1
      seen = ++resume
    } else return false
  }
  while (at < pattern.length && pattern.charCodeAt(at) === STAR) at++
  return at === pattern.length
}

const STAR = 42
const QUESTION_MARK = 63
