/**
 * Servers and databases as they were read: what has a private address for the whole run. Those that name none get the
 * lowest free one of their vSwitch (facts/vpc R1.14); NAT gateways take theirs before them (R4.2).
 */
import type * as z from 'zod'
import {
  type Database,
  DEFAULT_GROUP,
  DEFAULT_PORTS,
  NOBODY,
  type WhitelistGroup,
} from '../cloud/database.ts'
import type { WrittenEip } from '../cloud/eip-rules.ts'
import type { NatGateway } from '../cloud/nat-gateway.ts'
import { isAllocatable } from '../cloud/private-address-rules.ts'
import type { Server } from '../cloud/server.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import { prefixOf } from '../net/cidr.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import type { BuildContext } from './build-context.ts'
import type { Resources } from './read-sections.ts'
import type * as databaseSchema from './schema/database.ts'
import type * as serverSchema from './schema/server.ts'

type ReadServer = z.output<typeof serverSchema.server>
type ReadDatabase = z.output<typeof databaseSchema.database>

export interface Residents {
  readonly servers: ReadonlyMap<string, Server>
  readonly databases: ReadonlyMap<string, Database>
  /** EIPs of servers, with the keys that hold them. */
  readonly eips: readonly WrittenEip[]
}

/** Those whose vSwitch exists; the references have told of the others. */
export function buildResidents(
  { servers: readServers, databases: readDatabases }: Resources,
  vswitches: ReadonlyMap<string, VSwitch>,
  natGateways: ReadonlyMap<string, NatGateway>,
  context: BuildContext,
): Residents {
  const free = new FreeAddresses(vswitches)
  for (const { vswitch, address } of [...readServers.values(), ...readDatabases.values()])
    if (address !== undefined) free.take(vswitch, address)
  for (const { vswitch } of natGateways.values()) free.lowest(vswitch)
  const addressOf = (read: ReadServer | ReadDatabase, path: Path): Ipv4 | undefined => {
    const { vswitch } = read
    const address = read.address ?? free.lowest(vswitch)
    if (address === undefined && vswitches.has(vswitch))
      context.report({
        code: 'InvalidVSwitchId.IpNotEnough', // facts/deployment A.7
        message: `vSwitch ${vswitch} has no free address left`,
        hint: 'use a larger vSwitch, or another one',
        path: [...path, 'vswitch'],
      })
    return address
  }
  const servers = new Map<string, Server>()
  const eips: WrittenEip[] = []
  for (const [name, read] of readServers) {
    const path = ['servers', name]
    const address = addressOf(read, path)
    const vpc = vswitches.get(read.vswitch)?.vpc
    if (read.eip !== undefined)
      eips.push({ address: read.eip, holder: `servers.${name}`, path: [...path, 'eip'] })
    if (address === undefined || vpc === undefined) continue
    servers.set(name, {
      name,
      vpc,
      vswitch: read.vswitch,
      address,
      securityGroups: read.securityGroups,
      listeners: read.ports,
      running: read.running,
      ...(read.eip === undefined ? {} : { eip: read.eip }),
      origin: context.origin(path),
    })
  }
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
      whitelist: {
        groups: groupsOf(read.whitelist, [...path, 'whitelist'], context),
        securityGroups: read.securityGroups,
        origin: context.origin([...path, 'whitelist']),
      },
      origin: context.origin(path),
    })
  }
  return { servers, databases, eips }
}

function groupsOf(read: ReadDatabase['whitelist'], path: Path, context: BuildContext): WhitelistGroup[] {
  const groups = Object.entries(read).map(([name, blocks]): WhitelistGroup => {
    const at = [...path, name]
    const entries = blocks.map(({ cidr, text }, index) => ({
      cidr,
      text,
      origin: context.origin([...at, index]),
    }))
    return { name, entries, origin: context.origin(at) }
  })
  if (Object.hasOwn(read, DEFAULT_GROUP)) return groups
  const origin = context.origin([...path, DEFAULT_GROUP])
  const nobody = { cidr: prefixOf(ipv4(127, 0, 0, 1), 32), text: NOBODY, origin }
  return [{ name: DEFAULT_GROUP, entries: [nobody], origin }, ...groups]
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
}
