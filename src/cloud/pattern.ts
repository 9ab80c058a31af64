/** Patterns of forwarding rules as they are written: facts/load-balancing 1.5 and 1.6. */

/** How hosts, paths and values are compared. There is no implicit prefix: `/api` is `/api` and nothing else (1.6). */
export interface Pattern {
  /** `wildcard`: `*` is any run of characters, slashes and dots too, `?` is one. `regex` is searched for, not anchored. */
  readonly kind: 'exact' | 'wildcard' | 'regex'
  /** Without the mark of a regular expression; in lower case where case does not count. */
  readonly text: string
  readonly ignoresCase: boolean
}

/**
 * Reads a pattern: `~`, or `~*` as the ingress controller writes it, begins a regular expression; `*` or `?` make a
 * wildcard. Regular expressions mind case, although `~*` reads otherwise: so it was measured (facts/load-balancing 1.6, 9
 * row 5). Whether one compiles is for `balancing/compiled-pattern.ts` to say.
 */
export function readPattern(text: string, ignoresCase: boolean): Pattern {
  if (text.startsWith('~'))
    return { kind: 'regex', text: text.startsWith('~*') ? text.slice(2) : text.slice(1), ignoresCase: false }
  const kind = /[*?]/.test(text) ? 'wildcard' : 'exact'
  return { kind, text: ignoresCase ? text.toLowerCase() : text, ignoresCase }
}

/** A pattern as it is told. */
export function formatPattern({ kind, text }: Pattern): string {
  return kind === 'regex' ? `~${text}` : text
}
