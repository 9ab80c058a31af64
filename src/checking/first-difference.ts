/** Where two courses part. */
import type { Span } from '../trace/summary.ts'

/** The first two spans that share an instant and are not alike, and that instant. */
export interface Parting<S> {
  readonly atUs: number
  readonly a: S
  readonly b: S
}

/** Both are sorted and leave no gaps. Costs one step for each span before the difference. */
export function firstDifference<S extends Span>(
  as: readonly S[],
  bs: readonly S[],
  areAlike: (a: S, b: S) => boolean,
): Parting<S> | undefined {
  let inA = 0
  let inB = 0
  while (inA < as.length && inB < bs.length) {
    const a = as[inA]!
    const b = bs[inB]!
    if (!areAlike(a, b)) return { atUs: Math.max(a.fromUs, b.fromUs), a, b }
    if (a.untilUs <= b.untilUs) inA++
    if (b.untilUs <= a.untilUs) inB++
  }
  return undefined
}
