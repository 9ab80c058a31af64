/** Conditions of forwarding rules as sets of requests: what one implies, and what two exclude together. */
import type { RegexReadings } from '../../balancing/compiled-pattern.ts'
import { areDisjoint, includesPattern } from '../../balancing/pattern-sets.ts'
import type { Condition, ForwardingRule } from '../../cloud/forwarding-rule.ts'
import type { CidrSet } from '../../net/cidr-set.ts'

/** Every request that `inner` matches, `outer` matches too; sure where it is true. */
export function includesRule(outer: ForwardingRule, inner: ForwardingRule, readings: RegexReadings): boolean {
  return outer.conditions.every((wide) => inner.conditions.some((narrow) => implies(narrow, wide, readings)))
}

/** Two conditions of the rule that no request meets together. */
export function contradictionIn(
  { conditions }: ForwardingRule,
  readings: RegexReadings,
): readonly [Condition, Condition] | undefined {
  for (const [index, one] of conditions.entries())
    for (const other of conditions.slice(index + 1)) if (exclude(one, other, readings)) return [one, other]
  return undefined
}

/** Whoever meets `narrow` meets `wide`. */
function implies(narrow: Condition, wide: Condition, readings: RegexReadings): boolean {
  if (wide.kind === 'path' && wide.patterns.some(({ kind, text }) => kind === 'wildcard' && text === '/*'))
    return true // A path always begins with a slash.
  switch (wide.kind) {
    case 'host':
    case 'path':
      return narrow.kind === wide.kind && areWithin(narrow.patterns, wide.patterns, readings)
    case 'header':
    case 'responseHeader':
      return (
        narrow.kind === wide.kind &&
        narrow.key === wide.key &&
        areWithin(narrow.patterns, wide.patterns, readings)
      )
    case 'query':
    case 'cookie':
      return (
        narrow.kind === wide.kind &&
        narrow.pairs.every((pair) =>
          wide.pairs.some(
            (other) => other.key === pair.key && includesPattern(other.value, pair.value, readings),
          ),
        )
      )
    case 'method':
      return narrow.kind === 'method' && narrow.methods.every((method) => wide.methods.includes(method))
    case 'sourceIp':
      return narrow.kind === 'sourceIp' && wide.set.covers(narrow.set)
    case 'responseStatus':
      return (
        narrow.kind === 'responseStatus' &&
        narrow.ranges.every(({ first, last }) =>
          wide.ranges.some((range) => range.first <= first && last <= range.last),
        )
      )
  }
}

type Patterns = Extract<Condition, { readonly kind: 'host' | 'path' }>['patterns']

function areWithin(narrow: Patterns, wide: Patterns, readings: RegexReadings): boolean {
  return narrow.every((inner) => wide.some((outer) => includesPattern(outer, inner, readings)))
}

/** A request has one host, path, method, source and value of a header; of parameters and cookies it may have several. */
function exclude(one: Condition, other: Condition, readings: RegexReadings): boolean {
  const apart = (a: Patterns, b: Patterns) =>
    a.every((each) => b.every((against) => areDisjoint(each, against, readings)))
  switch (one.kind) {
    case 'host':
    case 'path':
      return other.kind === one.kind && apart(one.patterns, other.patterns)
    case 'header':
    case 'responseHeader':
      return other.kind === one.kind && other.key === one.key && apart(one.patterns, other.patterns)
    case 'method':
      return other.kind === 'method' && !one.methods.some((method) => other.methods.includes(method))
    case 'sourceIp':
      return other.kind === 'sourceIp' && areApart(one.set, other.set)
    case 'responseStatus':
      return (
        other.kind === 'responseStatus' &&
        one.ranges.every((a) => other.ranges.every((b) => a.last < b.first || b.last < a.first))
      )
    default:
      return false
  }
}

function areApart(one: CidrSet, other: CidrSet): boolean {
  return one.ranges.every((a) => other.ranges.every((b) => a.last < b.first || b.last < a.first))
}
