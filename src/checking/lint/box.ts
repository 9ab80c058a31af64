/**
 * Sets of packets as boxes: on each axis an interval, both ends included. Boxes are cut exactly, so that a proof about a
 * rule list holds for every packet and not for a sample of them.
 */

/** `[first, last]` of each axis, one behind the other; all boxes of one order have the same axes. */
export type Box = readonly number[]

/** Have `a` and `b` a packet in common? */
export function meets(a: Box, b: Box): boolean {
  for (let at = 0; at < a.length; at += 2) if (a[at]! > b[at + 1]! || b[at]! > a[at + 1]!) return false
  return true
}

/** The packets that `a` and `b` have in common; they must meet. */
export function intersection(a: Box, b: Box): Box {
  return a.map((bound, at) => (at % 2 === 0 ? Math.max(bound, b[at]!) : Math.min(bound, b[at]!)))
}

/** `box` without `hole`, which it must meet: boxes that do not meet each other. */
export function without(box: Box, hole: Box): Box[] {
  const parts: Box[] = []
  let rest = box
  for (let at = 0; at < box.length; at += 2) {
    const first = hole[at]!
    const last = hole[at + 1]!
    if (rest[at]! < first) parts.push(rest.with(at + 1, first - 1))
    if (rest[at + 1]! > last) parts.push(rest.with(at, last + 1))
    rest = rest.with(at, Math.max(rest[at]!, first)).with(at + 1, Math.min(rest[at + 1]!, last))
  }
  return parts
}
