/** `always`, `never` and `sometimes` over the spans that count. */
import type { Span } from '../trace/summary.ts'
import type { Mode } from './expectation.ts'

export interface Weighed<S> {
  readonly status: 'held' | 'failed' | 'notExercised'
  /** Spans that break an `always` or a `never`, or that fulfil a `sometimes`. */
  readonly witnesses: readonly S[]
}

/** Spans that say nothing, such as those in which nobody asked, are left out before. */
export function weigh<S extends Span>(
  mode: Mode,
  spans: readonly S[],
  isSo: (span: S) => boolean,
): Weighed<S> {
  const witnesses = spans.filter((span) => isSo(span) === (mode !== 'always'))
  if (mode === 'sometimes') return { status: witnesses.length > 0 ? 'held' : 'failed', witnesses }
  if (spans.length === 0) return { status: 'notExercised', witnesses }
  return { status: witnesses.length > 0 ? 'failed' : 'held', witnesses }
}

/** Spans that touch and are of one kind become one, told by its first. */
export function join<S extends Span>(spans: readonly S[], areOneKind: (a: S, b: S) => boolean): S[] {
  const joined: S[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last?.untilUs === span.fromUs && areOneKind(last, span))
      joined[joined.length - 1] = { ...last, untilUs: span.untilUs }
    else joined.push(span)
  }
  return joined
}
