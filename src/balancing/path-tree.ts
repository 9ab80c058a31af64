/**
 * Which rules may match a path, while it is laid down: a radix tree over the literal beginnings of path patterns. Each node has
 * the rules whose exact path ends there, and those whose prefix does. `PathForest` packs trees to be asked.
 */
import type { Test } from './compiled-condition.ts'

/** A rule that may match: `rank` is its place in the order of priority, the smallest is asked first. */
export interface Candidate {
  readonly rank: number
  /** What still has to be asked. */
  readonly rest: readonly Test[]
}

export class PathTree {
  readonly root = new PathNode('')

  get isEmpty(): boolean {
    return this.root.children.size === 0 && this.root.prefix.length === 0 && this.root.exact.length === 0
  }

  /** Candidates have to come in the order of their ranks. */
  add(literal: string, kind: 'exact' | 'prefix', candidate: Candidate): void {
    this.root.at(literal)[kind].push(candidate)
  }
}

export class PathNode {
  label: string
  exact: Candidate[] = []
  prefix: Candidate[] = []
  /** By the first character of their labels. */
  children = new Map<number, PathNode>()

  constructor(label: string) {
    this.label = label
  }

  /** The node where `text` ends, made if it is not there. `text` is what remains behind this node. */
  at(text: string): PathNode {
    if (text === '') return this
    const code = text.charCodeAt(0)
    const child = this.children.get(code)
    if (child === undefined) {
      const made = new PathNode(text)
      this.children.set(code, made)
      return made
    }
    const shared = sharedLength(child.label, text)
    if (shared < child.label.length) child.#split(shared)
    return child.at(text.slice(shared))
  }

  /** Cuts the label in two; what this node was moves down. */
  #split(length: number): void {
    const lower = new PathNode(this.label.slice(length))
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
