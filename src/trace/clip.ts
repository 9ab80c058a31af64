/** The parts of spans that lie in a window `[fromUs, untilUs)`. */
import type { Span } from './summary.ts'

/** `spans` are sorted and do not overlap. Costs a binary search and the spans that it returns. */
export function clip<S extends Span>(spans: readonly S[], fromUs: number, untilUs: number): S[] {
  const clipped: S[] = []
  for (let index = firstEndingAfter(spans, fromUs); index < spans.length; index++) {
    const span = spans[index]!
    if (span.fromUs >= untilUs) break
    clipped.push({ ...span, fromUs: Math.max(span.fromUs, fromUs), untilUs: Math.min(span.untilUs, untilUs) })
  }
  return fromUs < untilUs ? clipped : []
}

function firstEndingAfter(spans: readonly Span[], instantUs: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (spans[middle]!.untilUs <= instantUs) low = middle + 1
    else high = middle
  }
  return low
}
