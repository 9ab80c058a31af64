/**
 * Through the transit router of a CEN (facts/vpc section 11, step 7c): the table that the attachment is associated with
 * decides, and the packet comes into the far VPC with its private source (R7.15), out of an ENI of the transit router
 * whose vSwitch may have a network ACL (R7.13).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { hasAddress } from './cen-switches.ts'
import { type AttachmentTable, attachmentIn, type ForwardingRow } from './cen-table.ts'
import type { Decision } from './decision.ts'
import { beginLeg, isAbroad } from './leg.ts'
import { NONE } from './live.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'
import { crossTransitBorders } from './transit-border.ts'
import type { VpcTable } from './vpc-table.ts'

const TR_ASSOCIATION_MISSING = reasonIndex('TR_ASSOCIATION_MISSING')
const TR_PROPAGATION_MISSING = reasonIndex('TR_PROPAGATION_MISSING')
const TR_ROUTE_MISSING = reasonIndex('TR_ROUTE_MISSING')
const TR_BLACKHOLE = reasonIndex('TR_BLACKHOLE')
const FORWARDING_LOOP = reasonIndex('FORWARDING_LOOP')

/** The attachment by which the packet comes into the next VPC; undefined: the walk ends here. */
export function crossTransit(
  tables: Tables,
  decision: Decision,
  near: VpcTable,
  cen: number,
  observer: Observer | undefined,
): AttachmentTable | undefined {
  const { destination, destinationPort } = decision.tuple
  const far = askTransit(tables, decision, near, cen, destination, 'transit', observer)
  if (far === undefined) return undefined
  if (!isAbroad(decision)) beginLeg(decision, near)
  decision.sourceSlot = NONE
  const stops = crossTransitBorders(
    tables,
    decision,
    far,
    destinationPort,
    destination,
    'acl-transit',
    observer,
  )
  return stops ? undefined : far
}

/** Which attachment the transit router sends the packet to that comes from `near`; undefined: none, and the walk ends. */
export function askTransit(
  tables: Tables,
  decision: Decision,
  near: VpcTable,
  cen: number,
  address: Ipv4,
  stage: 'transit' | 'return-transit',
  observer: Observer | undefined,
): AttachmentTable | undefined {
  const { attachments } = tables.cens[cen]!
  const own = attachmentIn(tables.cens[cen]!, tables.numbers.vpcs.numberOf(near.vpc.name))!
  const { forwarding } = own
  const index = forwarding === undefined ? NONE : forwarding.longestMatch.lookupIndex(address)
  const row = index === NONE ? undefined : forwarding!.rows[index]!
  decision.cen = cen
  decision.cenNear = own
  decision.cenRow = row
  decision.cenFar = attachmentWith(tables, attachments, own, address)
  // From there it would go the same way again.
  const isLoop = decision.transits.has(own)
  decision.transits.add(own)
  const reason = isLoop ? FORWARDING_LOOP : judge(decision, row)
  if (isLoop) decision.cenFar = undefined
  if (settle(decision, stage, reason, observer) || reason !== PASSED) return undefined
  return attachments[row!.attachment]!
}

function judge({ cenNear, cenFar }: Decision, row: ForwardingRow | undefined): number {
  if (cenNear!.forwarding === undefined) return TR_ASSOCIATION_MISSING
  if (row === undefined) return cenFar === undefined ? TR_ROUTE_MISSING : TR_PROPAGATION_MISSING
  return row.attachment === NONE ? TR_BLACKHOLE : PASSED
}

/** The first other attachment whose VPC has a vSwitch with the address. */
function attachmentWith(
  tables: Tables,
  attachments: readonly AttachmentTable[],
  own: AttachmentTable,
  address: Ipv4,
): AttachmentTable | undefined {
  for (const one of attachments) if (one !== own && hasAddress(tables.vpcs[one.vpc]!, address)) return one
  return undefined
}
