/**
 * Leaves of the schema: texts and numbers with a meaning. Each tells what it expects, so that a wrong type is
 * answered with the words of the domain, and carries the problem code that goes with it.
 */
import * as z from 'zod'
import type { ProblemCode } from '../problem-codes.ts'
import type { Value } from '../value.ts'

// Compiling validators costs more than it saves for a file that is read once, and a page with a strict
// content policy could not.
z.config({ jitless: true })

export interface Leaf {
  /** One or two words for the reference: `duration`, `CIDR block`. */
  readonly kind: string
  /** Pattern for editors, where the schema itself is only a text. */
  readonly pattern?: string
  /** Code of a value of the wrong type or form. */
  readonly code: ProblemCode
  /** Code of a number out of its range; `VALUE_OUT_OF_RANGE` if absent. */
  readonly rangeCode?: ProblemCode
  /** Values that a later version will know. */
  readonly later?: readonly string[]
  /** Completes "expected …". */
  readonly expected: string
  /** It stands as a key, and nobody else looks at keys there. */
  readonly isKey?: true
  /** What to write instead of this value. `written` is its text in the file. */
  readonly hint?: (value: Value | undefined, written: string | undefined) => string | undefined
}

/** What each leaf expects. */
export const leaves = z.registry<Leaf>()

/** Keys that the design names and a later version will read, by the object that would hold them. */
export const laterKeys = z.registry<{ readonly keys: readonly string[] }>()

/** Keys that people look for in an object and that stand elsewhere, with the hint that says where. */
export const movedKeys = z.registry<{ readonly hints: Readonly<Record<string, string>> }>()

/** What a leaf's reader answers. */
export type ReadLeaf<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly message: string
      readonly hint?: string | undefined
      readonly code?: ProblemCode
    }

/** A text with a meaning: `read` turns it into a value or says what is wrong with it. */
export function textLeaf<T>(leaf: Leaf, read: (text: string) => ReadLeaf<T>) {
  const schema = z.string().transform((text, context): T => {
    const result = read(text)
    if (result.ok) return result.value
    const { code = leaf.code, message, hint } = result
    context.addIssue({ code: 'custom', message, params: { code, hint } })
    return z.NEVER
  })
  leaves.add(schema, leaf)
  leaves.add(schema.in, leaf)
  return schema
}

/** A schema with its leaf. */
export function asLeaf<Schema extends z.ZodType>(schema: Schema, leaf: Leaf): Schema {
  leaves.add(schema, leaf)
  return schema
}

/** A key of the file: what it means, and the row of the facts behind it. */
export function key<Schema extends z.ZodType>(schema: Schema, description: string, source?: string): Schema {
  return schema.meta({ description, ...(source === undefined ? {} : { $comment: source }) }) as Schema
}

/** Marks keys of `schema` that a later version will read. */
export function withLater<Schema extends z.ZodType>(schema: Schema, keys: readonly string[]): Schema {
  laterKeys.add(schema, { keys })
  return schema
}

/** Tells where `keys` stand that are looked for in `schema`. */
export function withMoved<Schema extends z.ZodType>(
  schema: Schema,
  hints: Readonly<Record<string, string>>,
): Schema {
  movedKeys.add(schema, { hints })
  return schema
}
