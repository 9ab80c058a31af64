/** The security groups of a server, asked about an IPv6 packet: in the order of `security.ts` (facts/vpc section 5). */
import { BY_DEFAULT, BY_INNER_ACCESS } from './decision.ts'
import type { Decision6, Packet6 } from './ipv6-decision.ts'
import type { RuleTable6 } from './ipv6-rule-table.ts'
import { type Live, NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { shareInnerAccess } from './security.ts'
import type { Tables } from './tables.ts'

const SG_NO_ALLOW_OUT = reasonIndex('SG_NO_ALLOW_OUT')
const SG_NO_ALLOW_IN = reasonIndex('SG_NO_ALLOW_IN')
const SG_DENY_RULE = reasonIndex('SG_DENY_RULE')

const NO_GROUPS: readonly number[] = []

/** The rules on the ENI in `slot`; `peer` is the slot at the other end, if it is in the same VPC. */
export function judge6(
  tables: Tables,
  live: Live,
  packet: Packet6,
  decision: Decision6,
  slot: number,
  peer: number,
  rules: RuleTable6,
  direction: 'ingress' | 'egress',
): number {
  const owner = tables.owners[live.owner(slot)]!
  const other = peer === NONE ? undefined : tables.owners[live.owner(peer)]
  if (other !== undefined && shareInnerAccess(owner, other)) {
    decision.ground = BY_INNER_ACCESS
    return PASSED
  }
  const far = direction === 'ingress' ? packet.source : packet.destination
  const row = rules.firstMatch(packet, far, other?.groups ?? NO_GROUPS)
  decision.ground = row
  if (row !== BY_DEFAULT) return rules.rules[row]!.policy === 'accept' ? PASSED : SG_DENY_RULE
  if (direction === 'ingress') return SG_NO_ALLOW_IN
  return owner.passesUnmatchedEgress ? PASSED : SG_NO_ALLOW_OUT
}
