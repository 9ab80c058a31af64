/** A change of the configuration for a person: what it does, where it is written, and the lines to take out and put in. */
import type { ToldEdit } from '../checking/edit.ts'
import type { Page } from './page.ts'

/** On a page, behind `head`; lines after the first are indented by `indent`. */
export function editLines(edit: ToldEdit, head: string, indent: string, file: string, page: Page): string[] {
  return [
    ...page.paragraph(head, sentenceOf(edit)),
    ...page.paragraph(indent, placeOf(edit, file)).map((line) => page.paint('dim', line)),
    ...edit.lines.flatMap(({ sign, text }) => {
      const blanks = /^ */.exec(text)![0]
      return page
        .paragraph(`${indent}${sign} ${blanks}`, text)
        .map((line) => page.paint(sign === '+' ? 'good' : 'bad', line))
    }),
  ]
}

/** The same, plain and as long as it is. */
export function editText(edit: ToldEdit, file: string): string[] {
  return [sentenceOf(edit), placeOf(edit, file), ...edit.lines.map(({ sign, text }) => `${sign} ${text}`)]
}

/** `this change`, `these 2 changes` */
export function countChanges({ length }: readonly ToldEdit[]): string {
  return length === 1 ? 'this change' : `these ${length} changes`
}

function sentenceOf({ words }: ToldEdit): string {
  return `${words[0]!.toUpperCase()}${words.slice(1)}:`
}

function placeOf({ origin }: ToldEdit, file: string): string {
  return origin.line > 0 ? `${file}:${origin.line}:${origin.column} ${origin.path}` : `new: ${origin.path}`
}
