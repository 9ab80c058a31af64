/**
 * Which rules may match a path? A radix tree over the literal beginnings of path patterns: each node knows the rules whose
 * exact path ends there, and those whose prefix does. A walk down the path meets every candidate and few others.
 *
 * Memory: about 150 bytes a node, and at most two nodes for each pattern.
 */
import type { Test } from './compiled-condition.ts'
import type { HttpRequest } from './http-request.ts'
import type { HttpResponse } from './http-response.ts'

/** A rule that may match: `rank` is its place in the order of priority, the smallest is asked first. */
export interface Candidate {
  readonly rank: number
  /** What still has to be asked. */
  readonly rest: readonly Test[]
}

export class PathTree {
  readonly #root = new Node('')
  isEmpty = true

  /** Candidates have to come in the order of their ranks. */
  add(literal: string, kind: 'exact' | 'prefix', candidate: Candidate): void {
    this.isEmpty = false
    this.#root.at(literal).take(kind, candidate)
  }

  /**
   * The smallest rank below `bound` whose rest holds; `bound` itself when there is none. No candidate at or above the best
   * so far is asked. Without candidates that ask for more, a tree needs no request.
   */
  best(path: string, bound: number, request?: HttpRequest, response?: HttpResponse): number {
    const end = path.length
    let best = bound
    let node: Node | undefined = this.#root
    let at = 0
    while (node !== undefined) {
      at += node.size
      if (node.prefix.length > 0) best = firstOf(node.prefix, best, request, response)
      if (at === end) return node.exact.length > 0 ? firstOf(node.exact, best, request, response) : best
      node = node.child(path.charCodeAt(at))
      if (node !== undefined && node.size > 1 && !continues(path, at, node.label)) return best
    }
    return best
  }
}

/** Does the path go on with the label? Its first character has been compared. */
function continues(path: string, at: number, label: string): boolean {
  const { length } = label
  if (at + length > path.length) return false
  for (let step = 1; step < length; step++)
    if (path.charCodeAt(at + step) !== label.charCodeAt(step)) return false
  return true
}

function firstOf(
  candidates: readonly Candidate[],
  bound: number,
  request: HttpRequest | undefined,
  response: HttpResponse | undefined,
): number {
  for (let index = 0; index < candidates.length; index++) {
    const { rank, rest } = candidates[index]!
    if (rank >= bound) return bound
    if (rest.length === 0 || holds(rest, request!, response)) return rank
  }
  return bound
}

function holds(rest: readonly Test[], request: HttpRequest, response: HttpResponse | undefined): boolean {
  for (let index = 0; index < rest.length; index++) if (!rest[index]!(request, response)) return false
  return true
}

/** Most nodes have few of everything: the empty list is shared until the first thing comes. */
const NO_CANDIDATES: readonly Candidate[] = []
const NO_CODES: readonly number[] = []
const NO_NODES: readonly Node[] = []

/** With more children than these a map finds one faster than a look at all. */
const FEW = 12

class Node {
  label: string
  /** Length of the label, here so that a walk past labels of one character does not read them. */
  size: number
  exact: readonly Candidate[] = NO_CANDIDATES
  prefix: readonly Candidate[] = NO_CANDIDATES
  /** First characters of the labels of the children, beside them. */
  #codes = NO_CODES
  #nodes = NO_NODES
  #map: Map<number, Node> | undefined

  constructor(label: string) {
    this.label = label
    this.size = label.length
  }

  child(code: number): Node | undefined {
    if (this.#map !== undefined) return this.#map.get(code)
    const codes = this.#codes
    for (let index = 0; index < codes.length; index++) if (codes[index] === code) return this.#nodes[index]
    return undefined
  }

  /** The node where `text` ends, made if it is not there. `text` is what remains behind this node. */
  at(text: string): Node {
    if (text === '') return this
    const child = this.child(text.charCodeAt(0))
    if (child === undefined) return this.#adopt(new Node(text))
    const shared = sharedLength(child.label, text)
    if (shared < child.label.length) child.#split(shared)
    return child.at(text.slice(shared))
  }

  take(kind: 'exact' | 'prefix', candidate: Candidate): void {
    if (this[kind] === NO_CANDIDATES) this[kind] = [candidate]
    else (this[kind] as Candidate[]).push(candidate)
  }

  #adopt(child: Node): Node {
    const code = child.label.charCodeAt(0)
    this.#codes = [...this.#codes, code]
    this.#nodes = [...this.#nodes, child]
    if (this.#map !== undefined) this.#map.set(code, child)
    else if (this.#codes.length > FEW)
      this.#map = new Map(this.#codes.map((one, index) => [one, this.#nodes[index]!]))
    return child
  }

  /** Cuts the label in two; what this node was moves down. */
  #split(length: number): void {
    const lower = new Node(this.label.slice(length))
    lower.exact = this.exact
    lower.prefix = this.prefix
    lower.#codes = this.#codes
    lower.#nodes = this.#nodes
    lower.#map = this.#map
    this.label = this.label.slice(0, length)
    this.size = length
    this.exact = NO_CANDIDATES
    this.prefix = NO_CANDIDATES
    this.#codes = NO_CODES
    this.#nodes = NO_NODES
    this.#map = undefined
    this.#adopt(lower)
  }
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}
