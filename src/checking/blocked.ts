/** What makers of edits get: whatever stops one of those who are asked, and the world in which it does. */
import { sourcesAround } from '../datapath/balancer-sources.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Hop } from '../datapath/hop.ts'
import { type Live, NONE } from '../datapath/live.ts'
import { isAmbiguous } from '../datapath/nat-table.ts'
import type { Story } from '../datapath/story.ts'
import type { Tables } from '../datapath/tables.ts'
import { type Cidr, prefixOf } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Edit } from './edit.ts'

export interface Blocked {
  readonly code: string
  readonly story: Story
  /** Where it stops; absent where the flow has no packet. */
  readonly hop?: Hop
  readonly details: Readonly<Record<string, string>>
}

export interface Setting {
  readonly tables: Tables
  readonly live: Live
  /** What is asked, as the draft has it; absent where a packet was made by hand. */
  readonly flow?: Flow
}

/** Changes that could help all of these, which are stopped for one reason; whether they do is for others to find out. */
export type EditMaker = (blocked: readonly Blocked[], setting: Setting) => readonly Edit[]

/** The first that stops each story. What lies behind it comes up when it is out of the way. */
export function firstBlocked(stories: readonly Story[]): Blocked[] {
  return stories.flatMap((story): Blocked[] => {
    const { answer, told } = story
    // What blocks IPv6 packets keeps its advice: no edits are known for it.
    if (answer.reachable || story.told6 !== undefined) return []
    if (told === undefined) return [{ code: answer.code!, story, details: answer.details }]
    const hop = told.explanation.hops.find(({ verdict }) => verdict === 'dropped')
    if (hop?.code === undefined) return [{ code: answer.code!, story, details: answer.details }]
    return [{ code: hop.code, story, hop, details: hop.details ?? {} }]
  })
}

/** The ENI that sends, or `NONE` for somebody on the Internet. */
export function senderOf({ story, hop }: Blocked): number {
  return hop === undefined ? story.slot : story.told!.packet.slot
}

export function vswitchOf(slot: number, { tables, live }: Setting): string | undefined {
  return tables.vswitches[live.vswitch(slot)]?.name
}

/** The one address; but an instance is named by its vSwitch, for its address changes with every deployment. */
export function farSide(address: Ipv4, blocked: Blocked, { tables, live }: Setting): Cidr {
  const balancer = sourcesAround(tables, address)
  if (balancer !== undefined) return balancer
  const slot = senderOf(blocked)
  if (slot === NONE || address !== blocked.story.told!.packet.source) return prefixOf(address, 32)
  return tables.vswitches[live.vswitch(slot)]!.cidr
}

/** All addresses that the packet may come with: an SNAT entry may pick any of its EIPs or NAT IPs. */
export function sourcesAt(hop: Hop, { story }: Blocked, { tables }: Setting): readonly Ipv4[] {
  const snat = story.told!.explanation.hops.findLast(
    ({ stage, direction }) => direction === 'forward' && (stage === 'snat' || stage === 'vpc-snat'),
  )
  for (const { entries } of [...tables.natGateways, ...tables.vpcNatGateways])
    for (const row of entries)
      if (row.entry.origin === snat?.rule?.origin && isAmbiguous(row)) return row.eips
  return [hop.before.source]
}

export function obtain<K, V>(things: Map<K, V>, key: K, make: () => V): V {
  let thing = things.get(key)
  if (thing === undefined) {
    thing = make()
    things.set(key, thing)
  }
  return thing
}
