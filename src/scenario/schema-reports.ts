/** What the schema finds wrong, in the words of the domain and with the codes of `problem-codes.ts`. */
import type * as z from 'zod'
import type { Path } from '../cloud/violation.ts'
import type { Places } from './places.ts'
import type { Report } from './problem.ts'
import { laterKeys, leaves, movedKeys } from './schema/leaf.ts'
import { listing, nearest, suggest } from './suggestion.ts'
import { describeValue, isMap, quote, type Value, valueAt } from './value.ts'

type Issue = z.core.$ZodIssue
/** The parts of zod's definitions that this file looks into. */
interface Definition {
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly element?: z.ZodType
  readonly keyType?: z.ZodType
  readonly valueType?: z.ZodType
  readonly shape?: Record<string, z.ZodType>
  readonly options?: readonly z.ZodType[]
}

/** Reads `value` with `schema`; the reports stand under `path`. */
export function readWith<Schema extends z.ZodType>(
  schema: Schema,
  value: Value | undefined,
  path: Path,
  places: Places,
): { value?: z.output<Schema>; reports: Report[] } {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { value: parsed.data, reports: [] }
  const reports = parsed.error.issues.flatMap((issue) => reportIssue(issue, schema, value, path, places))
  return { reports }
}

function reportIssue(
  issue: Issue,
  schema: z.ZodType,
  root: Value | undefined,
  base: Path,
  places: Places,
): Report[] {
  const relative = issue.path as Path
  const path = [...base, ...relative]
  const value = valueAt(root, relative)
  const target = schemaAt(schema, relative)
  const last = relative.at(-1)
  if (value === undefined && last !== undefined && issue.code !== 'custom')
    return [missingKey(String(last), path.slice(0, -1), describe(target))]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, target, path))
  if (issue.code === 'invalid_union') return reportUnion(issue, schema, root, base, places)
  if (issue.code === 'custom') {
    const { code, hint } = (issue.params ?? {}) as { code: Report['code']; hint?: string }
    return [{ code, message: issue.message, path, ...(hint === undefined ? {} : { hint }) }]
  }
  if (issue.code === 'invalid_key') return invalidKey(schema, relative, path)
  const leaf = target && leaves.get(target)
  if (leaf?.later?.includes(String(value))) return [{ ...notModelled(String(value), path), at: 'value' }]
  if (leaf !== undefined) {
    const ofRange = (issue.code === 'too_small' || issue.code === 'too_big') && typeof value === 'number'
    const hint = leaf.hint?.(value, places.written(path))
    return [
      {
        code: ofRange ? (leaf.rangeCode ?? 'VALUE_OUT_OF_RANGE') : leaf.code,
        message: `expected ${leaf.expected}, got ${describeValue(value)}`,
        path,
        ...(hint === undefined ? {} : { hint }),
      },
    ]
  }
  return [{ code: 'SCENARIO_SCHEMA', path, ...generic(issue, value) }]
}

/** Names are looked at where they are read; other keys here. */
function invalidKey(schema: z.ZodType, relative: Path, path: Path): Report[] {
  const holder = schemaAt(schema, relative.slice(0, -1))
  const keyType = definition(holder)?.keyType
  const leaf = keyType && leaves.get(keyType)
  if (leaf?.isKey !== true) return []
  const message = `expected ${leaf.expected}, got ${describeValue(String(relative.at(-1)))}`
  return [{ code: leaf.code, message, path, at: 'key' }]
}

/** Of a choice, the branch that the value was meant for: the one that likes its type. */
function reportUnion(
  issue: Issue & { code: 'invalid_union' },
  schema: z.ZodType,
  root: Value | undefined,
  base: Path,
  places: Places,
): Report[] {
  const relative = issue.path as Path
  const path = [...base, ...relative]
  const value = valueAt(root, relative)
  const target = schemaAt(schema, relative)
  const index = branchFor(issue.errors as readonly (readonly Issue[])[], value)
  const branch = definition(target)?.options?.[index]
  if (branch !== undefined)
    return issue.errors[index]!.flatMap((inner) => reportIssue(inner as Issue, branch, value, path, places))
  const leaf = target && leaves.get(target)
  return [
    {
      code: leaf?.code ?? 'SCENARIO_SCHEMA',
      message: `expected ${leaf?.expected ?? 'another value'}, got ${describeValue(value)}`,
      path,
    },
  ]
}

/** A map belongs to the branch that knows most of its keys, a list to that of lists, a text to one that could read it. */
function branchFor(branches: readonly (readonly Issue[])[], value: Value | undefined): number {
  if (isMap(value)) {
    const unknown = branches.map((errors) =>
      errors.every(({ code, path }) => path.length > 0 || code === 'unrecognized_keys')
        ? errors.reduce((sum, each) => sum + (each.code === 'unrecognized_keys' ? each.keys.length : 0), 0)
        : Number.POSITIVE_INFINITY,
    )
    const fewest = Math.min(...unknown)
    return fewest === Number.POSITIVE_INFINITY ? -1 : unknown.indexOf(fewest)
  }
  if (Array.isArray(value)) return branches.findIndex((errors) => errors.every(({ path }) => path.length > 0))
  return branches.findIndex((errors) => errors.every(({ code }) => code === 'custom'))
}

/** A key that is not there has no place of its own: its parent has. */
export function missingKey(key: string, parent: Path, meaning?: string): Report {
  return {
    code: 'MISSING_KEY',
    message: `the key "${key}" is missing`,
    path: parent,
    at: 'key',
    ...(meaning === undefined ? {} : { hint: `${key}: ${meaning}` }),
  }
}

function unknownKey(key: string, target: z.ZodType | undefined, parent: Path): Report {
  const known = Object.keys(definition(target)?.shape ?? {})
  const later = target === undefined ? [] : (laterKeys.get(target)?.keys ?? [])
  if (later.includes(key)) return notModelled(key, [...parent, key])
  const report = unknownAmong(key, known, [...parent, key])
  const moved = target === undefined ? undefined : movedKeys.get(target)?.hints
  return moved !== undefined && Object.hasOwn(moved, key) ? { ...report, hint: moved[key]! } : report
}

/** A key that the design names and a later version will read. */
export function notModelled(key: string, path: Path): Report {
  return {
    code: 'FEATURE_NOT_MODELLED',
    message: `${quote(key)} is planned, but this version does not model it yet`,
    hint: 'leave it out: nothing would be simulated for it',
    path,
    at: 'key',
  }
}

export function unknownAmong(key: string, known: readonly string[], path: Path): Report {
  const merge =
    key === '<<' ? 'YAML 1.2 has no merge keys: write the keys out' : suggest(key, known, 'possible here:')
  return { code: 'UNKNOWN_KEY', message: `unknown key ${quote(key)}`, hint: merge, path, at: 'key' }
}

function generic(issue: Issue, value: Value | undefined): { message: string; hint?: string } {
  switch (issue.code) {
    case 'invalid_value': {
      const choices = issue.values.map(String)
      const near = typeof value === 'string' ? nearest(value, choices) : undefined
      return {
        message: `expected ${listing(choices, 'or')}, got ${describeValue(value)}`,
        ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
      }
    }
    case 'too_small':
      return {
        message: issue.origin === 'array' ? 'the list is empty' : `${describeValue(value)} is too small`,
      }
    case 'invalid_type':
      return { message: `expected ${TYPES[issue.expected] ?? issue.expected}, got ${describeValue(value)}` }
    default:
      return { message: `${describeValue(value)} does not fit here` }
  }
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  record: 'a map from names to their definitions',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
}

function definition(schema: z.ZodType | undefined): Definition | undefined {
  return schema?._zod.def as Definition | undefined
}

/** The definition behind defaults, options and transforms. */
function core(schema: z.ZodType | undefined): z.ZodType | undefined {
  let here = schema
  while (here !== undefined && !leaves.has(here)) {
    const inner: z.ZodType | undefined = definition(here)?.innerType ?? definition(here)?.in
    if (inner === undefined) return here
    here = inner
  }
  return here
}

function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let here = core(schema)
  for (const step of path) {
    here = stepInto(here, step)
  }
  return here
}

/** Of a choice, the branch that has such a key. */
function stepInto(schema: z.ZodType | undefined, step: Path[number]): z.ZodType | undefined {
  const def = definition(schema)
  if (def?.options === undefined) return core(def?.shape?.[String(step)] ?? def?.element ?? def?.valueType)
  for (const option of def.options) {
    const inner = stepInto(core(option), step)
    if (inner !== undefined) return inner
  }
  return undefined
}

function describe(schema: z.ZodType | undefined): string | undefined {
  const leaf = schema && leaves.get(schema)
  return leaf?.expected
}
