/**
 * Kubernetes manifests as they stand in a file: several documents, each an object with a kind and a name. Positions stay, so
 * that what is wrong with an annotation is told with its line.
 */
import type { Path } from '../cloud/violation.ts'
import { readDocuments } from '../scenario/document.ts'
import type { Places } from '../scenario/places.ts'
import type { Problem } from '../scenario/problem.ts'
import type { SourceText } from '../scenario/source-text.ts'
import { isMap, type Value, valueAt, within } from '../scenario/value.ts'

export interface Manifest {
  readonly kind: string
  readonly name: string
  /** `default` where none is written. */
  readonly namespace: string
  readonly value: Value
  readonly places: Places
  readonly source: SourceText
}

/** The objects of a file, those of a `List` too; documents that are no object of Kubernetes are left out. */
export function readManifests(
  text: string,
  file: string,
):
  | { readonly ok: true; readonly manifests: readonly Manifest[] }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const read = readDocuments(text, file)
  if (!read.ok) return read
  const problems = read.documents.flatMap((document) => document.problems)
  if (problems.length > 0) return { ok: false, problems }
  const manifests = read.documents.flatMap(({ value, places, source }) => objectsOf(value, places, source))
  return { ok: true, manifests }
}

function objectsOf(value: Value, places: Places, source: SourceText): Manifest[] {
  const kind = within(value, 'kind')
  if (typeof kind !== 'string') return []
  const items = within(value, 'items')
  if (kind.endsWith('List') && Array.isArray(items))
    return items.flatMap((item, index) => objectsOf(item, inside(places, ['items', index]), source))
  const name = valueAt(value, ['metadata', 'name'])
  if (typeof name !== 'string' || !isMap(value)) return []
  const namespace = valueAt(value, ['metadata', 'namespace'])
  return [
    { kind, name, namespace: typeof namespace === 'string' ? namespace : 'default', value, places, source },
  ]
}

/** Places of a part, by paths that begin at the part. */
function inside(places: Places, at: Path): Places {
  return {
    key: (path) => places.key([...at, ...path]),
    value: (path) => places.value([...at, ...path]),
    written: (path) => places.written([...at, ...path]),
  }
}
