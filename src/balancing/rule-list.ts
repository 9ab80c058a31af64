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
import { literalBeginning, REGEX_DEFAULTS, type RegexReadings } from './compiled-pattern.ts'
import type { HttpRequest } from './http-request.ts'
import type { HttpResponse } from './http-response.ts'
import { PathForest } from './path-forest.ts'
import { PathTree } from './path-tree.ts'

/** No rule matches: the default rule of the listener decides, or the response passes unchanged (1.4). */
export const NO_RULE = -1

type Rest = readonly Test[]

/** So many hosts are remembered with the trees that they meet; then it begins anew. */
const REMEMBERED_HOSTS = 4_096

export class RuleList {
  /** In order of priority. */
  readonly rules: readonly ForwardingRule[]
  /** How its regular expressions are read. */
  readonly readings: RegexReadings
  readonly #forest: PathForest
  /** Roots in the forest. */
  readonly #byHost: ReadonlyMap<string, number>
  /** By what stands behind the one `*` at the beginning of a host pattern. */
  readonly #bySuffix: ReadonlyMap<string, number>
  /** Undefined where every rule asks for a host. */
  readonly #anyHost: number | undefined
  /** What the requests for a host met, by index: a host comes again, and its suffixes are many. */
  readonly #byRequest = new Map<string, number>()
  #met: (readonly number[])[] = []

  private constructor(rules: readonly ForwardingRule[], readings: RegexReadings) {
    this.rules = rules
    this.readings = readings
    const trees = new RuleTrees(readings)
    for (const [rank, rule] of rules.entries()) trees.lay(rule, rank)
    const { byHost, bySuffix, anyHost } = trees
    const { forest, roots } = PathForest.of([...byHost.values(), ...bySuffix.values(), anyHost])
    this.#forest = forest
    this.#byHost = new Map([...byHost.keys()].map((host, index) => [host, roots[index]!]))
    this.#bySuffix = new Map(
      [...bySuffix.keys()].map((suffix, index) => [suffix, roots[byHost.size + index]!]),
    )
    this.#anyHost = anyHost.isEmpty ? undefined : roots.at(-1)
  }

  /** Of rules of one direction, in any order. */
  static of(rules: readonly ForwardingRule[], readings: RegexReadings = REGEX_DEFAULTS): RuleList {
    return new RuleList(
      rules.toSorted((a, b) => a.priority - b.priority),
      readings,
    )
  }

  /** Index in `rules`, or `NO_RULE`. */
  firstMatch(request: HttpRequest, response?: HttpResponse): number {
    const { host, path } = request
    const met = this.#byRequest.get(host) ?? this.#remember(host)
    const none = this.rules.length
    // What is not negative is the root of the only tree.
    if (met >= 0) {
      const best = this.#forest.best(met, path, none, request, response)
      return best === none ? NO_RULE : best
    }
    const roots = this.#met[~met]!
    let best = none
    for (let index = 0; index < roots.length; index++)
      best = this.#forest.best(roots[index]!, path, best, request, response)
    return best === none ? NO_RULE : best
  }

  /** The root of the only tree that requests for the host meet, or `~index` of the list of all of them. */
  #remember(host: string): number {
    if (this.#byRequest.size >= REMEMBERED_HOSTS) {
      this.#byRequest.clear()
      this.#met = []
    }
    const roots: number[] = []
    const own = this.#byHost.get(host)
    if (own !== undefined) roots.push(own)
    for (let at = host.indexOf('.'); at >= 0; at = host.indexOf('.', at + 1)) {
      const root = this.#bySuffix.get(host.slice(at))
      if (root !== undefined) roots.push(root)
    }
    if (this.#anyHost !== undefined) roots.push(this.#anyHost)
    const met = roots.length === 1 ? roots[0]! : ~(this.#met.push(roots) - 1)
    this.#byRequest.set(host, met)
    return met
  }
}

/** Trees while the rules are laid down in them, in order of priority. */
class RuleTrees {
  readonly byHost = new Map<string, PathTree>()
  readonly bySuffix = new Map<string, PathTree>()
  readonly anyHost = new PathTree()
  readonly #readings: RegexReadings

  constructor(readings: RegexReadings) {
    this.#readings = readings
  }

  /** Puts a rule wherever a request that it matches will look for it. */
  lay({ conditions }: ForwardingRule, rank: number): void {
    const host = conditions.find(isHost)
    const path = conditions.find(isPath)
    // A kind that appears again is one more condition that must hold (1.4).
    const others = conditions.filter((condition) => condition !== host && condition !== path)
    const rest = others.toSorted((a, b) => costOf(a) - costOf(b)).map((one) => this.#test(one))
    for (const { at: tree, asked: askedOfHost } of this.#placesOf(
      host,
      (one) => this.#treeOf(one),
      this.anyHost,
    ))
      for (const { at, asked: askedOfPath } of this.#placesOf(
        path,
        (one) => this.#beginningOf(one),
        ANY_PATH,
      ))
        tree.add(at.literal, at.kind, { rank, rest: [...rest, ...askedOfHost, ...askedOfPath] })
  }

  /** A place for each pattern of a condition; where the place does not tell all, the pattern is still to be asked. */
  #placesOf<At>(
    condition: PatternCondition | undefined,
    placeOf: (pattern: Pattern) => Place<At>,
    everything: At,
  ): { readonly at: At; readonly asked: Rest }[] {
    if (condition === undefined) return [{ at: everything, asked: [] }]
    const { kind } = condition
    return condition.patterns.map((pattern) => {
      const { at, isSure } = placeOf(pattern)
      return { at, asked: isSure ? [] : [this.#test({ kind, patterns: [pattern] })] }
    })
  }

  #test(condition: Condition): Test {
    return compileCondition(condition, this.#readings)
  }

  #treeOf({ kind, text }: Pattern): Place<PathTree> {
    if (kind === 'exact') return { at: treeFor(this.byHost, text), isSure: true }
    const suffix = text.slice(1)
    const isSuffix = kind === 'wildcard' && text.startsWith('*.') && !/[*?]/.test(suffix)
    return isSuffix
      ? { at: treeFor(this.bySuffix, suffix), isSure: true }
      : { at: this.anyHost, isSure: false }
  }

  #beginningOf(pattern: Pattern): Place<Beginning> {
    const { kind, text } = pattern
    if (kind === 'exact') return { at: { literal: text, kind }, isSure: true }
    const literal = literalBeginning(pattern, this.#readings)
    return { at: { literal, kind: 'prefix' }, isSure: kind === 'wildcard' && text === `${literal}*` }
  }
}

/** Where every request that a pattern matches will look; `isSure` where no other one does. */
interface Place<At> {
  readonly at: At
  readonly isSure: boolean
}

interface Beginning {
  readonly literal: string
  readonly kind: 'exact' | 'prefix'
}

const ANY_PATH: Beginning = { literal: '', kind: 'prefix' }

/** Cheap conditions are asked first: which one fails first changes nothing. */
function costOf({ kind }: Condition): number {
  return kind === 'method' || kind === 'responseStatus' ? 0 : kind === 'query' || kind === 'cookie' ? 2 : 1
}

type PatternCondition = Extract<
  Condition,
  { readonly patterns: readonly Pattern[]; readonly kind: 'host' | 'path' }
>

function isHost(condition: Condition): condition is PatternCondition {
  return condition.kind === 'host'
}

function isPath(condition: Condition): condition is PatternCondition {
  return condition.kind === 'path'
}

function treeFor(trees: Map<string, PathTree>, key: string): PathTree {
  const known = trees.get(key)
  if (known !== undefined) return known
  const made = new PathTree()
  trees.set(key, made)
  return made
}
