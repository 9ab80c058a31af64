/** Servers and their secondary ENIs as they were read: facts/vpc section 3.1. */
import type * as z from 'zod'
import type { WrittenEip } from '../cloud/eip-rules.ts'
import type { NetworkInterface } from '../cloud/network-interface.ts'
import type { Server } from '../cloud/server.ts'
import { formatPath, type Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/server.ts'

type ReadServer = z.output<typeof schema.server>
type ReadInterface = z.output<typeof schema.networkInterface>

/** The address that somebody named, or the lowest free one; undefined where the vSwitch has none left. */
export type AddressOf = (
  read: { readonly vswitch: string; readonly address?: Ipv4 | undefined },
  path: Path,
) => Ipv4 | undefined

/** Those whose vSwitches exist. EIPs are told to `eips`, with the keys that hold them. */
export function buildServers(
  read: ReadonlyMap<string, ReadServer>,
  vswitches: ReadonlyMap<string, VSwitch>,
  addressOf: AddressOf,
  context: BuildContext,
  eips: WrittenEip[],
): Map<string, Server> {
  const build = (name: string, one: ReadServer | ReadInterface, path: Path): NetworkInterface | undefined => {
    const { vswitch, securityGroups, eip, eipMode } = one
    const address = addressOf(one, path)
    const vpc = vswitches.get(vswitch)?.vpc
    if (eip !== undefined) eips.push({ address: eip, holder: formatPath(path), path: [...path, 'eip'] })
    if (address === undefined || vpc === undefined) return undefined
    const bound = eip === undefined ? {} : { eip }
    return { name, vpc, vswitch, address, securityGroups, ...bound, eipMode, origin: context.origin(path) }
  }
  const servers = new Map<string, Server>()
  for (const [name, one] of read) {
    const path = ['servers', name]
    const primary = build(name, one, path)
    const enis = Object.entries(one.enis).map(([eni, each]) =>
      build(`${name}/${eni}`, each, [...path, 'enis', eni]),
    )
    if (primary === undefined || enis.includes(undefined)) continue
    const { ports: listeners, running, forwarding, snat } = one
    const known = enis.filter((eni) => eni !== undefined)
    const more = { forwarding, snat, ...(one.unblock25 && { unblock25: true }) }
    servers.set(name, { ...primary, enis: known, listeners, running, ...more })
  }
  return servers
}
