/** What the name that a flow calls leads to, for one caller: an address, or why there is none that helps. */
import type { Ipv4 } from '../net/ipv4.ts'
import type { Flow } from './flow.ts'
import { isInternetAddress } from './internet-address.ts'
import { type Live, NONE } from './live.ts'
import { slotIn } from './nat-entry.ts'
import { type NameCaller, type Resolution, resolveName } from './resolve-name.ts'
import type { Tables } from './tables.ts'

/** An answer that a caller got before the record changed and may still use. */
export interface KeptAnswer {
  readonly address: Ipv4
  /** When the record changed, and when the time to live of the answer has run out at the latest. */
  readonly changedUs: number
  readonly untilUs: number
}

/** Why a name that is called gives no packet. */
export type NameObstacle =
  /** No address, or none that the caller could use. */
  | 'name-unknown'
  /** A private address, for somebody on the Internet. */
  | 'name-other-side'
  /** Nobody may rely on the address of an instance of an application (facts/vpc R3.17). */
  | 'app-address'

/** A fresh answer for the flow's name. */
export function resolutionFor(tables: Tables, live: Live, { from, to }: Flow, slot: number): Resolution {
  return resolveName(
    tables.names,
    to.name,
    from.kind === 'internet' ? undefined : callerAt(tables, live, slot),
  )
}

/** The VPC whose resolver is asked, and the zone of the caller. */
export function callerAt(tables: Tables, live: Live, slot: number): NameCaller | undefined {
  if (slot === NONE) return undefined
  const { vpc, zone } = tables.vswitches[live.vswitch(slot)]!
  return { vpc, zone }
}

/** The address that is called: the one that was kept, else a fresh answer; undefined where there is none. */
export function addressCalled(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept: KeptAnswer | undefined,
): Ipv4 | undefined {
  if (kept !== undefined) return kept.address
  const resolution = resolutionFor(tables, live, flow, slot)
  return resolution.ok ? resolution.address : undefined
}

/** All the addresses of a fresh answer, among which callers are spread; one or none for most names. */
export function addressesNamed(tables: Tables, live: Live, flow: Flow, slot: number): readonly Ipv4[] {
  const resolution = resolutionFor(tables, live, flow, slot)
  return resolution.ok ? (resolution.addresses ?? [resolution.address]) : []
}

export function nameObstacle(
  tables: Tables,
  live: Live,
  flow: Flow,
  slot: number,
  kept: KeptAnswer | undefined,
): NameObstacle | undefined {
  const address = addressCalled(tables, live, flow, slot, kept)
  if (address === undefined) return 'name-unknown'
  if (flow.from.kind === 'internet') return isInternetAddress(address) ? undefined : 'name-other-side'
  return instanceAt(tables, live, slot, address) === undefined ? undefined : 'app-address'
}

/** The application that has the private address in the VPC of the caller. */
export function instanceAt(tables: Tables, live: Live, slot: number, address: Ipv4): string | undefined {
  const vpc = tables.vpcs[tables.owners[live.owner(slot)]?.vpc ?? NONE]
  const holder = vpc === undefined ? NONE : slotIn(tables, vpc, live, address)
  const owner = holder === NONE ? undefined : tables.owners[live.owner(holder)]
  return owner?.kind === 'app' ? owner.owner.name : undefined
}
