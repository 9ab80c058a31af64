/** The whitelist of a gateway as the console takes it: entries with commas or newlines between them (seed 002, facts/deployment B.3). */
import { type Cidr, parseCidr } from '../net/cidr.ts'
import type { ReadLeaf } from './schema/leaf.ts'
import { fromNet } from './schema/words.ts'

export interface ListedEntry {
  readonly cidr: Cidr
  /** As it was written, without white space around it. */
  readonly text: string
}

/** Empty entries, such as behind a last comma, count for nothing. An address without a mask is one address (assumed). */
export function readGatewayWhitelist(text: string): ReadLeaf<readonly ListedEntry[]> {
  const entries: ListedEntry[] = []
  for (const part of text.split(/[,\n]/)) {
    const entry = part.trim()
    if (entry === '') continue
    const read = fromNet(parseCidr(entry, { hostBits: 'refuse', bareAddress: 'accept' }), 'CIDR_INVALID')
    if (!read.ok) return read
    entries.push({ cidr: read.value, text: entry })
  }
  return { ok: true, value: entries }
}
