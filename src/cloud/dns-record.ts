/**
 * A DNS record as the file gives it. Only A and CNAME lead somewhere in our world; of the other types of PrivateZone
 * (facts/vpc R8.7) it is known that they are there. A name has one record, and an A record one address: how several are
 * picked from is not modelled.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Origin } from './origin.ts'

export interface DnsRecord {
  /** The whole name, in lower case and without a dot at the end. */
  readonly name: string
  readonly target: RecordTarget
  /** How long a resolver or a caller may keep the answer. */
  readonly ttlUs: number
  readonly origin: Origin
}

export type RecordTarget =
  | { readonly type: 'A'; readonly address: Ipv4 }
  | { readonly type: 'CNAME'; readonly name: string }
  | { readonly type: OtherType }

/** AAAA is unconfirmed for PrivateZone (R8.7). */
export const OTHER_TYPES = ['TXT', 'MX', 'PTR', 'SRV', 'AAAA'] as const
export type OtherType = (typeof OTHER_TYPES)[number]

/** Of a public record and of the names that the cloud gives to its resources: ten minutes, assumed. */
export const PUBLIC_TTL_US = 600_000_000
