/**
 * What each rule of an ordered list is good for, where the first match decides: security groups merged by priority
 * (facts/vpc R5.11) and network ACLs in their order (R6.3) alike. The answers are exact. A list that would take too long
 * to cut up gets the answer `undecided`, which is never a finding against a rule.
 */
import { type Box, intersection, meets, without } from './box.ts'

export type Policy = 'accept' | 'drop'

/** The packets a rule speaks of, as boxes that may overlap, and what it says of them. */
export interface OrderedRule {
  readonly boxes: readonly Box[]
  readonly policy: Policy
}

/** What a rule does where it stands. Numbers are positions in the list. */
export type Standing =
  /** Without it another packet would pass, or pass no more. */
  | { readonly kind: 'decides' }
  /** Too many pieces to tell. */
  | { readonly kind: 'undecided' }
  /** It decides, and without it the rules behind it decide the same. */
  | { readonly kind: 'redundant'; readonly by: readonly number[] }
  /** It decides, and without it nothing but the default does, which says the same. */
  | { readonly kind: 'default' }
  /** It never decides: the rules before it take all its packets. One of them alone if `by` has one. */
  | { readonly kind: 'shadowed'; readonly by: readonly number[] }
  /** The rule before it speaks of the same packets and says the same. */
  | { readonly kind: 'repeats'; readonly by: readonly number[] }
  /** It speaks of no packet at all. */
  | { readonly kind: 'empty' }

/** Comparisons of boxes that a look at rules may cost; every list of a sane size takes far less. */
export class Budget {
  left: number

  constructor(comparisons = 50_000_000) {
    this.left = comparisons
  }
}

/** For one rule; so that one tangle does not use up what others need. */
const MOST_FOR_ONE = 1_000_000

/** Behind the last rule. */
const DEFAULT = -1

interface Row {
  readonly box: Box
  readonly rule: number
}

/**
 * The standing of every rule; `fallback` is what becomes of packets that no rule matches. All rules that do not decide can
 * go together, and so can those that decide what holds without them: no packet sees a difference. Not `mayGo` are rules that
 * stay whatever they do here, because another list needs them.
 */
export function standingsOf(
  rules: readonly OrderedRule[],
  fallback: Policy,
  budget = new Budget(),
  mayGo: (at: number) => boolean = () => true,
): Standing[] {
  const standings = rules.map((): Standing => ({ kind: 'decides' }))
  /** Rows of the rules that are left. */
  let rows = rules.flatMap(({ boxes }, rule) => boxes.map((box): Row => ({ box, rule })))
  const judge = (at: number, inquire: (inquiry: Inquiry) => Standing) => {
    const standing = inquiry(() => inquire(new Inquiry(rules, rows, budget)))
    if (standing.kind === 'decides') return
    standings[at] = standing
    if (standing.kind !== 'undecided' && mayGo(at)) rows = rows.filter(({ rule }) => rule !== at)
  }
  for (let at = 0; at < rules.length; at++) judge(at, (inquiry) => inquiry.reach(at))
  for (let at = rules.length - 1; at >= 0; at--)
    if (standings[at]!.kind === 'decides') judge(at, (inquiry) => inquiry.difference(at, fallback))
  return standings
}

class Spent extends Error {}

function inquiry(ask: () => Standing): Standing {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Spent) return { kind: 'undecided' }
    throw error
  }
}

/** Questions about one rule among those that are left. */
class Inquiry {
  readonly #rules: readonly OrderedRule[]
  readonly #rows: readonly Row[]
  readonly #budget: Budget
  #left = MOST_FOR_ONE

  constructor(rules: readonly OrderedRule[], rows: readonly Row[], budget: Budget) {
    this.#rules = rules
    this.#rows = rows
    this.#budget = budget
  }

  /** Does any packet of the rule get as far as to it? */
  reach(at: number): Standing {
    const { boxes, policy } = this.#rules[at]!
    if (boxes.length === 0) return { kind: 'empty' }
    const before = this.#rows.filter(({ rule }) => rule < at)
    const takers = new Set<number>()
    if (this.#escapes(boxes, before, takers)) return { kind: 'decides' }
    const all = [...takers].sort((a, b) => a - b)
    const alone = all.filter((other) => !this.#escapes(boxes, this.#rowsOf([other])))
    const own = this.#rowsOf([at])
    const twin = alone.find((other) => {
      const { boxes: others, policy: said } = this.#rules[other]!
      return said === policy && !this.#escapes(others, own)
    })
    if (twin !== undefined) return { kind: 'repeats', by: [twin] }
    return { kind: 'shadowed', by: alone.length > 0 ? alone.slice(0, 1) : this.#enough(all, boxes) }
  }

  /** Would any packet see a difference if the rule were not there? */
  difference(at: number, fallback: Policy): Standing {
    const { boxes, policy } = this.#rules[at]!
    const others = this.#rows.filter(({ rule }) => rule !== at)
    const behind = new Set<number>()
    const differs = this.#follow(boxes, others, (rule) => {
      if (rule !== DEFAULT && rule < at) return false
      behind.add(rule)
      return (rule === DEFAULT ? fallback : this.#rules[rule]!.policy) !== policy
    })
    if (differs) return { kind: 'decides' }
    if (behind.has(DEFAULT)) return { kind: 'default' }
    return { kind: 'redundant', by: [...behind].sort((a, b) => a - b) }
  }

  /** Drops from `rules` what is not needed to take all of `boxes`, the last first. */
  #enough(rules: readonly number[], boxes: readonly Box[]): number[] {
    let needed = [...rules]
    for (const rule of rules.toReversed()) {
      const fewer = needed.filter((other) => other !== rule)
      if (!this.#escapes(boxes, this.#rowsOf(fewer))) needed = fewer
    }
    return needed
  }

  #rowsOf(rules: readonly number[]): Row[] {
    return this.#rows.filter((row) => rules.includes(row.rule))
  }

  /** Does any packet of `boxes` get past all of `rows`? Rules that take some are added to `takers`. */
  #escapes(boxes: readonly Box[], rows: readonly Row[], takers?: Set<number>): boolean {
    return this.#follow(boxes, rows, (rule) => {
      if (rule !== DEFAULT) takers?.add(rule)
      return rule === DEFAULT
    })
  }

  /** Follows all packets of `boxes` down `rows`; `ends` hears where each part is decided, and stops the way with true. */
  #follow(boxes: readonly Box[], rows: readonly Row[], ends: (rule: number) => boolean): boolean {
    const open = boxes.map((box) => ({ box, from: 0 }))
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      const { box, from } = part
      let at = from
      while (at < rows.length && !meets(box, rows[at]!.box)) at++
      this.#spend(at - from + 1)
      if (at === rows.length) {
        if (ends(DEFAULT)) return true
        continue
      }
      const row = rows[at]!
      if (ends(row.rule)) return true
      for (const rest of without(box, intersection(box, row.box))) open.push({ box: rest, from: at + 1 })
    }
    return false
  }

  #spend(comparisons: number): void {
    this.#left -= comparisons
    this.#budget.left -= comparisons
    if (this.#left < 0 || this.#budget.left < 0) throw new Spent()
  }
}
