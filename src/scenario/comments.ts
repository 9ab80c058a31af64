/** Comments of a file that speak to us: `# lint-ignore CODE`. YAML's own lexer tells them from text with a `#` in it. */
import { Lexer } from 'yaml'
import type { Ignore } from '../checking/lint/ignore.ts'
import { SourceText } from './source-text.ts'

/** What the lexer puts between the pieces of the text. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f', '\ufeff'])
const SCALAR = '\u001f'
const CODE = /^[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]$/

/** All lint-ignore comments, in the order of the file. The text must be YAML. */
export function readIgnores(text: string): Ignore[] {
  const source = new SourceText(text, '')
  const lines = source.text.split('\n')
  const ignores: Ignore[] = []
  let offset = 0
  let before = ''
  for (const piece of new Lexer().lex(source.text)) {
    if (piece.startsWith('#') && before !== SCALAR) {
      const words = /^#+\s*lint-ignore(?![\w-])[\s:]*(.*)$/.exec(piece)?.[1]
      if (words !== undefined) {
        const { line, column } = source.position(offset)
        const stands = (lines[line - 1] ?? '').slice(0, column - 1).trim() === ''
        ignores.push({ line, column, covers: stands ? nextLine(lines, line) : line, codes: codesOf(words) })
      }
    }
    if (!MARKS.has(piece)) offset += piece.length
    before = piece
  }
  return ignores
}

/** The first word is meant as a code whatever it looks like, further ones where they look like codes; the rest is prose. */
function codesOf(words: string): string[] {
  const [first, ...rest] = words.split(/[\s,]+/).filter((word) => word !== '')
  if (first === undefined) return []
  const clean = rest.map((word) => word.replace(/[:.;]$/, ''))
  const end = clean.findIndex((word) => !CODE.test(word))
  return [first.replace(/[:.;]$/, ''), ...(end < 0 ? clean : clean.slice(0, end))]
}

/** The number of the next line that is more than a comment. */
function nextLine(lines: readonly string[], line: number): number {
  let next = line
  while (next < lines.length && /^\s*(#.*)?$/.test(lines[next]!)) next++
  return Math.min(next, lines.length - 1) + 1
}
