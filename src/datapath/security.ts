/**
 * The security groups of an ENI, asked in both directions (facts/vpc section 5). In this order: addresses they do not look
 * at (R5.20), members of a group that lets them reach each other (R5.3, R5.12), the merged rules (R5.11), the default of
 * the group type (R5.1, R5.2). A group that isolates its members does so at the lowest priority (R5.3): that is the
 * denial of unmatched ingress, and we take it to add nothing to egress.
 */

import { isExemptFromSecurityGroups } from './cloud-service.ts'
import {
  BY_DEFAULT,
  BY_EXEMPTION,
  BY_INNER_ACCESS,
  BY_SESSION,
  CANNOT_TELL,
  type Decision,
} from './decision.ts'
import { type Live, NONE } from './live.ts'
import { isAdvanced, type OwnerTable } from './owner-table.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import type { RuleTable } from './rule-table.ts'
import { TRACKED } from './session.ts'
import type { Tables } from './tables.ts'

const SG_NO_ALLOW_OUT = reasonIndex('SG_NO_ALLOW_OUT')
const SG_NO_ALLOW_IN = reasonIndex('SG_NO_ALLOW_IN')
const SG_DENY_RULE = reasonIndex('SG_DENY_RULE')

const NO_GROUPS: readonly number[] = []

/** An address that no ENI has. */
const NOBODY = 0

/** `neighbour` is the slot that has the destination in the same VPC, or `NONE`. */
export function judgeEgress(
  tables: Tables,
  live: Live,
  decision: Decision,
  app: OwnerTable,
  neighbour: number,
): number {
  const { tuple } = decision
  if (isOfSession(tables, decision, app)) {
    decision.ground = BY_SESSION
    return PASSED
  }
  if (isExemptFromSecurityGroups(tuple.destination)) {
    decision.ground = BY_EXEMPTION
    return PASSED
  }
  const peer = neighbour === NONE ? undefined : tables.owners[live.owner(neighbour)]
  if (peer !== undefined && shareInnerAccess(app, peer)) {
    decision.ground = BY_INNER_ACCESS
    return PASSED
  }
  // A server passes on what nobody knows the source of: no rule about own addresses speaks of that.
  const local = decision.sourceKnown ? tuple.source : NOBODY
  const row = app.egress.firstMatch(tuple, tuple.destination | 0, local | 0, peer?.groups ?? NO_GROUPS)
  decision.ground = row
  if (row !== BY_DEFAULT) return verdictOf(app.egress, row)
  return app.passesUnmatchedEgress ? PASSED : SG_NO_ALLOW_OUT
}

/** `sender` is the slot that sends from inside the same VPC, or `NONE`. */
export function judgeIngress(
  tables: Tables,
  live: Live,
  decision: Decision,
  app: OwnerTable,
  sender: number,
): number {
  const { tuple } = decision
  if (isOfSession(tables, decision, app)) {
    decision.ground = BY_SESSION
    return PASSED
  }
  if (!decision.sourceKnown) {
    decision.ground = CANNOT_TELL
    return PASSED
  }
  const peer = sender === NONE ? undefined : tables.owners[live.owner(sender)]
  if (peer !== undefined && shareInnerAccess(app, peer)) {
    decision.ground = BY_INNER_ACCESS
    return PASSED
  }
  const row = app.ingress.firstMatch(
    tuple,
    tuple.source | 0,
    tuple.destination | 0,
    peer?.groups ?? NO_GROUPS,
  )
  decision.ground = row
  return row === BY_DEFAULT ? SG_NO_ALLOW_IN : verdictOf(app.ingress, row)
}

/** What the group has let through is not asked again, unless it is read as stateless (R5.14, R5.21). */
function isOfSession({ readings }: Tables, { session }: Decision, app: OwnerTable): boolean {
  return session === TRACKED && !(readings.advancedIsStateless && isAdvanced(app))
}

function verdictOf(table: RuleTable, row: number): number {
  return table.accepts(row) ? PASSED : SG_DENY_RULE
}

/** Are both members of a basic group that lets its members reach each other (R5.3)? */
export function shareInnerAccess(app: OwnerTable, peer: OwnerTable): boolean {
  for (const group of app.innerGroups) if (peer.groups.includes(group)) return true
  return false
}
