/** A prefix list: blocks that security rules and routes name together (facts/vpc 5.2, R2.18). */
import type { Prefix } from '../net/cidr.ts'

export interface PrefixList {
  readonly entries: readonly Prefix[]
  /** Its maximum size: for the quotas, whatever names the list counts as so many, however few entries it has. */
  readonly maxEntries: number
}
