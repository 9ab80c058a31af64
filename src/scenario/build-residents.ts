/**
 * Servers, HaVips and databases as they were read: what has a private address for the whole run. Those that name none get the
 * lowest free one of their vSwitch (facts/vpc R1.14); NAT gateways take theirs before them (R4.2).
 */
import { type Database, DEFAULT_PORTS } from '../cloud/database.ts'
import type { WrittenEip } from '../cloud/eip-rules.ts'
import type { HaVip } from '../cloud/ha-vip.ts'
import type { NatGateway } from '../cloud/nat-gateway.ts'
import { isAllocatable } from '../cloud/private-address-rules.ts'
import { privateAddressCount } from '../cloud/private-nat-address.ts'
import type { Server } from '../cloud/server.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { VpcNatGateway } from '../cloud/vpc-nat-gateway.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { BuildContext } from './build-context.ts'
import { buildHaVips } from './build-ha-vip.ts'
import type { TakeAddress } from './build-privatelink.ts'
import { type AddressOf, buildServers } from './build-server.ts'
import { buildVpcNatGateways, vpcNatGatewaysIn } from './build-vpc-nat-gateway.ts'
import { whitelistGroups } from './build-whitelist.ts'
import type { Resources } from './read-sections.ts'

export interface Residents {
  readonly servers: ReadonlyMap<string, Server>
  readonly haVips: ReadonlyMap<string, HaVip>
  readonly vpcNatGateways: ReadonlyMap<string, VpcNatGateway>
  readonly databases: ReadonlyMap<string, Database>
  /** Gives addresses to those who come behind them. */
  readonly take: TakeAddress
  /**
   * For gateways, whose parts come and go during a run: from the end of the vSwitch, where no instance is, and on two stripes, so
   * that one side of a gateway moves no address of the other.
   */
  readonly takeLast: (vswitch: string, path: Path, stripe: 0 | 1) => Ipv4 | undefined
  /** EIPs of servers and HaVips, with the keys that hold them. */
  readonly eips: readonly WrittenEip[]
}

/** Those whose vSwitch exists; the references have told of the others. */
export function buildResidents(
  resources: Resources,
  vswitches: ReadonlyMap<string, VSwitch>,
  natGateways: ReadonlyMap<string, NatGateway>,
  context: BuildContext,
): Residents {
  const { servers: readServers, haVips: readHaVips, databases: readDatabases } = resources
  const free = new FreeAddresses(vswitches)
  const enis = [...readServers.values()].flatMap((server) => [server, ...Object.values(server.enis)])
  for (const { vswitch, address } of [...enis, ...readHaVips.values(), ...readDatabases.values()])
    if (address !== undefined) free.take(vswitch, address)
  takeBalancerAddresses(resources, free)
  takeGatewayAddresses(resources, free)
  const vpcNats = vpcNatGatewaysIn(resources)
  for (const [, { vswitch, natIps = [] }] of vpcNats) for (const natIp of natIps) free.take(vswitch, natIp)
  const lowest = (vswitch: string, path: Path): Ipv4 | undefined => {
    const address = free.lowest(vswitch)
    if (address === undefined && vswitches.has(vswitch))
      context.report({
        code: 'ZONE_NO_AVAILABLE_IP', // facts/vpc 4.7, CreateNatGateway
        message: `vSwitch ${vswitch} has no free address left for the gateway`,
        hint: 'a NAT gateway takes one address, and one more for each EIP with eipMode: nat',
        path,
      })
    return address
  }
  for (const gateway of natGateways.values()) {
    const path = ['natGateways', gateway.name, 'vswitch']
    for (let left = privateAddressCount(gateway); left > 0; left--)
      if (lowest(gateway.vswitch, path) === undefined) break
  }
  const vpcNatGateways = buildVpcNatGateways(resources, vswitches, lowest, context)
  const orReport = (address: Ipv4 | undefined, vswitch: string, path: Path): Ipv4 | undefined => {
    if (address === undefined && vswitches.has(vswitch))
      context.report({
        code: 'InvalidVSwitchId.IpNotEnough', // facts/deployment A.7
        message: `vSwitch ${vswitch} has no free address left`,
        hint: 'use a larger vSwitch, or another one',
        path: [...path, 'vswitch'],
      })
    return address
  }
  const addressOf: AddressOf = (read, path) => {
    const { vswitch } = read
    return orReport(read.address ?? free.lowest(vswitch), vswitch, path)
  }
  const eips: WrittenEip[] = []
  const servers = buildServers(readServers, vswitches, addressOf, context, eips)
  const databases = new Map<string, Database>()
  for (const [name, read] of readDatabases) {
    const path = ['databases', name]
    const address = addressOf(read, path)
    const vpc = vswitches.get(read.vswitch)?.vpc
    if (address === undefined || vpc === undefined) continue
    databases.set(name, {
      name,
      engine: read.engine,
      vpc,
      vswitch: read.vswitch,
      address,
      port: read.port ?? DEFAULT_PORTS[read.engine],
      ...(read.publicAddress === undefined ? {} : { publicAddress: read.publicAddress }),
      ...(read.name === undefined ? {} : { hostname: read.name }),
      ...(read.publicName === undefined ? {} : { publicHostname: read.publicName }),
      ...(read.mysql === undefined ? {} : { mysql: read.mysql }),
      ...(read.storage === undefined ? {} : { storage: read.storage }),
      whitelist: {
        mode: read.mode,
        groups: whitelistGroups(read, path, context),
        securityGroups: read.securityGroups,
        origin: context.origin([...path, 'whitelist']),
      },
      origin: context.origin(path),
    })
  }
  const haVips = buildHaVips(readHaVips, vswitches, addressOf, context, eips)
  return {
    servers,
    haVips,
    vpcNatGateways,
    databases,
    take: (vswitch, path) => addressOf({ vswitch }, path),
    takeLast: (vswitch, path, stripe) => orReport(free.highest(vswitch, stripe), vswitch, path),
    eips,
  }
}

/** Those that the file names for load balancers. */
function takeBalancerAddresses({ loadBalancers }: Resources, free: FreeAddresses): void {
  for (const { vswitches = [], addresses = [], localAddresses = [], address } of loadBalancers.values()) {
    for (const [index, vswitch] of vswitches.entries())
      for (const taken of [addresses[index], ...(localAddresses[index] ?? [])])
        if (taken !== undefined) free.take(vswitch, taken)
    if (address !== undefined && vswitches[0] !== undefined) free.take(vswitches[0], address)
  }
}

/** Those that the file names for gateways of EAS. */
function takeGatewayAddresses({ gateways }: Resources, free: FreeAddresses): void {
  for (const { internet, vpc, vpcs = {} } of gateways.values()) {
    for (const { vswitches = [], addresses = [] } of [internet ?? {}, vpc ?? {}])
      for (const [index, vswitch] of vswitches.entries()) {
        const taken = addresses[index]
        if (taken !== undefined) free.take(vswitch, taken)
      }
    for (const { vswitch, address } of Object.values(vpcs))
      if (address !== undefined) free.take(vswitch, address)
  }
}

/** The addresses of vSwitches that nobody has. */
class FreeAddresses {
  readonly #vswitches: ReadonlyMap<string, VSwitch>
  readonly #taken = new Map<string, Set<Ipv4>>()
  /** Below it everything is taken. */
  readonly #next = new Map<string, Ipv4>()

  constructor(vswitches: ReadonlyMap<string, VSwitch>) {
    this.#vswitches = vswitches
  }

  take(vswitch: string, address: Ipv4): void {
    const taken = this.#taken.get(vswitch) ?? new Set()
    this.#taken.set(vswitch, taken.add(address))
  }

  /** Takes the lowest free address; undefined when there is none. */
  lowest(name: string): Ipv4 | undefined {
    const vswitch = this.#vswitches.get(name)
    if (vswitch === undefined) return undefined
    let address = this.#next.get(name) ?? vswitch.cidr.first + 1
    while (this.#taken.get(name)?.has(address)) address++
    this.#next.set(name, address + 1)
    return isAllocatable(address, vswitch) ? address : undefined
  }

  /** Takes the highest free address of those that are `stripe` from the last, or an even number more. */
  highest(name: string, stripe: 0 | 1): Ipv4 | undefined {
    const vswitch = this.#vswitches.get(name)
    if (vswitch === undefined) return undefined
    let address = vswitch.cidr.last - 3 - stripe
    while (this.#taken.get(name)?.has(address)) address -= 2
    if (address < (this.#next.get(name) ?? vswitch.cidr.first + 1)) return undefined
    this.take(name, address)
    return address
  }
}
