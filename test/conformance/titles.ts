/** The titles of all tests, read from their source: who names a fact is found without running anything. */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'
import { brokenFiles } from '../bad-input/broken-files.ts'

/** Titles with those of the `describe`s around them, `outer > inner`; `%s` of `.each` is filled with the first cell of each row. */
export function titlesOf(path: string): string[] {
  const titles: string[] = []
  const visit = (node: ts.Node, outer: string): void => {
    const own = ts.isCallExpression(node) && isTest(node.expression) ? titlesOfCall(node) : []
    if (own.length === 0) return ts.forEachChild(node, (child) => visit(child, outer))
    for (const title of own) {
      const whole = outer === '' ? title : `${outer} > ${title}`
      titles.push(whole)
      ts.forEachChild(node, (child) => visit(child, whole))
    }
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true), '')
  return titles
}

function titlesOfCall({ arguments: [title], expression }: ts.CallExpression): string[] {
  if (title === undefined || !(ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) return []
  const text = ts.isStringLiteralLike(title) ? title.text : title.getText()
  const [table] = ts.isCallExpression(expression) ? expression.arguments : []
  const rows = table !== undefined && ts.isAsExpression(table) ? table.expression : table
  if (rows === undefined || !ts.isArrayLiteralExpression(rows)) return [text]
  const cells = rows.elements.map((row) => (ts.isArrayLiteralExpression(row) ? row.elements[0] : row))
  const filled = cells.flatMap((cell) =>
    cell !== undefined && ts.isLiteralExpression(cell) ? [text.replace(/%[sdij]/, () => cell.text)] : [],
  )
  return filled.length === 0 ? [text] : filled
}

function isTest(callee: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(callee) && ['skip', 'todo'].includes(callee.name.text)) return false
  if (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) return isTest(callee.expression)
  return ts.isIdentifier(callee) && ['it', 'test', 'describe'].includes(callee.text)
}

/** Of all test files but those in `without`; each broken file gives its title to the test that reads it. */
export function allTitles(...without: readonly string[]): string[] {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join('test', name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.test.ts') && !without.includes(path))
    .sort()
  return [...files.flatMap(titlesOf), ...titlesOfBrokenFiles()]
}

export function titlesOfBrokenFiles(): string[] {
  return brokenFiles.map(([title]) => title)
}
