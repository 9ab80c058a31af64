/**
 * Path trees in one array of 32-bit words, so that a walk down a path reads a few neighbouring cache lines where linked nodes
 * would cost a read from memory each: at 10,000 rules the rules do not fit the caches, and that read is what a decision costs.
 *
 * A node: length of its label, numbers of its children, exact and prefix candidates; the label, two characters a word; its children
 * in the order of their first characters, two words each; its candidates, two words each, exact ones first. The first child follows its parent. Memory: about 60 bytes a pattern.
 */
import type { Test } from './compiled-condition.ts'
import type { HttpRequest } from './http-request.ts'
import type { HttpResponse } from './http-response.ts'
import type { Candidate, PathNode, PathTree } from './path-tree.ts'

type Rest = readonly Test[]

const HALF = 0xffff
/** Nothing more has to be asked. */
const SURE = -1
/** Among more children than these half of them are put aside at each step. */
const FEW = 8

export class PathForest {
  readonly #words: Int32Array
  /** What has to be asked of the candidates that are not sure. */
  readonly #rests: readonly Rest[]

  private constructor(words: readonly number[], rests: readonly Rest[]) {
    this.#words = Int32Array.from(words)
    this.#rests = rests
  }

  /** The roots of the trees in their order, to be asked with `best`. */
  static of(trees: Iterable<PathTree>): { readonly forest: PathForest; readonly roots: readonly number[] } {
    const words: number[] = []
    const rests: Rest[] = []
    const roots: number[] = []
    for (const { root } of trees) {
      roots.push(words.length)
      plant(root, words, rests)
    }
    return { forest: new PathForest(words, rests), roots }
  }

  /**
   * The smallest rank below `bound` whose rest holds; `bound` itself when there is none. No candidate at or above the best
   * so far is asked. Without candidates that ask for more, a tree needs no request.
   */
  best(root: number, path: string, bound: number, request?: HttpRequest, response?: HttpResponse): number {
    const words = this.#words
    const end = path.length
    let best = bound
    let node = root
    let at = 0
    for (;;) {
      const size = words[node]!
      const children = words[node + 1]!
      // The first character led here.
      if (size > 1 && !continues(words, node + 4, size, path, at, end)) return best
      at += size
      const childrenAt = node + 4 + ((size + 1) >> 1)
      const prefix = words[node + 3]!
      const exactAt = childrenAt + 2 * children
      if (prefix > 0) best = this.#first(exactAt + 2 * words[node + 2]!, prefix, best, request, response)
      if (at === end) return this.#first(exactAt, words[node + 2]!, best, request, response)
      const code = path.charCodeAt(at)
      node =
        children > FEW
          ? searched(words, childrenAt, children, code)
          : scanned(words, childrenAt, children, code)
      if (node < 0) return best
    }
  }

  #first(
    from: number,
    count: number,
    bound: number,
    request: HttpRequest | undefined,
    response: HttpResponse | undefined,
  ): number {
    const words = this.#words
    for (let at = from; at < from + 2 * count; at += 2) {
      const rank = words[at]!
      if (rank >= bound) return bound
      const rest = words[at + 1]!
      if (rest === SURE || holds(this.#rests[rest]!, request!, response)) return rank
    }
    return bound
  }
}

/** Does the path go on with the label, of more than one character? Its first character has been compared. */
function continues(
  words: Int32Array,
  label: number,
  size: number,
  path: string,
  at: number,
  end: number,
): boolean {
  if (at + size > end || path.charCodeAt(at + 1) !== words[label]! >>> 16) return false
  let step = 2
  for (; step + 1 < size; step += 2) {
    const pair = words[label + (step >> 1)]!
    if (path.charCodeAt(at + step) !== (pair & HALF) || path.charCodeAt(at + step + 1) !== pair >>> 16)
      return false
  }
  return step >= size || path.charCodeAt(at + step) === (words[label + (step >> 1)]! & HALF)
}

function scanned(words: Int32Array, from: number, count: number, code: number): number {
  for (let at = from; at < from + 2 * count; at += 2) if (words[at] === code) return words[at + 1]!
  return -1
}

function searched(words: Int32Array, from: number, count: number, code: number): number {
  let [low, high] = [0, count - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = words[from + 2 * middle]!
    if (found === code) return words[from + 2 * middle + 1]!
    if (found < code) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function holds(rest: Rest, request: HttpRequest, response: HttpResponse | undefined): boolean {
  for (let index = 0; index < rest.length; index++) if (!rest[index]!(request, response)) return false
  return true
}

function plant({ label, exact, prefix, children }: PathNode, words: number[], rests: Rest[]): void {
  words.push(label.length, children.size, exact.length, prefix.length)
  for (let at = 0; at < label.length; at += 2)
    words.push(label.charCodeAt(at) | ((label.charCodeAt(at + 1) || 0) << 16))
  const ordered = [...children].sort(([a], [b]) => a - b)
  const childrenAt = words.length
  for (const [code] of ordered) words.push(code, 0)
  for (const candidate of exact) words.push(candidate.rank, restOf(candidate, rests))
  for (const candidate of prefix) words.push(candidate.rank, restOf(candidate, rests))
  for (const [index, [, child]] of ordered.entries()) {
    words[childrenAt + 2 * index + 1] = words.length
    plant(child, words, rests)
  }
}

function restOf({ rest }: Candidate, rests: Rest[]): number {
  if (rest.length === 0) return SURE
  return rests.push(rest) - 1
}
