/**
 * The door for YAML: text in, plain values and their places out. YAML 1.2 only; keys are text and stand once;
 * size, depth and the expansion of aliases are bounded before anything is built.
 */
import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import { MAX_DEPTH, MAX_ENTRIES, MAX_TEXT, MAX_VALUES } from './limits.ts'
import { DocumentPlaces, keyText, type Places, spanOf } from './places.ts'
import { type Problem, problemAt, type Span, sorted } from './problem.ts'
import type { ProblemCode } from './problem-codes.ts'
import { SourceText } from './source-text.ts'
import { emptyMap, escapeControls, quote, type Value } from './value.ts'

export type ReadDocument =
  | {
      readonly ok: true
      readonly value: Value
      /** What the parser made of the text. */
      readonly root: Node | null
      readonly places: Places
      readonly source: SourceText
      /** Mistakes that leave the rest readable: keys written twice. */
      readonly problems: readonly Problem[]
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads YAML text that holds one document. Never throws. */
export function readDocument(text: string, file: string): ReadDocument {
  const source = new SourceText(text, file)
  const parsed = parse(source, (text) => [parseDocument(text, OPTIONS)])
  if (!parsed.ok) return parsed
  return take(parsed.documents[0]!, source)
}

/** Reads YAML text of several documents, as manifests are written: the problems of all at once. Never throws. */
export function readDocuments(
  text: string,
  file: string,
):
  | { readonly ok: true; readonly documents: readonly (ReadDocument & { readonly ok: true })[] }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const source = new SourceText(text, file)
  const parsed = parse(source, (text) => {
    const all = parseAllDocuments(text, OPTIONS)
    return 'empty' in all ? [] : all
  })
  if (!parsed.ok) return parsed
  const documents: (ReadDocument & { readonly ok: true })[] = []
  const problems: Problem[] = []
  for (const each of parsed.documents) {
    const read = take(each, source)
    if (read.ok) documents.push(read)
    else problems.push(...read.problems)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, documents }
}

const OPTIONS = {
  version: '1.2',
  prettyErrors: false,
  uniqueKeys: false, // Ours is linear, and tells where the first one stands.
  strict: true,
  stringKeys: false,
  logLevel: 'error', // 'silent' would hide a second document.
} as const

type Parsed = ReturnType<typeof parseDocument>

interface Refused {
  readonly ok: false
  readonly problems: readonly Problem[]
}

function refuse(source: SourceText, span: Span, code: ProblemCode, message: string, hint?: string): Refused {
  return {
    ok: false,
    problems: [problemAt(source, span, { code, message, ...(hint === undefined ? {} : { hint }) })],
  }
}

/** The documents of a text that is not too long and is YAML. */
function parse(
  source: SourceText,
  parser: (text: string) => readonly Parsed[],
): { readonly ok: true; readonly documents: readonly Parsed[] } | Refused {
  if (source.text.length > MAX_TEXT) {
    return refuse(
      source,
      [MAX_TEXT, MAX_TEXT],
      'LIMIT_TEXT',
      `the file is longer than ${MAX_TEXT} characters`,
    )
  }
  let documents: readonly Parsed[]
  try {
    documents = parser(source.text)
  } catch (error) {
    if (!(error instanceof RangeError))
      return refuse(source, [0, 0], 'SCENARIO_SYNTAX', `this is no YAML: ${clean((error as Error).message)}`)
    const deep = depthExceededAt(source.text)
    return refuse(
      source,
      [deep, deep + 1],
      'LIMIT_DEPTH',
      `maps and lists stand more than ${MAX_DEPTH} deep in one another`,
    )
  }
  const faults = documents.flatMap(faultsOf)
  if (faults.length === 0) return { ok: true, documents }
  return {
    ok: false,
    problems: sorted(
      faults.slice(0, 20).map(({ span, message }) =>
        problemAt(source, span, {
          code: 'SCENARIO_SYNTAX',
          message,
          ...syntaxHint(source.text, span[0]),
        }),
      ),
    ),
  }
}

function faultsOf(parsed: Parsed): { span: Span; message: string }[] {
  const faults = [...parsed.errors, ...parsed.warnings].map((error) =>
    error.code === 'MULTIPLE_DOCS'
      ? {
          span: [error.pos[0], error.pos[0] + 3] as Span,
          message: 'a file holds one scenario; here begins a second document',
        }
      : { span: [error.pos[0], error.pos[1]] as Span, message: clean(error.message) },
  )
  const version = parsed.directives?.yaml.version
  if (parsed.directives?.yaml.explicit && version !== '1.2')
    faults.push({
      span: [0, 0],
      message: `YAML ${version} reads some values differently; this reader knows YAML 1.2`,
    })
  return faults
}

/** Plain values of one document, within the limits. */
function take(parsed: Parsed, source: SourceText): ReadDocument {
  try {
    const root = parsed.contents as Node | null
    const { targets, dangling } = resolveAliases(root)
    if (dangling !== undefined)
      return refuse(
        source,
        spanOf(dangling) ?? [0, 0],
        'SCENARIO_SYNTAX',
        `no anchor named ${quote(dangling.source)} stands before this alias`,
      )
    const conversion = new Conversion(targets, source)
    const value = conversion.convert(root, 0).value
    return {
      ok: true,
      value,
      root,
      places: new DocumentPlaces(root, targets),
      source,
      problems: conversion.problems,
    }
  } catch (error) {
    if (error instanceof LimitReached) return refuse(source, error.span, error.code, error.message)
    if (error instanceof RangeError)
      return refuse(
        source,
        [0, 0],
        'LIMIT_DEPTH',
        `maps and lists stand more than ${MAX_DEPTH} deep in one another`,
      )
    throw error
  }
}

class LimitReached extends Error {
  readonly code: ProblemCode
  readonly span: Span

  constructor(code: ProblemCode, span: Span, message: string) {
    super(message)
    this.code = code
    this.span = span
  }
}

/** An alias means the last anchor of its name before it. */
function resolveAliases(root: Node | null): { targets: Map<Alias, Node>; dangling?: Alias } {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  let dangling: Alias | undefined
  if (root !== null)
    visit(root, {
      Node(_, node) {
        if (isAlias(node)) {
          const target = anchors.get(node.source)
          if (target !== undefined) targets.set(node, target)
          else dangling ??= node
        } else if (node.anchor !== undefined) anchors.set(node.anchor, node)
      },
    })
  return dangling === undefined ? { targets } : { targets, dangling }
}

interface Converted {
  readonly value: Value
  /** Values in it once aliases are written out. */
  readonly size: number
  readonly depth: number
}

/** Turns nodes into plain values. What an alias names is converted once and shared; its size counts each time. */
class Conversion {
  readonly problems: Problem[] = []
  readonly #targets: ReadonlyMap<Alias, Node>
  readonly #source: SourceText
  readonly #done = new Map<Node, Converted>()
  readonly #open = new Set<Node>()

  constructor(targets: ReadonlyMap<Alias, Node>, source: SourceText) {
    this.#targets = targets
    this.#source = source
  }

  convert(node: Node | null, depth: number): Converted {
    if (node === null) return { value: null, size: 1, depth: 0 }
    if (isAlias(node)) return this.#convertAlias(node, depth)
    if (!isCollection(node)) return { value: isScalar(node) ? plain(node.value) : null, size: 1, depth: 0 }
    const known = this.#done.get(node)
    if (known !== undefined) return known
    const span = spanOf(node) ?? [0, 0]
    if (depth >= MAX_DEPTH)
      throw new LimitReached(
        'LIMIT_DEPTH',
        span,
        `maps and lists stand more than ${MAX_DEPTH} deep in one another`,
      )
    if (node.items.length > MAX_ENTRIES)
      throw new LimitReached(
        'LIMIT_ENTRIES',
        span,
        `${node.items.length} entries in one ${isSeq(node) ? 'list' : 'map'}; at most ${MAX_ENTRIES}`,
      )
    this.#open.add(node)
    const converted = isMap(node)
      ? this.#convertMap(node, depth)
      : this.#convertList(node.items as Node[], depth)
    this.#open.delete(node)
    if (converted.size > MAX_VALUES)
      throw new LimitReached(
        'LIMIT_ALIASES',
        span,
        `more than ${MAX_VALUES} values once all aliases are written out`,
      )
    this.#done.set(node, converted)
    return converted
  }

  #convertAlias(alias: Alias, depth: number): Converted {
    const target = this.#targets.get(alias)!
    const span = spanOf(alias) ?? [0, 0]
    if (this.#open.has(target))
      throw new LimitReached('LIMIT_ALIASES', span, `${quote(alias.source)} contains itself`)
    const converted = this.convert(target, depth)
    if (depth + converted.depth > MAX_DEPTH)
      throw new LimitReached(
        'LIMIT_DEPTH',
        span,
        `maps and lists stand more than ${MAX_DEPTH} deep in one another`,
      )
    return converted
  }

  #convertList(items: readonly Node[], depth: number): Converted {
    const children = items.map((item) => this.convert(item, depth + 1))
    return { value: children.map(({ value }) => value), ...extent(children) }
  }

  #convertMap(map: YAMLMap, depth: number): Converted {
    const value = emptyMap()
    const children: Converted[] = []
    const firsts = new Map<string, number>()
    for (const pair of map.items) {
      const span = spanOf(pair.key as Node) ?? spanOf(pair.value as Node) ?? [0, 0]
      const key = keyText(pair.key)
      const child = this.convert(pair.value as Node | null, depth + 1)
      children.push(child)
      if (key === undefined)
        this.problems.push(
          problemAt(this.#source, span, { code: 'SCENARIO_SYNTAX', message: 'a key is a plain text' }),
        )
      else if (firsts.has(key)) {
        const { line } = this.#source.position(firsts.get(key)!)
        this.problems.push(
          problemAt(this.#source, span, {
            code: 'DUPLICATE_KEY',
            message: `${quote(key)} stands here twice, first on line ${line}`,
          }),
        )
      } else {
        firsts.set(key, span[0])
        value[key] = child.value
      }
    }
    return { value, ...extent(children) }
  }
}

function extent(children: readonly Converted[]): { size: number; depth: number } {
  let size = 1
  let depth = 0
  for (const child of children) {
    size += child.size
    depth = Math.max(depth, child.depth)
  }
  return { size, depth: depth + 1 }
}

function plain(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value === null || value === undefined ? null : String(value)
}

/** Where the brackets first stand deeper than allowed: the parser gave up before it could tell. */
function depthExceededAt(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '[' || character === '{') depth++
    else if ((character === ']' || character === '}') && depth > 0) depth--
    if (depth > MAX_DEPTH) return at
  }
  return 0
}

function clean(message: string): string {
  // The parser's own words may quote the file.
  return escapeControls(message.replace(/\s+/g, ' ').slice(0, 160))
}

function syntaxHint(text: string, offset: number): { hint?: string } {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  if (/^ *\t/.test(text.slice(lineStart, lineStart + 200)))
    return { hint: 'indent with spaces: YAML forbids tabs' }
  return {}
}
