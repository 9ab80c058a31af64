/** Patterns of forwarding rules as they are written: facts/load-balancing 1.5 and 1.6. */

/** How hosts, paths and values are compared. There is no implicit prefix: `/api` is `/api` and nothing else (1.6). */
export interface Pattern {
  /** `wildcard`: `*` is any run of characters, slashes and dots too, `?` is one. `regex` is searched for, not anchored. */
  readonly kind: 'exact' | 'wildcard' | 'regex'
  /** Without the mark of a regular expression; in lower case where case does not count. */
  readonly text: string
  readonly ignoresCase: boolean
  /** A regular expression behind `~*`: whether case counts in it is an open point (9 row 5). */
  readonly isStarred?: true
}

/**
 * Reads a pattern: `~`, or `~*` as the ingress controller writes it, begins a regular expression; `*` or `?` make a
 * wildcard. Regular expressions mind case, although `~*` reads otherwise: so it was measured (facts/load-balancing 1.6, 9
 * row 5). Whether one compiles is for `regular-expression.ts` to say.
 */
export function readPattern(text: string, ignoresCase: boolean): Pattern {
  if (text.startsWith('~*'))
    return { kind: 'regex', text: text.slice(2), ignoresCase: false, isStarred: true }
  if (text.startsWith('~')) return { kind: 'regex', text: text.slice(1), ignoresCase: false }
  const kind = /[*?]/.test(text) ? 'wildcard' : 'exact'
  return { kind, text: ignoresCase ? text.toLowerCase() : text, ignoresCase }
}

/** A pattern as it is told. */
export function formatPattern({ kind, text, isStarred }: Pattern): string {
  return kind === 'regex' ? `${isStarred === true ? '~*' : '~'}${text}` : text
}
