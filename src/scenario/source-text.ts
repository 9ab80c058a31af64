/** The text of a file, and which line an offset is on. */
import { LineCounter } from 'yaml'

export class SourceText {
  readonly file: string
  readonly text: string
  readonly #lines = new LineCounter()

  /** A byte order mark is no part of the text. */
  constructor(text: string, file: string) {
    this.text = withoutMark(text)
    this.file = file
    // The parser would fill the counter as well, but only as far as it gets.
    this.#lines.addNewLine(0)
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1))
      this.#lines.addNewLine(at + 1)
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.text.length))
    return { line, column: col }
  }
}

export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}
