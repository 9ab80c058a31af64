/**
 * Who the client behind proxies is: of `X-Forwarded-For`, as it came, the last address that is no trusted proxy's
 * (facts/load-balancing 1.13). It counts for limits of one client alone; conditions and access lists know the TCP peer.
 */
import type { CidrSet } from '../net/cidr-set.ts'
import { type Ipv4, parseIpv4 } from '../net/ipv4.ts'

/** Undefined where the header names nobody else, and so the TCP peer is the client (assumed). */
export function clientBehind(
  headers: ReadonlyMap<string, string>,
  trusted: CidrSet | undefined,
): Ipv4 | undefined {
  const chain = trusted === undefined ? undefined : headers.get('x-forwarded-for')
  if (trusted === undefined || chain === undefined) return undefined
  for (const text of chain.split(',').reverse()) {
    const address = parseIpv4(text.trim())
    // Behind what is no address nothing can be trusted.
    if (!address.ok) return undefined
    if (!trusted.has(address.value)) return address.value
  }
  return undefined
}
