/** What NAT gateways of both kinds do to a packet: another source by an SNAT entry, another destination by a DNAT entry. */
import { type DnatEntry, isIpMapping } from '../cloud/nat-gateway.ts'
import { hasPorts } from '../net/protocol.ts'
import type { Decision } from './decision.ts'
import { pickEip, type SnatRow } from './nat-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { isTranslated } from './stage.ts'

const SNAT_NO_ENTRY = reasonIndex('SNAT_NO_ENTRY')
const SNAT_ENTRY_WITHOUT_EIP = reasonIndex('SNAT_ENTRY_WITHOUT_EIP')
const NAT_PROTOCOL_UNSUPPORTED = reasonIndex('NAT_PROTOCOL_UNSUPPORTED')

/** `row` is the entry with the longest mask for the source. Without one of its addresses nobody can tell the source. */
export function translateSource(decision: Decision, row: SnatRow | undefined): number {
  if (row === undefined || row.eips.length === 0) {
    decision.sourceKnown = false
    return row === undefined ? SNAT_NO_ENTRY : SNAT_ENTRY_WITHOUT_EIP
  }
  decision.tuple.source = row.eips[pickEip(row, decision)]!
  return isTranslated(decision) ? PASSED : NAT_PROTOCOL_UNSUPPORTED
}

/** A range of ports leads to one of equal size (facts/vpc R4.21); an IP mapping keeps the port (R4.22). */
export function translateDestination({ tuple }: Decision, entry: DnatEntry): void {
  tuple.destination = entry.to
  if (hasPorts(tuple.protocol) && !isIpMapping(entry))
    tuple.destinationPort += entry.toPorts.first - entry.ports.first
}
