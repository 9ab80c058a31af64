/**
 * Who has an address now: the ENI itself, or for a HaVip the member that holds it (facts/vpc 2.2). The private address of
 * an ENI with a cut-through EIP is nobody's (R3.2).
 */
import type { Ipv4 } from '../net/ipv4.ts'
import { addressKey, type Live, NONE } from './live.ts'
import { isUp } from './owner-table.ts'
import { reasonIndex } from './reasons.ts'
import { routeFor } from './routing-table.ts'
import type { Tables } from './tables.ts'
import type { VpcTable } from './vpc-table.ts'

const ADDRESS_UNKNOWN = reasonIndex('ADDRESS_UNKNOWN')
const HAVIP_WITHOUT_HOLDER = reasonIndex('HAVIP_WITHOUT_HOLDER')
const CUT_THROUGH_ONLY_PUBLIC = reasonIndex('CUT_THROUGH_ONLY_PUBLIC')

/** The slot of the ENI that gets packets for a private address in a vSwitch, or `NONE`. */
export function eniAt(tables: Tables, live: Live, vswitch: number, address: Ipv4): number {
  const slot = live.slotOfAddress(vswitch, address)
  if (slot !== NONE) return slot
  const haVip = tables.haVipOfAddress.get(addressKey(vswitch, address))
  return haVip === undefined ? NONE : holderOf(tables, live, haVip)
}

/** The first member that runs, the active one before the others; `NONE` where none does. */
export function holderOf(tables: Tables, live: Live, haVip: number): number {
  for (const slot of tables.haVips[haVip]!.slots)
    if (isUp(tables.owners[live.owner(slot)]!, live, slot)) return slot
  return NONE
}

/** Why nobody gets the packet, as the index of a reason. */
export function whyNobody(tables: Tables, vswitch: number, address: Ipv4): number {
  const key = addressKey(vswitch, address)
  if (tables.haVipOfAddress.has(key)) return HAVIP_WITHOUT_HOLDER
  return tables.hiddenAddresses.has(key) ? CUT_THROUGH_ONLY_PUBLIC : ADDRESS_UNKNOWN
}

/** The same for an address of a VPC, in whichever of its vSwitches. */
export function whyNobodyIn(tables: Tables, vpc: VpcTable, address: Ipv4): number {
  const route = routeFor(vpc.systemTable, address)
  return route?.nextHop === 'local' ? whyNobody(tables, route.number, address) : ADDRESS_UNKNOWN
}
