/** The house plan of docs/architecture.md, held against every file: who may import whom, and what no room may do. */
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** Bottom up. A room imports from rooms below its row, and from itself. */
const ROWS = [
  ['kernel', 'net'],
  ['cloud'],
  ['balancing'],
  ['datapath', 'deployment'],
  ['trace'],
  ['simulation'],
  ['pricing'],
  ['checking'],
  ['scenario', 'report'],
  ['importing', 'searching'],
  ['cli', 'ui', 'testing'],
]
const ROW_OF = new Map(ROWS.flatMap((rooms, row) => rooms.map((room) => [room, row] as const)))
/** What `vpcsim` and `vpcsim/testing` name. */
const PUBLIC_ENTRIES = ['src/index.ts', 'src/testing.ts']
const BUILTIN = new Set(builtinModules)
const FORBIDDEN_FOLDERS = ['utils', 'util', 'common', 'helpers', 'shared', 'misc', 'lib']
/** The only door from text to addresses stands in `net`. */
const ADDRESS_PARSERS = ['ipaddr.js', 'ip-cidr']
/** Only `cli` may ask the machine: everything else gives equal answers everywhere, and runs in a browser. */
const FORBIDDEN_GLOBALS = [
  'Date',
  'performance',
  'process',
  'setTimeout',
  'setInterval',
  'fetch',
  'crypto',
  'Buffer',
  'console',
]

describe('architecture', () => {
  it('should be kept by every source file', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .map((name) => posix.join('src', name.replaceAll('\\', '/')))
      .filter((path) => /\.[cm]?tsx?$/.test(path))
      .sort()
    expect(files.length).toBeGreaterThan(50)
    expect(files.flatMap((path) => violationsOf(path, readFileSync(path, 'utf8')))).toEqual([])
  })

  it.each([
    ['an import from a row above', 'src/net/a.ts', "import type { App } from '../cloud/app.ts'"],
    ['an import from the same row', 'src/report/a.ts', "export { x } from '../scenario/scenario.ts'"],
    ['a dynamic import from a row above', 'src/trace/a.ts', "const x = import('../report/text.ts')"],
    ['an import type from a row above', 'src/trace/a.ts', "type X = import('../report/run.ts').Run"],
    ['an import of the barrel', 'src/cli/a.ts', "import { x } from '../index.ts'"],
    ['an import from outside', 'src/cli/a.ts', "import { x } from '../../test/report/a-run.ts'"],
    ['an import without extension', 'src/net/a.ts', "import { x } from './ipv4'"],
    ['a node: import', 'src/report/a.ts', "import { join } from 'node:path'"],
    ['a second door to addresses', 'src/scenario/a.ts', "import ipaddr from 'ipaddr.js'"],
    ['a second door to blocks', 'src/cloud/a.ts', "import IPCIDR from 'ip-cidr'"],
    ['an import of what only tests have', 'src/checking/a.ts', "import fc from 'fast-check'"],
    ['a bare import of a node module', 'src/report/a.ts', "import { join } from 'path'"],
    ['a room that is not on the plan', 'src/stuff/a.ts', 'export {}'],
    ['a file without a room', 'src/a.ts', 'export {}'],
    ['a folder of leftovers', 'src/net/utils/a.ts', 'export {}'],
    ['a file of types', 'src/net/types.ts', 'export {}'],
    ['a second barrel', 'src/net/index.ts', 'export {}'],
    ['a default export', 'src/net/a.ts', 'export default 1'],
    ['a named default export', 'src/net/a.ts', 'const a = 1; export { a as default }'],
    ['a default function', 'src/net/a.ts', 'export default function f() {}'],
    ['the wall clock', 'src/trace/a.ts', 'const now = Date.now()'],
    ['a made date', 'src/trace/a.ts', 'const now = new Date()'],
    ['chance', 'src/trace/a.ts', 'const x = Math.random()'],
    ['chance in brackets', 'src/trace/a.ts', "const x = Math['random']()"],
    ['a stop watch', 'src/trace/a.ts', 'const x = performance.now()'],
    ['the process', 'src/report/a.ts', 'const x = process.env'],
    ['the process through globalThis', 'src/report/a.ts', 'const x = globalThis.process'],
    ['the console', 'src/report/a.ts', "console.log('x')"],
  ])('should notice %s', (_, path, text) => {
    expect(violationsOf(path, text)).toHaveLength(1)
  })

  it.each([
    ['an import from a row below', 'src/report/a.ts', "import type { Trace } from '../trace/trace.ts'"],
    ['an import within the room', 'src/report/a.ts', "import { x } from './run.ts'"],
    ['a package', 'src/scenario/a.ts', "import { parseDocument } from 'yaml'"],
    ['the barrel importing any room', 'src/index.ts', "export { x } from './cli/run.ts'"],
    ['node: and the process in cli', 'src/cli/a.ts', "import 'node:fs'; const x = process.env"],
    ['a process of our own', 'src/kernel/a.ts', 'const start = (process: Generator) => process.next()'],
    ['a property that is called like a global', 'src/kernel/a.ts', 'const x = { process: 1 }.process'],
    ['a word in a comment or a text', 'src/kernel/a.ts', "const x = 'Math.random()' // new Date()"],
  ])('should allow %s', (_, path, text) => {
    expect(violationsOf(path, text)).toEqual([])
  })
})

function violationsOf(path: string, text: string): string[] {
  return [...placeViolations(path), ...importViolations(path, text), ...codeViolations(path, text)].map(
    (message) => `${path}: ${message}`,
  )
}

function roomOf(path: string): string | undefined {
  const [src, room, ...rest] = path.split('/')
  return src === 'src' && rest.length > 0 ? room : undefined
}

function placeViolations(path: string): string[] {
  if (PUBLIC_ENTRIES.includes(path)) return []
  const room = roomOf(path)
  if (room === undefined || !ROW_OF.has(room)) return ['stands in no room of the plan']
  const folder = posix
    .dirname(path)
    .split('/')
    .find((part) => FORBIDDEN_FOLDERS.includes(part))
  if (folder !== undefined) return [`folder ${folder} answers no question`]
  const file = posix.basename(path)
  if (/^index\./.test(file)) return ['only src/index.ts is a barrel']
  return /^(types?|utils?|common|helpers?|misc)\./.test(file) ? [`${file} is not a noun of the domain`] : []
}

function importViolations(path: string, text: string): string[] {
  const room = roomOf(path)
  const violations: string[] = []
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    if (fileName.startsWith('node:') || BUILTIN.has(fileName)) {
      if (room !== 'cli') violations.push(`imports ${fileName}: only cli knows node`)
      continue
    }
    if (ADDRESS_PARSERS.includes(fileName) && room !== 'net')
      violations.push(`imports ${fileName}: only net turns text into addresses`)
    if (fileName === 'fast-check' && room !== 'testing')
      violations.push(`imports ${fileName}: only who tests has it`)
    if (!fileName.startsWith('.')) continue
    const target = posix.normalize(posix.join(posix.dirname(path), fileName))
    if (PUBLIC_ENTRIES.includes(target)) violations.push('imports the barrel')
    else if (!target.startsWith('src/')) violations.push(`imports ${target}, which is no source`)
    else if (!/\.(ts|json)$/.test(target)) violations.push(`imports ${fileName} without its extension`)
    else if (!PUBLIC_ENTRIES.includes(path) && !mayImport(room, roomOf(target)))
      violations.push(`imports ${target}, which is not below it`)
  }
  return violations
}

function mayImport(room: string | undefined, other: string | undefined): boolean {
  if (room === other) return true
  const row = ROW_OF.get(room ?? '')
  const otherRow = ROW_OF.get(other ?? '')
  return row !== undefined && otherRow !== undefined && otherRow < row
}

function codeViolations(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const ownNames = new Set<string>()
  const violations: string[] = []
  const collect = (node: ts.Node): void => {
    if (isDeclaration(node) && node.name !== undefined && ts.isIdentifier(node.name))
      ownNames.add(node.name.text)
    ts.forEachChild(node, collect)
  }
  collect(source)
  const visit = (node: ts.Node): void => {
    if (isDefaultExport(node)) violations.push('has a default export')
    if (roomOf(path) !== 'cli') {
      const global = globalOf(node, ownNames)
      if (global !== undefined) violations.push(`uses ${global}: only cli may`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return violations
}

function isDeclaration(node: ts.Node): node is ts.NamedDeclaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isImportSpecifier(node)
  )
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  )
}

/** The forbidden global that this node reads, if any. */
function globalOf(node: ts.Node, ownNames: ReadonlySet<string>): string | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const owner = node.expression.getText()
    const key = ts.isPropertyAccessExpression(node)
      ? node.name.text
      : node.argumentExpression.getText().slice(1, -1)
    if (owner === 'Math' && key === 'random') return 'Math.random'
    if (owner === 'globalThis' && FORBIDDEN_GLOBALS.includes(key)) return `globalThis.${key}`
    return undefined
  }
  if (!ts.isIdentifier(node) || !FORBIDDEN_GLOBALS.includes(node.text) || ownNames.has(node.text))
    return undefined
  const { parent } = node
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isLiteralTypeNode(parent)
  return isName ? undefined : node.text
}
