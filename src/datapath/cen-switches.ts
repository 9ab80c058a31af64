/**
 * Why a VPC has no route to another one although both are attached to a CEN: the first of the four switches of facts/vpc R7.7
 * that is off, or a conflict (R2.13, R7.11). Asked only where there was no way.
 */

import { isSubset, overlaps } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { type AttachmentTable, attachmentIn } from './cen-table.ts'
import type { Decision } from './decision.ts'
import { NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import type { RoutingTable } from './routing-table.ts'
import type { Tables } from './tables.ts'
import type { VpcTable } from './vpc-table.ts'

const TR_ASSOCIATION_MISSING = reasonIndex('TR_ASSOCIATION_MISSING')
const TR_PROPAGATION_MISSING = reasonIndex('TR_PROPAGATION_MISSING')
const TR_ROUTE_MISSING = reasonIndex('TR_ROUTE_MISSING')
const TR_BLACKHOLE = reasonIndex('TR_BLACKHOLE')
const CEN_ROUTE_NOT_PUBLISHED = reasonIndex('CEN_ROUTE_NOT_PUBLISHED')
const CEN_ROUTE_NOT_ACCEPTED = reasonIndex('CEN_ROUTE_NOT_ACCEPTED')
const CEN_ROUTE_CONFLICT = reasonIndex('CEN_ROUTE_CONFLICT')
const CEN_CIDR_OVERLAP = reasonIndex('CEN_CIDR_OVERLAP')
const ROUTE_LOSES_TO_MORE_SPECIFIC = reasonIndex('ROUTE_LOSES_TO_MORE_SPECIFIC')

/** The reason, told of in the decision; `PASSED` where no CEN connects `near` with a vSwitch that has the address. */
export function missingSwitch(
  tables: Tables,
  decision: Decision,
  near: VpcTable,
  table: RoutingTable,
  address: Ipv4,
): number {
  for (let number = 0; number < tables.cens.length; number++) {
    const cen = tables.cens[number]!
    const own = attachmentIn(cen, tables.numbers.vpcs.numberOf(near.vpc.name))
    if (own === undefined) continue
    for (const far of cen.attachments) {
      if (far === own || !hasAddress(tables.vpcs[far.vpc]!, address)) continue
      decision.cen = number
      decision.cenNear = own
      decision.cenFar = far
      return judge(tables, decision, own, far, near, table, address)
    }
  }
  return PASSED
}

function judge(
  tables: Tables,
  decision: Decision,
  own: AttachmentTable,
  far: AttachmentTable,
  near: VpcTable,
  table: RoutingTable,
  address: Ipv4,
): number {
  const { forwarding, attachment } = own
  if (forwarding === undefined) return TR_ASSOCIATION_MISSING
  const { attachments } = tables.cens[decision.cen]!
  const index = forwarding.longestMatch.lookupIndex(address)
  const row = index === NONE ? undefined : forwarding.rows[index]!
  decision.cenRow = row
  if (row === undefined) return TR_PROPAGATION_MISSING
  if (row.attachment === NONE) return TR_BLACKHOLE
  const { kind, destination } = row.entry
  const target = attachments[row.attachment]!
  if (target === own) return TR_ROUTE_MISSING
  if (target !== far && kind !== 'static') {
    const isTold = far.attachment.propagations.includes(forwarding.name)
    return isTold ? CEN_CIDR_OVERLAP : TR_PROPAGATION_MISSING
  }
  if (!attachment.autoPublish) return CEN_ROUTE_NOT_PUBLISHED
  if (!attachment.acceptsRoutes) return CEN_ROUTE_NOT_ACCEPTED
  for (const { cidr } of near.vswitches)
    if (kind === 'vswitch' ? overlaps(destination, cidr) : isSubset(destination, cidr))
      return CEN_CIDR_OVERLAP
  for (const { prefix, written, nextHop } of table.routes)
    if (prefix.first === destination.first && prefix.last === destination.last)
      return nextHop === 'transit-router' && written === undefined
        ? ROUTE_LOSES_TO_MORE_SPECIFIC
        : CEN_ROUTE_CONFLICT
  return ROUTE_LOSES_TO_MORE_SPECIFIC
}

/** Has the VPC a vSwitch with the address? */
export function hasAddress({ vswitches }: VpcTable, address: Ipv4): boolean {
  for (const { cidr } of vswitches) if (cidr.first <= address && address <= cidr.last) return true
  return false
}
