/**
 * The rules of one direction of a listener, to be asked for a request: the first in order of priority whose conditions all
 * hold (facts/load-balancing 1.4). There is no other order; a longer or more exact rule does not come first.
 *
 * Rules are laid down by the host and by the beginning of the path that they need, so a request meets few of those that
 * cannot match. What no index can tell – other conditions, wildcards in the middle, regular expressions – is asked rule by
 * rule, never behind one that has matched.
 */
import type { Condition, ForwardingRule } from '../cloud/forwarding-rule.ts'
import type { Pattern } from '../cloud/pattern.ts'
import { compileCondition, type Test } from './compiled-condition.ts'
import type { HttpRequest } from './http-request.ts'
import type { HttpResponse } from './http-response.ts'
import { PathTree } from './path-tree.ts'

/** No rule matches: the default rule of the listener decides, or the response passes unchanged (1.4). */
export const NO_RULE = -1

type Rest = readonly Test[]

interface Asked {
  readonly request: HttpRequest
  readonly response: HttpResponse | undefined
}

export class RuleList {
  /** In order of priority. */
  readonly rules: readonly ForwardingRule[]
  readonly #byHost = new Map<string, PathTree<Rest>>()
  /** By what stands behind the one `*` at the beginning of a host pattern. */
  readonly #bySuffix = new Map<string, PathTree<Rest>>()
  readonly #anyHost = new PathTree<Rest>()

  private constructor(rules: readonly ForwardingRule[]) {
    this.rules = rules
    for (const [rank, rule] of rules.entries()) this.#lay(rule, rank)
  }

  /** Of rules of one direction, in any order. */
  static of(rules: readonly ForwardingRule[]): RuleList {
    return new RuleList(rules.toSorted((a, b) => a.priority - b.priority))
  }

  /** Index in `rules`, or `NO_RULE`. */
  firstMatch(request: HttpRequest, response?: HttpResponse): number {
    const { host, path } = request
    const asked = { request, response }
    const none = this.rules.length
    let best = this.#anyHost.best(path, none, holds, asked)
    const tree = this.#byHost.get(host)
    if (tree !== undefined) best = tree.best(path, best, holds, asked)
    if (this.#bySuffix.size > 0) best = this.#bestBySuffix(host, path, best, asked)
    return best === none ? NO_RULE : best
  }

  #bestBySuffix(host: string, path: string, bound: number, asked: Asked): number {
    let best = bound
    for (let at = host.indexOf('.'); at >= 0; at = host.indexOf('.', at + 1)) {
      const tree = this.#bySuffix.get(host.slice(at))
      if (tree !== undefined) best = tree.best(path, best, holds, asked)
    }
    return best
  }

  /** Puts a rule wherever a request that it matches will look for it. */
  #lay({ conditions }: ForwardingRule, rank: number): void {
    const host = conditions.find(isHost)
    const path = conditions.find(isPath)
    // A kind that appears again is one more condition that must hold (1.4).
    const others = conditions.filter((condition) => condition !== host && condition !== path)
    const rest = others.map(compileCondition)
    for (const place of placesOf(host, (pattern) => this.#treeOf(pattern), this.#anyHost))
      for (const { at, rest: unsure } of placesOf(path, beginningOf, ANY_PATH))
        place.at.add(at.literal, at.kind, { rank, rest: [...place.rest, ...unsure, ...rest] })
  }

  /** The tree where every request that the pattern matches will look, and no other; undefined if there is none. */
  #treeOf({ kind, text }: Pattern): PathTree<Rest> | undefined {
    if (kind === 'exact') return treeFor(this.#byHost, text)
    const suffix = text.slice(1)
    const isSuffix = kind === 'wildcard' && text.startsWith('*.') && !/[*?]/.test(suffix)
    return isSuffix ? treeFor(this.#bySuffix, suffix) : undefined
  }
}

interface Beginning {
  readonly literal: string
  readonly kind: 'exact' | 'prefix'
}

const ANY_PATH: Beginning = { literal: '', kind: 'prefix' }

type PatternCondition = Extract<
  Condition,
  { readonly patterns: readonly Pattern[]; readonly kind: 'host' | 'path' }
>

/** A place of its own for each pattern where all have one; else the place for everything, with the condition still to be asked. */
function placesOf<Place>(
  condition: PatternCondition | undefined,
  placeOf: (pattern: Pattern) => Place | undefined,
  everything: Place,
): { at: Place; rest: Rest }[] {
  if (condition === undefined) return [{ at: everything, rest: [] }]
  const places = condition.patterns.map(placeOf)
  if (places.includes(undefined)) return [{ at: everything, rest: [compileCondition(condition)] }]
  return [...new Set(places as Place[])].map((at) => ({ at, rest: [] }))
}

/** What a path must begin with, where that is all that the pattern asks. */
function beginningOf({ kind, text }: Pattern): Beginning | undefined {
  if (kind === 'exact') return { literal: text, kind }
  const literal = text.slice(0, -1)
  const isPrefix = kind === 'wildcard' && text.endsWith('*') && !/[*?]/.test(literal)
  return isPrefix ? { literal, kind: 'prefix' } : undefined
}

function isHost(condition: Condition): condition is PatternCondition {
  return condition.kind === 'host'
}

function isPath(condition: Condition): condition is PatternCondition {
  return condition.kind === 'path'
}

function treeFor(trees: Map<string, PathTree<Rest>>, key: string): PathTree<Rest> {
  const known = trees.get(key)
  if (known !== undefined) return known
  const made = new PathTree<Rest>()
  trees.set(key, made)
  return made
}

function holds(rest: Rest, { request, response }: Asked): boolean {
  for (const test of rest) if (!test(request, response)) return false
  return true
}
