/**
 * What stands in a file, before anybody knows what it means. Maps have no prototype, so that a key such as
 * `__proto__` or `toString` is a key and nothing else.
 */
import type { Path } from '../cloud/violation.ts'

export type Value = string | number | boolean | null | Value[] | ValueMap

export interface ValueMap {
  [key: string]: Value
}

export function emptyMap(): ValueMap {
  return Object.create(null) as ValueMap
}

export function isMap(value: unknown): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at `path`, or undefined where the path leaves the file. */
export function valueAt(value: Value | undefined, path: Path): Value | undefined {
  let here = value
  for (const step of path) {
    if (Array.isArray(here)) here = typeof step === 'number' ? here[step] : undefined
    else if (isMap(here)) here = Object.hasOwn(here, step) ? here[step] : undefined
    else return undefined
  }
  return here
}

/** What a map has under `key`; undefined where it has nothing, or `value` is no map. */
export function within(value: Value | undefined, key: string): Value | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The entries of a map, in the order of the file; none of anything else. */
export function entriesOf(value: Value | undefined): [string, Value][] {
  return isMap(value) ? Object.entries(value) : []
}

/** The items of a list with their indices; none of anything else. */
export function itemsOf(value: Value | undefined): [number, Value][] {
  return Array.isArray(value) ? [...value.entries()] : []
}

/** A copy of `value` with `replacement` at `path`, which must exist; everything beside the path is shared. */
export function withValueAt(value: Value, path: Path, replacement: Value): Value {
  const [step, ...rest] = path
  if (step === undefined) return replacement
  if (Array.isArray(value))
    return value.with(step as number, withValueAt(value[step as number]!, rest, replacement))
  const copy = Object.assign(emptyMap(), value as ValueMap)
  copy[step] = withValueAt(copy[step]!, rest, replacement)
  return copy
}

/** A copy of `value` without what stands at `path`, which must exist. */
export function withoutValueAt(value: Value, path: Path): Value {
  const parent = path.slice(0, -1)
  const step = path.at(-1)!
  const holder = valueAt(value, parent)
  if (Array.isArray(holder)) return withValueAt(value, parent, holder.toSpliced(step as number, 1))
  const { [step]: _, ...rest } = holder as ValueMap
  return withValueAt(value, parent, Object.assign(emptyMap(), rest))
}

/** `the number 5`, `a list`, `nothing`: how a message names what it found. */
export function describeValue(value: Value | undefined): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (isMap(value)) return 'a map'
  if (typeof value === 'string') return quote(value)
  return `the ${typeof value === 'number' ? 'number' : 'truth value'} ${value}`
}

/** Text of the file as it may stand in a message: cut, and without control characters. */
export function quote(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return escapeControls(JSON.stringify(cut))
}

/** Control characters, directional marks and halves of characters as their code: they could deceive a terminal. */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
