/** Status codes of conditions as they are written: `404` or `200-233` (facts/load-balancing 1.5). */
import type { StatusRange } from './forwarding-rule.ts'

/** Undefined where the text is neither. Whether the codes exist is for the rules of the cloud. */
export function readStatusRange(text: string): StatusRange | undefined {
  const found = /^(\d{3})(?:-(\d{3}))?$/.exec(text)
  if (found === null) return undefined
  const first = Number(found[1])
  return { first, last: found[2] === undefined ? first : Number(found[2]) }
}
