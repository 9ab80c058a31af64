/** Regular expressions of patterns, asked when they are written: do they compile, and how many groups do they catch? */
import { RE2JS } from 're2js'

/** What is wrong with a regular expression, and where in it; undefined when it compiles. */
export function whyNotRegex(text: string): { readonly message: string; readonly at: number } | undefined {
  try {
    RE2JS.compile(text)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    // The message ends with the piece that could not be read, in quotes of its own.
    const piece = /`(.*)`/s.exec(message)?.[1] ?? ''
    const at = piece === '' ? -1 : text.indexOf(piece)
    const reason = message.replace(/^error parsing regexp: /, '').replace(/: `.*`$/s, '')
    return { message: reason, at: at < 0 ? text.length : at }
  }
}

/** How many groups it catches; it has to compile. */
export function countGroups(text: string): number {
  return RE2JS.compile(text).groupCount()
}
