/** A zone of PrivateZone: names that only the VPCs see that it is bound to, where it stands before public DNS (facts/vpc R8.5). */
import type { DnsRecord } from './dns-record.ts'
import type { Origin } from './origin.ts'

export interface PrivateZone {
  readonly name: string
  /** Its domain: `shop.internal`. */
  readonly zone: string
  /** The VPCs that it is bound to. */
  readonly vpcs: readonly string[]
  /** What becomes of names of the domain that it has no record for: `zone` says they do not exist, `record` asks public DNS (R8.6). */
  readonly proxy: 'zone' | 'record'
  /** By the whole name. */
  readonly records: ReadonlyMap<string, DnsRecord>
  readonly origin: Origin
}

/** Is `name` the domain itself, or under it? */
export function isUnder(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`)
}
