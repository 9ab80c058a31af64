/** The text of a scenario in which every value stands where it belongs, so that one can be changed by itself. */
import { stringify, visit } from 'yaml'
import { readDocument } from '../scenario/document.ts'

/** The same text, unless it has anchors: then they are written out, and its comments are lost. */
export function plainSource(source: string, file: string): string {
  const document = readDocument(source, file)
  if (!document.ok) throw new Error('a scenario that was read cannot be read again')
  let hasAlias = false
  if (document.root !== null)
    visit(document.root, {
      Alias: () => {
        hasAlias = true
        return visit.BREAK
      },
    })
  return hasAlias ? stringify(document.value, { aliasDuplicateObjects: false, lineWidth: 120 }) : source
}
