/**
 * Patterns as sets of texts: does one include another, have two anything in common? Exact for wildcards, by walking both at once;
 * of regular expressions only what is plain is known. Where it is not known, the answer is that of somebody careful: not
 * included, perhaps something in common.
 */
import type { Pattern } from '../cloud/pattern.ts'
import { compilePattern, type RegexReadings } from './compiled-pattern.ts'

/** Pairs of places that a walk may visit; patterns have at most 128 characters, so only long ones of many stars come near. */
const MOST_VISITS = 20_000

/** Every text that `inner` matches, `outer` matches too. */
export function includesPattern(outer: Pattern, inner: Pattern, readings: RegexReadings): boolean {
  if (outer.ignoresCase !== inner.ignoresCase) return false
  if (inner.kind === 'exact') return compilePattern(outer, readings).matches(inner.text)
  if (outer.kind === 'wildcard' && /^\*+$/.test(outer.text)) return true
  if (outer.kind === 'regex' || inner.kind === 'regex')
    return outer.kind === inner.kind && outer.text === inner.text && outer.isStarred === inner.isStarred
  return outer.kind === 'wildcard' && includesWildcard(outer.text, inner.text)
}

/** No text is matched by both. */
export function areDisjoint(one: Pattern, other: Pattern, readings: RegexReadings): boolean {
  if (one.kind === 'exact') return !compilePattern(other, readings).matches(one.text)
  if (other.kind === 'exact') return !compilePattern(one, readings).matches(other.text)
  if (one.kind === 'regex' || other.kind === 'regex') return false
  return !haveCommon(one.text, other.text)
}

/** A character that stands in neither pattern: it meets stars and question marks alone. */
const STRANGER = '\0'

/** Walks `inner` place by place, with the set of all places where `outer` may be meanwhile. */
function includesWildcard(outer: string, inner: string): boolean {
  const letters = [...new Set(`${outer}${inner}`.replaceAll(/[*?]/g, '')), STRANGER]
  const open: { readonly at: number; readonly places: ReadonlySet<number> }[] = []
  const seen = new Set<string>()
  const visit = (at: number, places: ReadonlySet<number>) => {
    const key = `${at}:${[...places].join(',')}`
    if (!seen.has(key)) open.push({ at, places })
    seen.add(key)
  }
  for (const at of settle(inner, [0])) visit(at, settle(outer, [0]))
  while (open.length > 0) {
    const { at, places } = open.pop()!
    if (at === inner.length && !places.has(outer.length)) return false
    if (seen.size > MOST_VISITS) return false
    for (const letter of letters) {
      const steps = step(inner, [at], letter)
      if (steps.size === 0) continue
      const after = step(outer, places, letter)
      if (after.size === 0) return false
      for (const next of steps) visit(next, after)
    }
  }
  return true
}

function haveCommon(one: string, other: string): boolean {
  const letters = [...new Set(`${one}${other}`.replaceAll(/[*?]/g, '')), STRANGER]
  const open: [number, number][] = []
  const seen = new Set<number>()
  const visit = (a: number, b: number) => {
    const key = a * (other.length + 1) + b
    if (!seen.has(key)) open.push([a, b])
    seen.add(key)
  }
  for (const a of settle(one, [0])) for (const b of settle(other, [0])) visit(a, b)
  while (open.length > 0) {
    const [a, b] = open.pop()!
    if (a === one.length && b === other.length) return true
    for (const letter of letters)
      for (const nextA of step(one, [a], letter))
        for (const nextB of step(other, [b], letter)) visit(nextA, nextB)
  }
  return false
}

/** Places after one letter, in ascending order. */
function step(pattern: string, places: Iterable<number>, letter: string): ReadonlySet<number> {
  const next: number[] = []
  for (const at of places) {
    const sign = pattern[at]
    if (sign === '*') next.push(at)
    else if (sign === '?' || sign === letter) next.push(at + 1)
  }
  return settle(pattern, next)
}

/** A star may be passed over. */
function settle(pattern: string, places: Iterable<number>): ReadonlySet<number> {
  const settled = new Set<number>()
  for (const place of places) {
    let at = place
    settled.add(at)
    while (pattern[at] === '*') settled.add(++at)
  }
  return new Set([...settled].sort((a, b) => a - b))
}
