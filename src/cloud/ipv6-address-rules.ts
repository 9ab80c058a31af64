/** What the cloud asks of the IPv6 addresses of servers: facts/vpc R1.15. */

import { contains6, formatCidr6, type Prefix6 } from '../net/cidr6.ts'
import { compareIpv6, formatIpv6, ipv6FromBigInt, ipv6ToBigInt } from '../net/ipv6.ts'
import { isAllocatable6, RESERVED_AT_END } from './ipv6.ts'
import type { Server } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkIpv6Addresses({ servers, vswitches, internet }: Topology): Generator<Violation> {
  const holders = new Map<string, string>()
  const duplicate = (text: string, path: Path): Violation[] => {
    const holder = holders.get(text)
    return holder === undefined
      ? []
      : [{ code: 'ADDRESS_DUPLICATE', message: `${text} is already the address of ${holder}`, path }]
  }
  for (const server of servers.values()) {
    if (server.ipv6 === undefined) continue
    const path = ['servers', server.name, 'ipv6']
    yield* checkAddress(server, vswitches.get(server.vswitch)?.ipv6Cidr, path)
    const text = formatIpv6(server.ipv6)
    yield* duplicate(text, path)
    holders.set(text, `server ${server.name}`)
  }
  for (const { name, ipv6 } of internet.values()) {
    if (ipv6 === undefined) continue
    const text = formatIpv6(ipv6)
    yield* duplicate(text, ['internet', name, 'ipv6'])
    holders.set(text, `internet host ${name}`)
  }
}

function* checkAddress(
  { ipv6, vswitch }: Server,
  block: Prefix6 | undefined,
  path: Path,
): Generator<Violation> {
  const address = ipv6!
  if (block === undefined)
    yield {
      code: 'IPV6_ADDRESS_ABSENT', // facts/vpc R1.15
      message: `vSwitch ${vswitch} has no IPv6 block to give an address from`,
      hint: `give vSwitch ${vswitch} an ipv6Cidr`,
      path,
    }
  else if (!contains6(block, address))
    yield {
      code: 'ADDRESS_OUTSIDE_VSWITCH',
      message: `${formatIpv6(address)} does not lie in ${formatCidr6(block)} of vSwitch ${vswitch}`,
      hint: 'write ipv6: auto to get the lowest free one',
      path,
    }
  else if (!isAllocatable6(address, block)) {
    const lowest = ipv6FromBigInt(ipv6ToBigInt(block.first) + 1n)
    const highest = ipv6FromBigInt(ipv6ToBigInt(block.last) - BigInt(RESERVED_AT_END))
    yield {
      // facts/vpc R1.15
      code: 'ADDRESS_RESERVED',
      message: `${formatIpv6(address)} is reserved: the first IPv6 address of a vSwitch and its last nine are the cloud's`,
      hint: `${formatIpv6(lowest)} to ${formatIpv6(highest)} can be given`,
      path,
    }
  }
}

/** The lowest address of `block` that nobody has; undefined where there is none. */
export function lowestFree6(block: Prefix6, taken: ReadonlySet<string>) {
  let address = ipv6FromBigInt(ipv6ToBigInt(block.first) + 1n)
  while (taken.has(formatIpv6(address))) address = ipv6FromBigInt(ipv6ToBigInt(address) + 1n)
  return compareIpv6(address, block.last) < 0 && isAllocatable6(address, block) ? address : undefined
}
