/**
 * A problem as a person reads it: place, code, message, the line with a caret under it, and the hint.
 * Nothing of the file reaches the terminal raw: control characters and directional marks are shown as their code.
 */
import type { Problem } from './problem.ts'
import { withoutMark } from './source-text.ts'

/** Columns of source text that are shown; of a longer line the part around the caret. */
const WIDTH = 100
const TAB = '  '

/** A problem, or whatever else is told of a place with its severity: `file:3:10 warning CODE: message`. */
export interface Told extends Pick<Problem, 'message' | 'hint' | 'span' | 'line' | 'column'> {
  readonly code: string
  readonly severity?: string
}

export function renderProblem(problem: Told, file: string, source: string): string {
  const text = withoutMark(source)
  const [start, end] = problem.span
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = text.indexOf('\n', start)
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '')
  const from = Math.min(start - lineStart, line.length)
  const until = Math.min(Math.max(end - lineStart, from + 1), line.length)
  const window = windowAround(line, from, until)
  const before = shown(line.slice(window.from, from))
  const marked = shown(line.slice(from, Math.min(until, window.until)))
  const after = shown(line.slice(until, window.until))
  const head = window.from > 0 ? '…' : ''
  const tail = window.until < line.length ? '…' : ''
  const margin = `${problem.line} | `
  return [
    headOf(problem, file),
    (margin + head + before + marked + after + tail).trimEnd(),
    ' '.repeat(margin.length + head.length + widthOf(before)) + '^'.repeat(Math.max(1, widthOf(marked))),
    ...(problem.hint === undefined ? [] : [`hint: ${problem.hint}`]),
  ].join('\n')
}

/** The first line alone. */
export function headOf({ line, column, severity, code, message }: Told, file: string): string {
  return `${shown(file)}:${line}:${column} ${severity === undefined ? '' : `${severity} `}${code}: ${message}`
}

/** The part of a long line that is shown; it never cuts a surrogate pair. */
function windowAround(line: string, from: number, until: number): { from: number; until: number } {
  if (line.length <= WIDTH) return { from: 0, until: line.length }
  const middle = Math.min(from + Math.min(until - from, WIDTH / 2) / 2, line.length)
  let first = Math.max(0, Math.min(Math.round(middle - WIDTH / 2), line.length - WIDTH))
  let last = Math.min(line.length, first + WIDTH)
  if (isLowSurrogate(line, first)) first--
  if (isLowSurrogate(line, last)) last++
  return { from: Math.min(first, from), until: last }
}

function isLowSurrogate(line: string, at: number): boolean {
  const unit = line.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Text as it may go to a terminal. */
function shown(text: string): string {
  return text
    .replaceAll('\t', TAB)
    .replace(
      /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
      (character) => `<${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`,
    )
}

/** Columns of a terminal: East Asian wide characters and emoji take two, combining marks none. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue
    width += WIDE.test(character) ? 2 : 1
  }
  return width
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u
