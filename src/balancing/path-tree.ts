/**
 * Which rules may match a path? A radix tree over the literal beginnings of path patterns: each node knows the rules whose
 * exact path ends there, and those whose prefix does. A walk down the path meets every candidate and few others.
 *
 * Memory: about 150 bytes a node, and at most two nodes for each pattern.
 */

/** A rule that may match: `rank` is its place in the order of priority, the smallest is asked first. */
export interface Candidate<Rest> {
  readonly rank: number
  /** What still has to be asked. */
  readonly rest: Rest
}

export class PathTree<Rest> {
  readonly #root = new Node<Rest>('')

  /** Candidates have to come in the order of their ranks. */
  add(literal: string, kind: 'exact' | 'prefix', candidate: Candidate<Rest>): void {
    const node = this.#root.at(literal)
    ;(kind === 'exact' ? node.exact : node.prefix).push(candidate)
  }

  /**
   * The smallest rank below `bound` whose rest `passes`; `bound` itself when there is none. No candidate at or above the
   * best so far is asked.
   */
  best<Asked>(
    path: string,
    bound: number,
    passes: (rest: Rest, asked: Asked) => boolean,
    asked: Asked,
  ): number {
    let best = bound
    let node: Node<Rest> | undefined = this.#root
    let at = 0
    while (node !== undefined) {
      at += node.label.length
      best = firstOf(node.prefix, best, passes, asked)
      if (at === path.length) return firstOf(node.exact, best, passes, asked)
      const next: Node<Rest> | undefined = node.children.get(path.charCodeAt(at))
      node =
        next?.label.length === 1 || next === undefined || path.startsWith(next.label, at) ? next : undefined
    }
    return best
  }
}

function firstOf<Rest, Asked>(
  candidates: readonly Candidate<Rest>[],
  bound: number,
  passes: (rest: Rest, asked: Asked) => boolean,
  asked: Asked,
): number {
  for (const { rank, rest } of candidates) {
    if (rank >= bound) return bound
    if (passes(rest, asked)) return rank
  }
  return bound
}

class Node<Rest> {
  label: string
  exact: Candidate<Rest>[] = []
  prefix: Candidate<Rest>[] = []
  /** By the first character of their labels. */
  children = new Map<number, Node<Rest>>()

  constructor(label: string) {
    this.label = label
  }

  /** The node where `text` ends, made if it is not there. `text` is what remains behind this node. */
  at(text: string): Node<Rest> {
    if (text === '') return this
    const first = text.charCodeAt(0)
    const child = this.children.get(first)
    if (child === undefined) {
      const made = new Node<Rest>(text)
      this.children.set(first, made)
      return made
    }
    const shared = sharedLength(child.label, text)
    if (shared < child.label.length) child.#split(shared)
    return child.at(text.slice(shared))
  }

  /** Cuts the label in two; what this node was moves down. */
  #split(length: number): void {
    const lower = new Node<Rest>(this.label.slice(length))
    lower.exact = this.exact
    lower.prefix = this.prefix
    lower.children = this.children
    this.label = this.label.slice(0, length)
    this.exact = []
    this.prefix = []
    this.children = new Map([[lower.label.charCodeAt(0), lower]])
  }
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}
