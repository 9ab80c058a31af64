/**
 * The network ACLs of the vSwitches where a transit router has its ENIs (facts/vpc R7.13): they see what comes out of the
 * transit router into the VPC, as egress of those vSwitches (derived). Any of the ENIs may be used, so that each ACL must
 * let the packet pass.
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { judgeEntries } from './border.ts'
import type { AttachmentTable } from './cen-table.ts'
import type { Decision } from './decision.ts'
import { PASSED, reasonIndex } from './reasons.ts'
import { type Observer, settle } from './stage.ts'
import type { Tables } from './tables.ts'

const ACL_TRANSIT_DENIED = reasonIndex('ACL_TRANSIT_DENIED')

/** True: the walk ends here. Without an ACL there is no border. */
export function crossTransitBorders(
  tables: Tables,
  decision: Decision,
  { vpc, vswitches }: AttachmentTable,
  port: number,
  address: Ipv4,
  stage: 'acl-transit' | 'return-acl-transit',
  observer: Observer | undefined,
): boolean {
  const { aclOf } = tables.vpcs[vpc]!
  let isAsked = false
  for (const vswitch of vswitches) {
    const acl = aclOf[vswitch]
    const { first, last } = tables.vswitches[vswitch]!.cidr
    const isInside = first <= address && address <= last
    if (acl === undefined || (isInside && !tables.readings.aclFiltersWithin)) continue
    isAsked = true
    decision.askedVSwitch = vswitch
    decision.askedFor = address
    if (!judgeEntries(tables, decision, acl.egress, decision.tuple.protocol, port, address))
      return settle(decision, stage, ACL_TRANSIT_DENIED, observer)
  }
  return isAsked && settle(decision, stage, PASSED, observer)
}
