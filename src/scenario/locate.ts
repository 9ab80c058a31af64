/** Where things of a file that was read stand, for those who look at it afterwards. */
import { isCollection, isPair, isScalar, visit } from 'yaml'
import type { Origin } from '../cloud/origin.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import { readDocument } from './document.ts'
import type { Span } from './problem.ts'
import { SourceText } from './source-text.ts'

export interface FileMap {
  /** The place of a path; of a path that leaves the file the last place on its way. */
  locate(path: Path): Origin | undefined
  /** The extent of what begins at this line and column. */
  spanAt(line: number, column: number): Span
}

/** The map of a file that is in order. */
export function mapFile(text: string, file: string): FileMap {
  const document = readDocument(text, file)
  const source = document.ok ? document.source : new SourceText(text, file)
  const starts = startsOf(source.text)
  const extents = document.ok ? extentsOf(document.root) : new Map<number, number>()
  return {
    locate(path) {
      if (!document.ok) return undefined
      return { path: formatPath(path), ...source.position(document.places.key(path)[0]) }
    },
    spanAt(line, column) {
      const start = (starts[line - 1] ?? 0) + column - 1
      return [start, extents.get(start) ?? start + 1]
    },
  }
}

function startsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The end of the innermost value that begins at an offset. */
function extentsOf(root: Parameters<typeof visit>[0]): Map<number, number> {
  const extents = new Map<number, number>()
  visit(root, (_, node) => {
    if (isPair(node) || !(isScalar(node) || isCollection(node)) || !node.range) return
    extents.set(node.range[0], node.range[1])
  })
  return extents
}
