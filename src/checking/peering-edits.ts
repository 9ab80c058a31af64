/**
 * Edits that connect two VPCs: a peering where there is none and their blocks do not overlap (facts/vpc R7.1, R7.3), and
 * the caller's route through it. The route back and the filters of the far side come up when these are out of the way.
 */
import { isOfEas } from '../cloud/eas-network.ts'
import { unwritten } from '../cloud/origin.ts'
import { SYSTEM_TABLE } from '../cloud/route-table.ts'
import type { Vpc } from '../cloud/vpc.ts'
import { peeringOf } from '../datapath/peering.ts'
import { routeFor } from '../datapath/routing-table.ts'
import { routingOf } from '../datapath/vpc-table.ts'
import { overlaps, prefixOf } from '../net/cidr.ts'
import { type Blocked, type EditMaker, type Setting, senderOf } from './blocked.ts'
import { added, type Edit, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'
import { freeName } from './free-resources.ts'
import { routeEdit } from './route-changes.ts'
import { blockWith, onceEach, vpcNamed } from './route-edits.ts'

/** The destination is in another VPC. */
export const connectVpcs: EditMaker = (blocked, setting) =>
  onceEach(blocked, (one) => {
    const near = vpcNamed(one.details['vpc'], setting)
    const far = farVpcOf(one, near, setting)
    if (near === undefined || far === undefined) return []
    const { topology } = setting.tables
    const peering = peeringOf(topology, near.name, far.name)
    if (peering !== undefined) return routeThrough(near, far, peering.name, one, setting)
    return blocksOf(near).some((block) => blocksOf(far).some((other) => overlaps(block, other)))
      ? []
      : [peeringEdit(near.name, far.name, topology.peerings)]
  })

/** Behind a peering that is not the right one it is the VPC that has the address. */
function farVpcOf({ hop }: Blocked, near: Vpc | undefined, { tables }: Setting): Vpc | undefined {
  if (hop === undefined) return undefined
  const others = [...tables.topology.vpcs.values()].filter((vpc) => vpc !== near && !isOfEas(vpc.name))
  return others.find((vpc) => blockWith(vpc, hop.before.destination) !== undefined)
}

function peeringEdit(near: string, far: string, known: ReadonlyMap<string, unknown>): Edit {
  const name = freeName(`${near}-${far}`, known)
  const origin = unwritten(`peerings.${name}`)
  return {
    kind: 'peering',
    words: `connect VPC ${near} with VPC ${far} by peering ${name}`,
    origin,
    lines: [added(`${name}: { vpcs: ${flowList([near, far])} }`)],
    apply: (draft) => {
      if (peeringOf(draft.topology, near, far) !== undefined) return undefined
      return withMember(draft, 'peerings', { name, vpcs: [near, far], origin })
    },
  }
}

/** To the block of the far VPC; where a route as long or longer takes the packet elsewhere, to the one address. */
function routeThrough(near: Vpc, far: Vpc, peering: string, one: Blocked, { tables, live }: Setting): Edit[] {
  const { destination } = one.hop!.before
  const block = blockWith(far, destination)
  const vpc = tables.vpcs[tables.numbers.vpcs.numberOf(near.name)]
  if (block === undefined || vpc === undefined) return []
  const routing = routingOf(vpc, live.vswitch(senderOf(one)))
  const present = routeFor(routing, destination)?.prefix
  const isTaken = present !== undefined && present.last - present.first <= block.last - block.first
  const table = one.details['table'] ?? routing.name
  const to = isTaken ? prefixOf(destination, 32) : block
  return [routeEdit(near, table === '' ? SYSTEM_TABLE : table, to, { kind: 'peering', name: peering })]
}

function blocksOf({ cidr, secondaryCidrs }: Vpc) {
  return [cidr, ...secondaryCidrs]
}
