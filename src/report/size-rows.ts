/** Lines of `simulate size`: headings, and rows of a mark, a value and what is said of it. */
import type { Page } from './page.ts'

/** `other`: neither the answer nor a failure. */
export type Mark = 'answer' | 'failed' | 'other'

export function headingLines(text: string, page: Page): string[] {
  return page.paragraph('', text).map((line) => page.heading(line))
}

/** `  ✓ 4    held with 5 seeds`: the text is wrapped behind the value, which has `width` columns. */
export function rowLines(mark: Mark, value: string, width: number, text: string, page: Page): string[] {
  const [first = '', ...rest] = page.paragraph(' '.repeat(4 + width), text)
  return [`  ${glyphOf(mark, page)} ${value.padEnd(width)}${first.trimStart()}`, ...rest]
}

function glyphOf(mark: Mark, { glyphs, paint }: Page): string {
  switch (mark) {
    case 'answer':
      return paint('good', glyphs.held)
    case 'failed':
      return paint('bad', glyphs.failed)
    case 'other':
      return glyphs.dot
  }
}
