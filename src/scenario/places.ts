/**
 * Where in the file a path of the description stands. A path that leaves the file answers with the last place on
 * its way, so that every report has one.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { Path } from '../cloud/violation.ts'
import type { Span } from './problem.ts'

export interface Places {
  /** The name of the entry; for an item of a list the item itself. */
  key(path: Path): Span
  /** What stands behind the name. */
  value(path: Path): Span
  /** The text of a scalar as it was written, before YAML read it as a number. */
  written(path: Path): string | undefined
}

/** The text of a key as the user wrote it; undefined for keys that are no text. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  if (typeof key.value === 'string') return key.value
  return key.value === null ? undefined : (key.source ?? String(key.value))
}

export class DocumentPlaces implements Places {
  readonly #root: Node | null
  readonly #targets: ReadonlyMap<Alias, Node>
  readonly #pairs = new WeakMap<YAMLMap, Map<string, Pair>>()

  constructor(root: Node | null, targets: ReadonlyMap<Alias, Node>) {
    this.#root = root
    this.#targets = targets
  }

  key(path: Path): Span {
    return this.#find(path).key
  }

  value(path: Path): Span {
    return this.#find(path).value
  }

  written(path: Path): string | undefined {
    const { node, whole } = this.#find(path)
    return whole && isScalar(node) ? node.source : undefined
  }

  #find(path: Path): { key: Span; value: Span; node: Node | null; whole: boolean } {
    let node = this.#follow(this.#root)
    let place = { key: [0, 0] as Span, value: spanOf(node) ?? ([0, 0] as Span) }
    for (const step of path) {
      let next: Node | null
      let key: Span | undefined
      if (isMap(node)) {
        const pair = this.#pairsOf(node).get(String(step))
        if (pair === undefined) return { ...place, node, whole: false }
        key = spanOf(pair.key as Node)
        next = pair.value as Node | null
      } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
        next = node.items[step] as Node | null
      } else return { ...place, node, whole: false }
      // Nothing behind a key has no extent: then the key is the place.
      const extent = spanOf(next)
      const value = extent !== undefined && extent[0] < extent[1] ? extent : (key ?? extent ?? place.value)
      place = { key: key ?? value, value }
      node = this.#follow(next)
    }
    return { ...place, node, whole: true }
  }

  #follow(node: Node | null): Node | null {
    return isAlias(node) ? (this.#targets.get(node) ?? node) : node
  }

  #pairsOf(map: YAMLMap): Map<string, Pair> {
    let pairs = this.#pairs.get(map)
    if (pairs === undefined) {
      pairs = new Map()
      for (const pair of map.items) {
        const text = keyText(pair.key)
        if (text !== undefined && !pairs.has(text)) pairs.set(text, pair)
      }
      this.#pairs.set(map, pairs)
    }
    return pairs
  }
}

/** A value of the description that a later place of the file replaces. */
export interface Patch {
  readonly at: Path
  readonly by: Path
}

/** Places of a description after some of its values were replaced, in order, by others of the same file. */
export class PatchedPlaces implements Places {
  readonly #file: Places
  readonly #patches: readonly Patch[]

  constructor(file: Places, patches: readonly Patch[]) {
    this.#file = file
    this.#patches = patches
  }

  key(path: Path): Span {
    return this.#file.key(this.inFile(path))
  }

  value(path: Path): Span {
    return this.#file.value(this.inFile(path))
  }

  written(path: Path): string | undefined {
    return this.#file.written(this.inFile(path))
  }

  /** The path that leads there in the file as it is written. */
  inFile(path: Path): Path {
    const patch = this.#patches.findLast(({ at }) => at.every((step, index) => path[index] === step))
    return patch === undefined ? path : [...patch.by, ...path.slice(patch.at.length)]
  }
}

/** The extent of a node without the white space behind it. */
export function spanOf(node: Node | null | undefined): Span | undefined {
  const range = node?.range
  return range ? [range[0], Math.max(range[0], range[1])] : undefined
}
