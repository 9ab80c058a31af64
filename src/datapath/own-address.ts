/** The public address that an instance has of its own, which outranks every SNAT entry (facts/vpc section 3.5). */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Decision } from './decision.ts'
import { addressKey, type Live, NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { isTranslated, type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const NAT_PROTOCOL_UNSUPPORTED = reasonIndex('NAT_PROTOCOL_UNSUPPORTED')

/** What an instance has of its own: an EIP in use, or the EIP of an IP mapping (facts/vpc R1.22, R4.22); else `NONE`. */
export function publicAddressOf(tables: Tables, live: Live, slot: number): Ipv4 | typeof NONE {
  const eip = live.eip(slot)
  if (eip !== NONE) return eip
  // Most worlds have no IP mapping, and such a key is a double, which a map is slow to hash.
  if (tables.mappedEip.size === 0) return NONE
  const { vpc } = tables.owners[live.owner(slot)]!
  return tables.mappedEip.get(addressKey(vpc, live.address(slot))) ?? NONE
}

/** The packet leaves with it. True: the walk ends here. */
export function chooseSource(
  tables: Tables,
  live: Live,
  decision: Decision,
  eip: Ipv4,
  observer: Observer | undefined,
): boolean {
  const isTranslation = !tables.owners[live.owner(decision.sourceSlot)]!.isCutThrough
  decision.tuple.source = eip
  return settle(
    decision,
    'choose-source',
    !isTranslation || isTranslated(decision) ? PASSED : NAT_PROTOCOL_UNSUPPORTED,
    observer,
  )
}
