/** Writes proven edits into a scenario file, knowing nothing but what is printed: paths and lines. */
import { type Document, isMap, parse, parseDocument } from 'yaml'
import type { EditPlace, ToldEdit } from '../../src/checking/edit.ts'

export function applyEdits(text: string, edits: readonly ToldEdit[]): string {
  const document = parseDocument(text)
  for (const { origin, lines, also = [] } of edits)
    for (const place of [{ origin, lines }, ...also]) applyPlace(document, place)
  return document.toString({ lineWidth: 0 })
}

function applyPlace(document: Document, { origin, lines }: EditPlace): void {
  const path = stepsOf(origin.path)
  const last = path.at(-1)!
  const plus = lines.filter(({ sign }) => sign === '+').map(({ text }) => text)
  if (plus.length === 0) {
    if (document.getIn(path) === undefined) throw new Error(`nothing to take out at ${origin.path}`)
    document.deleteIn(path)
    return
  }
  const value: unknown = parse(plus.join('\n'))
  if (!Array.isArray(value)) {
    if (!(value instanceof Object) || Object.keys(value).length !== 1 || !(last in value))
      throw new Error(`the lines do not set ${origin.path}: ${plus.join('; ')}`)
    set(document, path, (value as Record<string, unknown>)[String(last)])
    return
  }
  const isItem = typeof last === 'number'
  const list = isItem ? path.slice(0, -1) : path
  const items = listAt(document, list)
  set(document, list, items.toSpliced(isItem ? last : items.length, 0, ...value))
}

/** What the file leaves out, or leaves empty, comes into being on the way. */
function set(document: Document, path: readonly (string | number)[], value: unknown): void {
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length)
    const found = document.getIn(parent)
    if (found === undefined || found === null) document.setIn(parent, document.createNode({}))
    else if (isMap(found) && typeof path[length] === 'number')
      throw new Error(`no list at ${parent.join('.')}`)
  }
  document.setIn(path, document.createNode(value))
}

function listAt(document: Document, path: readonly (string | number)[]): unknown[] {
  let here: unknown = document.toJS()
  for (const step of path) here = (here as Record<string | number, unknown> | undefined)?.[step]
  return (here as unknown[] | undefined) ?? []
}

function stepsOf(path: string): (string | number)[] {
  if (path.startsWith('dns.')) return ['dns', path.slice('dns.'.length)]
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index))
}
