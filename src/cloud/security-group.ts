/** Security groups: facts/vpc section 5. Stateful, per ENI; the merged rules of all groups of an ENI decide (R5.11). */
import type { Cidr } from '../net/cidr.ts'
import type { Cidr6 } from '../net/cidr6.ts'
import type { PortRange } from '../net/port-range.ts'
import type { Protocol } from '../net/protocol.ts'
import type { Origin } from './origin.ts'

export interface SecurityGroup {
  readonly name: string
  readonly vpc: string
  /** `basic` allows unmatched egress, `advanced` denies it (R5.2). */
  readonly type: 'basic' | 'advanced'
  /** Members of one basic group among themselves (R5.3); always `drop` for an advanced group. */
  readonly innerAccess: 'accept' | 'drop'
  readonly ingress: readonly SecurityRule[]
  readonly egress: readonly SecurityRule[]
  readonly origin: Origin
}

export interface SecurityRule {
  readonly policy: 'accept' | 'drop'
  readonly protocol: Protocol
  /** Destination ports: the local port of an ingress rule, the remote port of an egress rule (R5.9). */
  readonly ports: PortRange
  /** The other side: the source of an ingress rule, the destination of an egress rule. */
  readonly peer: SecurityPeer
  /** Five-tuple rules only (R5.8): source ports, and for ingress the local address. */
  readonly sourcePorts?: PortRange
  readonly localCidr?: Cidr
  /** 1 to 100, smaller wins; at equal priority `drop` wins (R5.8, R5.11). */
  readonly priority: number
  readonly origin: Origin
}

export type SecurityPeer =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  /** Speaks of IPv6 packets alone, as `cidr` and `prefixList` do of IPv4 packets. */
  | { readonly kind: 'cidr6'; readonly cidr: Cidr6 }
  | { readonly kind: 'group'; readonly group: string }
  | {
      readonly kind: 'prefixList'
      readonly name: string
      readonly cidrs: readonly Cidr[]
      /** The maximum size of the list (5.2); absent: as many as it has entries. */
      readonly maxEntries?: number
    }
