/** A change of the configuration for a person: what it does, where it is written, and the lines to take out and put in. */
import type { EditPlace, ToldEdit } from '../checking/edit.ts'
import type { Page } from './page.ts'

/** On a page, behind `head`; lines after the first are indented by `indent`. */
export function editLines(edit: ToldEdit, head: string, indent: string, file: string, page: Page): string[] {
  return [
    ...page.paragraph(head, sentenceOf(edit)),
    ...placesOf(edit).flatMap((place) => [
      ...page.paragraph(indent, placeText(place, file)).map((line) => page.paint('dim', line)),
      ...place.lines.flatMap(({ sign, text }) => {
        const blanks = /^ */.exec(text)![0]
        return page
          .paragraph(`${indent}${sign} ${blanks}`, text)
          .map((line) => page.paint(sign === '+' ? 'good' : 'bad', line))
      }),
    ]),
  ]
}

/** The same, plain and as long as it is. */
export function editText(edit: ToldEdit, file: string): string[] {
  return [
    sentenceOf(edit),
    ...placesOf(edit).flatMap((place) => [
      placeText(place, file),
      ...place.lines.map(({ sign, text }) => `${sign} ${text}`),
    ]),
  ]
}

/** `this change`, `these 2 changes` */
export function countChanges({ length }: readonly ToldEdit[]): string {
  return length === 1 ? 'this change' : `these ${length} changes`
}

function sentenceOf({ words }: ToldEdit): string {
  return `${words[0]!.toUpperCase()}${words.slice(1)}:`
}

function placesOf({ origin, lines, also = [] }: ToldEdit): EditPlace[] {
  return [{ origin, lines }, ...also]
}

function placeText({ origin }: EditPlace, file: string): string {
  if (origin.path === '') return 'in the question, not in the file'
  return origin.line > 0 ? `${file}:${origin.line}:${origin.column} ${origin.path}` : `new: ${origin.path}`
}
