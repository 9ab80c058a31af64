/**
 * The addresses of a block as text, page by page, for reports and messages. ip-cidr does the paging; it takes
 * tens of microseconds and has no place where packets are decided.
 */
import IPCIDR from 'ip-cidr'
import { formatCidr, type Prefix } from './cidr.ts'

/** Which addresses to list: `limit` of them, after skipping `from`. */
export interface Page {
  readonly from?: number
  readonly limit: number
}

/** Addresses of `block` in ascending order, at most `limit`; empty where `from` lies behind the last one. */
export function listAddresses(block: Prefix, { from = 0, limit }: Page): string[] {
  const listing = new IPCIDR(formatCidr(block))
  if (BigInt(from) >= BigInt(listing.size.toString())) return []
  return listing.toArray({ from, limit })
}
