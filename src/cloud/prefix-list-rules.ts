/** What the cloud asks of prefix lists: facts/vpc 5.2. */
import type { Quotas } from './quotas.ts'
import type { Violation } from './violation.ts'

export function* checkPrefixLists(
  lists: ReadonlyMap<string, readonly unknown[]>,
  quotas: Quotas,
): Generator<Violation> {
  let count = 0
  for (const [name, entries] of lists) {
    if (++count > quotas.prefixLists)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `${count} prefix lists, but the quota of the region is ${quotas.prefixLists}`,
        hint: 'quotas.prefixLists sets a raised quota',
        path: ['prefixLists', name],
        at: 'key',
      }
    if (entries.length > quotas.entriesPerPrefixList)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `${entries.length} entries, but a prefix list may have ${quotas.entriesPerPrefixList}`,
        hint: 'quotas.entriesPerPrefixList sets a raised quota',
        path: ['prefixLists', name],
      }
  }
}
