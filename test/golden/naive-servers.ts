/** ENIs of servers, HaVips and next hops as facts/vpc 2.2, 3.1 and R3.2 tell them: plain loops, for the naive twin. */
import type { HaVip } from '../../src/cloud/ha-vip.ts'
import type { NetworkInterface } from '../../src/cloud/network-interface.ts'
import type { Server } from '../../src/cloud/server.ts'
import type { Eni, World } from './naive-datapath.ts'

/** A server that the packet has met on its way, and how it came there. */
export interface Met {
  readonly eni: Eni
  readonly masks: boolean
  crossedIn: boolean
  crossedOut: boolean
  readonly source: number | undefined
  readonly destination: number
}

/** `fw` is the primary ENI of a server, `fw/eth1` a secondary one. */
export function serverAndInterface(
  { topology }: World,
  name: string,
): { server: Server; eni: NetworkInterface } {
  for (const server of topology.servers.values()) {
    if (server.name === name) return { server, eni: server }
    for (const eni of server.enis) if (eni.name === name) return { server, eni }
  }
  throw new Error(`no ENI ${name}`)
}

export function runs(world: World, eni: Eni): boolean {
  return serverAndInterface(world, eni.app).server.running && eni.answers
}

/** R3.2: the guest sees the EIP, and the private address does not work. */
export function isCutThrough(world: World, eni: Eni): boolean {
  if (eni.kind !== 'server') return false
  const { eip, eipMode } = serverAndInterface(world, eni.app).eni
  return eipMode === 'cutThrough' && eip !== undefined
}

export function holderOf(world: World, { active, members }: HaVip): Eni | undefined {
  for (const name of [active, ...members]) {
    const eni = world.enis.find((one) => one.kind === 'server' && one.app === name)
    if (eni !== undefined && runs(world, eni)) return eni
  }
  return undefined
}

/** Who gets a packet for a private address of this vSwitch. */
export function whoHas(world: World, vswitch: string | undefined, address: number): Eni | undefined {
  for (const eni of world.enis)
    if (eni.vswitch === vswitch && eni.address === address && !isCutThrough(world, eni)) return eni
  for (const haVip of world.topology.haVips.values())
    if (haVip.vswitch === vswitch && haVip.address === address) return holderOf(world, haVip)
  return undefined
}

/** Why nobody does. */
export function whyNobody({ topology }: World, vswitch: string | undefined, address: number): string {
  for (const haVip of topology.haVips.values())
    if (haVip.vswitch === vswitch && haVip.address === address) return 'HAVIP_WITHOUT_HOLDER'
  for (const { enis } of topology.servers.values())
    for (const eni of enis)
      if (
        eni.vswitch === vswitch &&
        eni.address === address &&
        eni.eipMode === 'cutThrough' &&
        eni.eip !== undefined
      )
        return 'CUT_THROUGH_ONLY_PUBLIC'
  return 'ADDRESS_UNKNOWN'
}

/** R2.4, R2.16: the ENI behind a next hop in this VPC, if its server runs and passes packets on. */
export function passingEni(
  world: World,
  vpc: string,
  { kind, name }: { readonly kind: 'server' | 'haVip'; readonly name: string },
): Eni | undefined {
  const haVip = kind === 'haVip' ? world.topology.haVips.get(name) : undefined
  const eni =
    kind === 'haVip'
      ? haVip && holderOf(world, haVip)
      : world.enis.find((one) => one.kind === 'server' && one.app === name)
  if (eni === undefined || serverAndInterface(world, eni.app).eni.vpc !== vpc) return undefined
  return runs(world, eni) && serverAndInterface(world, eni.app).server.forwarding ? eni : undefined
}
