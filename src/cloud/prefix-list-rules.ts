/** What the cloud asks of prefix lists: facts/vpc 5.2. */
import type { PrefixList } from './prefix-list.ts'
import type { Quotas } from './quotas.ts'
import type { Violation } from './violation.ts'

export function* checkPrefixLists(
  lists: ReadonlyMap<string, PrefixList>,
  quotas: Quotas,
): Generator<Violation> {
  let count = 0
  for (const [name, { entries, maxEntries }] of lists) {
    if (++count > quotas.prefixLists)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `${count} prefix lists, but the quota of the region is ${quotas.prefixLists}`,
        hint: 'quotas.prefixLists sets a raised quota',
        path: ['prefixLists', name],
        at: 'key',
      }
    if (entries.length > maxEntries)
      yield {
        code: 'VALUE_OUT_OF_RANGE',
        message: `${entries.length} entries, but the list says that it has at most ${maxEntries}`,
        hint: 'raise maxEntries; what names the list counts as so many',
        path: ['prefixLists', name, 'maxEntries'],
      }
    if (maxEntries > quotas.entriesPerPrefixList)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `${maxEntries} entries, but a prefix list may have ${quotas.entriesPerPrefixList}`,
        hint: 'quotas.entriesPerPrefixList sets a raised quota',
        path: ['prefixLists', name],
      }
  }
}
