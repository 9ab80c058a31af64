/**
 * Regular expressions so plain that the engine of the language may run them: it is ten times as fast as RE2, but goes back and
 * forth where an expression repeats. Each repetition, and a beginning that is not anchored, may cost one more factor of the
 * length of the text; where the product is too large, RE2 is asked instead.
 */

export interface PlainRegex {
  readonly regex: RegExp
  /** The work is at most the length of the text to this power, times that of the expression. */
  readonly power: number
}

/** More than a path has steps for; about a millisecond. */
const MAX_WORK = 100_000

/** Literals, escaped marks, classes without escapes, `.`, groups without repetition, `*` and `+`, `^` and `$` at the ends. */
const PLAIN =
  /^\^?(?:(?:[A-Za-z0-9/_~&@:%=,-]|\\[./+*?$^()[\]-]|\.|\[\^?[A-Za-z0-9/_.~-]+\])[*+]?|\(|\)(?![*+]))*\$?$/

/** Undefined for an expression that is not plain; both engines read the plain ones alike. */
export function plainRegex(text: string, isWhole: boolean): PlainRegex | undefined {
  if (!PLAIN.test(text) || !hasFlatGroups(text)) return undefined
  // `.` is every character but the end of a line, of which JavaScript knows more than RE2.
  const source = text.replace(/\\.|\[[^\]]*\]|\./g, (part) => (part === '.' ? '[^\\n]' : part))
  const repetitions = text.replace(/\\.|\[[^\]]*\]/g, '').replace(/[^*+]/g, '').length
  const power = repetitions + (text.startsWith('^') || isWhole ? 0 : 1)
  return { regex: new RegExp(isWhole ? `^(?:${source})$` : source, 'u'), power }
}

/** Is the text short enough for the engine of the language? */
export function isQuick({ power }: PlainRegex, text: string): boolean {
  return power <= 1 || text.length ** power <= MAX_WORK
}

/** Groups stand beside each other, none is empty, and none in another: nothing in them is repeated. */
function hasFlatGroups(text: string): boolean {
  const marks = text.replace(/\\.|\[[^\]]*\]/g, 'x')
  return !/\(\)|\([^)]*\(|\([^)]*$|^[^(]*\)|\)[^(]*\)/.test(marks)
}
