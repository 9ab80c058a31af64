/**
 * Names and addresses that nobody has yet, to stand for what would be rented. Which EIP the cloud will give is not
 * known; the blocks for documentation serve as placeholders.
 */
import type { Topology } from '../cloud/topology.ts'
import { prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'

const DOCUMENTATION = [
  prefixOf(ipv4(203, 0, 113, 0), 24),
  prefixOf(ipv4(198, 51, 100, 0), 24),
  prefixOf(ipv4(192, 0, 2, 0), 24),
]

/** Up to `count` public addresses that nothing in the scenario has. */
export function freeAddresses(topology: Topology, count: number): Ipv4[] {
  const taken = new Set<Ipv4>([
    ...[...topology.eipPools.values()].flatMap(({ addresses }) => addresses),
    ...[...topology.natGateways.values()].flatMap(({ eips }) => eips),
    ...[...topology.internet.values()].map(({ address }) => address),
    ...[...topology.servers.values()].flatMap(({ eip }) => (eip === undefined ? [] : [eip])),
    ...[...topology.gateways.values()].flatMap((gateway) =>
      gateway.kind === 'managed' ? [gateway.internet.publicAddress] : [],
    ),
    ...[...topology.databases.values()].flatMap(({ publicAddress }) =>
      publicAddress === undefined ? [] : [publicAddress],
    ),
  ])
  const inside = CidrSet.of(
    [...topology.vpcs.values()].flatMap(({ cidr, secondaryCidrs, userCidrs }) => [
      cidr,
      ...secondaryCidrs,
      ...userCidrs,
    ]),
  )
  const free: Ipv4[] = []
  for (const { first, last } of DOCUMENTATION)
    for (let address = first + 1; address < last && free.length < count; address++)
      if (!taken.has(address) && !inside.has(address)) free.push(address)
  return free
}

/** `name`, or with the first number behind it that makes it new. */
export function freeName(name: string, known: ReadonlyMap<string, unknown>): string {
  if (!known.has(name)) return name
  for (let number = 2; ; number++) if (!known.has(`${name}-${number}`)) return `${name}-${number}`
}
