/** Texts in which «…» marks where a problem is expected; the marks are no part of the text. */

export interface Marked {
  readonly text: string
  readonly spans: readonly (readonly [start: number, end: number])[]
}

export function unmark(marked: string): Marked {
  const spans: [number, number][] = []
  let text = ''
  for (const character of marked) {
    if (character === '«') spans.push([text.length, -1])
    else if (character === '»') spans.findLast(([, end]) => end < 0)![1] = text.length
    else text += character
  }
  return { text, spans }
}

/** Line and column of an offset, counted the slow way. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: lines.at(-1)!.length + 1 }
}
