/**
 * Text as it takes room on a terminal. Names come from files that we do not trust: nothing they hold may move the cursor,
 * change a colour or turn the reading direction, so control and format characters are shown as escapes.
 */

/** C0, DEL, C1, zero-width and direction marks, line separators, lone surrogates, private use. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu
const NOT_PLAIN = /[^\x20-\x7e]/
const NOT_ASCII = /[^\x20-\x7e]/gu
const COMBINING = /\p{M}/u
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

const SPELLED: Readonly<Record<string, string>> = {
  '→': '->',
  '←': '<-',
  '–': '-',
  '—': '-',
  '…': '...',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '·': '-',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
}

/** `text` with every character that is not plainly visible written as an escape; line breaks become spaces. */
export function printable(text: string): string {
  if (!NOT_PLAIN.test(text)) return text
  return text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll('\t', ' ')
    .replaceAll(UNSAFE, escapeOf)
}

/** As `printable`, in ASCII alone. */
export function printableAscii(text: string): string {
  return printable(text).replaceAll(NOT_ASCII, (character) => SPELLED[character] ?? escapeOf(character))
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}

/** Columns that printable text takes. */
export function widthOf(text: string): number {
  if (!NOT_PLAIN.test(text)) return text.length
  let width = 0
  for (const character of text) width += widthOfCharacter(character)
  return width
}

function widthOfCharacter(character: string): number {
  if (!NOT_PLAIN.test(character)) return 1
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** At most `width` columns of `text`; where something is cut, `ellipsis` stands at the cut. */
export function clip(text: string, width: number, ellipsis = '…'): string {
  if (widthOf(text) <= width) return text
  const room = width - widthOf(ellipsis)
  if (room < 0) return takeColumns(text, width)
  return takeColumns(text, room) + ellipsis
}

function takeColumns(text: string, width: number): string {
  let taken = ''
  let used = 0
  for (const character of text) {
    used += widthOfCharacter(character)
    if (used > width) break
    taken += character
  }
  return taken
}

/** `text` in exactly `width` columns, filled with spaces behind. */
export function fillColumns(text: string, width: number, ellipsis = '…'): string {
  const clipped = clip(text, width, ellipsis)
  return clipped + ' '.repeat(Math.max(0, width - widthOf(clipped)))
}

/** Lines of at most `width` columns, broken between words; a word that is longer is broken where it must. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (let word of text.split(' ')) {
    if (word === '') continue
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`
      continue
    }
    if (line !== '') lines.push(line)
    while (widthOf(word) > width) {
      const head = takeColumns(word, width) || word.slice(0, 1)
      lines.push(head)
      word = word.slice(head.length)
    }
    line = word
  }
  if (line !== '') lines.push(line)
  return lines
}
