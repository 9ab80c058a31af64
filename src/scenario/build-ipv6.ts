/** IPv6 as it was read: blocks and the gateway of a VPC, routes to it, and the addresses of servers (facts/vpc section 8). */
import type * as z from 'zod'
import type { Ipv6Gateway, Ipv6Hop, Ipv6Route, VpcIpv6 } from '../cloud/ipv6.ts'
import { lowestFree6 } from '../cloud/ipv6-address-rules.ts'
import type { NextHop } from '../cloud/route-table.ts'
import type { Server } from '../cloud/server.ts'
import type { Path } from '../cloud/violation.ts'
import type { VSwitch } from '../cloud/vpc.ts'
import type { Prefix } from '../net/cidr.ts'
import type { Prefix6 } from '../net/cidr6.ts'
import { formatIpv6 } from '../net/ipv6.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/network.ts'
import type { NamedList } from './schema/route-destination.ts'
import type * as serverSchema from './schema/server.ts'

type ReadVpc = z.output<typeof schema.vpc>
type ReadServer = z.output<typeof serverSchema.server>

/** Undefined where the VPC has IPv4 alone. */
export function buildVpcIpv6(
  { ipv6Cidr, secondaryIpv6Cidrs, ipv6Gateway }: ReadVpc,
  path: Path,
  context: BuildContext,
): VpcIpv6 | undefined {
  if (ipv6Cidr === undefined) {
    const key = ipv6Gateway !== undefined ? 'ipv6Gateway' : 'secondaryIpv6Cidrs'
    if (ipv6Gateway !== undefined || secondaryIpv6Cidrs.length > 0)
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: `${key} needs ipv6Cidr: without one the VPC has no IPv6 addresses`,
        hint: 'add for example ipv6Cidr: 2001:db8:1::/56',
        path: [...path, key],
        at: 'key',
      })
    return undefined
  }
  const cidrs = [ipv6Cidr, ...secondaryIpv6Cidrs]
  if (ipv6Gateway === undefined) return { cidrs }
  return { cidrs, gateway: buildGateway(ipv6Gateway, [...path, 'ipv6Gateway'], context) }
}

function buildGateway(
  { edition, internetBandwidth, egressOnly }: NonNullable<ReadVpc['ipv6Gateway']>,
  path: Path,
  context: BuildContext,
): Ipv6Gateway {
  return {
    edition,
    bandwidths: Object.entries(internetBandwidth).map(([server, mbps]) => ({
      server,
      mbps,
      origin: context.origin([...path, 'internetBandwidth', server]),
    })),
    egressOnly: egressOnly.map((server, index) => ({
      server,
      origin: context.origin([...path, 'egressOnly', index]),
    })),
    origin: context.origin(path),
  }
}

/** A route of either family: IPv6 leads to the IPv6 gateway, everything else is IPv4's, prefix lists among them. */
export function readRoute(
  { to, via }: { readonly to: Prefix | Prefix6 | NamedList; readonly via: NextHop | Ipv6Hop },
  index: number,
  path: Path,
  context: BuildContext,
):
  | { readonly destination: Prefix; readonly nextHop: NextHop }
  | { readonly list: string; readonly nextHop: NextHop }
  | Ipv6Route
  | undefined {
  if (isPrefix6(to)) {
    if (via.kind === 'ipv6Gateway') return { destination: to, index, origin: context.origin(path) }
    context.report({
      code: 'InvalidNextHopType', // facts/vpc 2.2, R8.4
      message: 'a route of IPv6 leads to the IPv6 gateway and nowhere else: nobody translates IPv6 addresses',
      hint: 'write { to: ::/0, via: ipv6Gateway }',
      path: [...path, 'via'],
    })
    return undefined
  }
  if (via.kind !== 'ipv6Gateway')
    return 'list' in to ? { list: to.list, nextHop: via } : { destination: to, nextHop: via }
  context.report({
    code: 'InvalidNextHopType', // facts/vpc 2.2
    message: 'only ::/0 leads to the IPv6 gateway',
    hint: 'write { to: ::/0, via: ipv6Gateway }',
    path: [...path, 'to'],
  })
  return undefined
}

function isPrefix6(to: Prefix | Prefix6 | NamedList): to is Prefix6 {
  return 'first' in to && typeof to.first !== 'number'
}

/** The servers with their IPv6 addresses: those that the file names first, then `auto` in the order of the file. */
export function withIpv6(
  servers: ReadonlyMap<string, Server>,
  read: ReadonlyMap<string, ReadServer>,
  vswitches: ReadonlyMap<string, VSwitch>,
  context: BuildContext,
): Map<string, Server> {
  const taken = new Set<string>()
  for (const { ipv6 } of read.values()) if (ipv6 !== undefined && ipv6 !== 'auto') taken.add(formatIpv6(ipv6))
  return new Map(
    [...servers].map(([name, server]): [string, Server] => {
      const wish = read.get(name)?.ipv6
      if (wish === undefined) return [name, server]
      if (wish !== 'auto') return [name, { ...server, ipv6: wish }]
      const block = vswitches.get(server.vswitch)?.ipv6Cidr
      const address = block && lowestFree6(block, taken)
      if (address === undefined) {
        context.report({
          code: 'IPV6_ADDRESS_ABSENT', // facts/vpc R1.15
          message: `vSwitch ${server.vswitch} has no IPv6 ${block === undefined ? 'block to give an address from' : 'address left'}`,
          hint: `give vSwitch ${server.vswitch} an ipv6Cidr, a /64 of its VPC's block`,
          path: ['servers', name, 'ipv6'],
        })
        return [name, server]
      }
      taken.add(formatIpv6(address))
      return [name, { ...server, ipv6: address }]
    }),
  )
}
