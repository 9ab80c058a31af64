/**
 * A scenario file with some values changed, for files that the program writes: comments, order and layout of all the rest stay.
 * The text was read before, so it is one document without mistakes.
 */
import { type Document, isCollection, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Path } from '../cloud/violation.ts'
import type { Value } from './value.ts'

/** Another value at a path; undefined takes it out. Maps on the way are made, where there are none. */
export interface Rewriting {
  readonly path: Path
  readonly value: Value | undefined
}

/** `head`: lines for a comment at the begin, in place of the one that was there; it may tell other things. */
export function rewritten(text: string, changes: readonly Rewriting[], head?: readonly string[]): string {
  const document = parseDocument(text, { version: '1.2', logLevel: 'error' })
  for (const { path, value } of changes) {
    if (value === undefined) document.deleteIn(path)
    else document.setIn(path, nodeOf(document, value, path.length === 1))
  }
  if (head !== undefined) {
    document.commentBefore = head.map((line) => ` ${line}`.trimEnd()).join('\n')
    // What stood above the first key belongs to the comment before it.
    const first = isMap(document.contents) ? document.contents.items[0]?.key : undefined
    if (isScalar(first)) first.commentBefore = null
    if (isMap(document.contents)) document.contents.commentBefore = null
  }
  return document.toString({ lineWidth: 120, flowCollectionPadding: true })
}

/** A section has a line for each of its members, everything else stands in one line. */
function nodeOf(document: Document, value: Value, isSection: boolean) {
  const node = document.createNode(value)
  if (!isSection) inOneLine(node)
  else if (isMap(node)) for (const { value: member } of node.items) inOneLine(member)
  else if (isSeq(node)) for (const member of node.items) inOneLine(member)
  return node
}

function inOneLine(node: unknown): void {
  if (isCollection(node)) node.flow = true
}
