/** Who in a file has which IPv4 addresses: what a block lets in by accident is told by its owner. */

import { setOf } from '../checking/lint/addresses.ts'
import { privateAddressesOf } from '../cloud/load-balancer.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import { CidrSet } from '../net/cidr-set.ts'
import type { Ipv4 } from '../net/ipv4.ts'

export interface Owner {
  readonly name: string
  readonly set: CidrSet
}

/** In this order an address belongs to the first that has it. */
export function ownersIn(topology: Topology): Owner[] {
  const { internet, servers, haVips, loadBalancers, natGateways, databases, eipPools, vswitches } = topology
  const owners: Owner[] = []
  const add = (name: string, addresses: readonly (Ipv4 | undefined)[]) => {
    const known = addresses.filter((address) => address !== undefined)
    if (known.length > 0) owners.push({ name, set: setOf(known) })
  }
  for (const { name, address } of internet.values()) add(`internet/${name}`, [address])
  for (const server of servers.values())
    add(
      `server/${server.name}`,
      interfacesOf(server).flatMap(({ address, eip }) => [address, eip]),
    )
  for (const { name, eip, address } of haVips.values()) add(`haVip/${name}`, [address, eip])
  for (const balancer of loadBalancers.values())
    add(
      `loadBalancer/${balancer.name}`,
      privateAddressesOf(balancer).map(({ address }) => address),
    )
  for (const { name, eips } of natGateways.values()) add(`NAT gateway ${name}`, eips)
  for (const { name, address, publicAddress } of databases.values())
    add(`db/${name}`, [address, publicAddress])
  for (const { name, addresses } of eipPools.values()) add(`pool ${name}`, addresses)
  for (const { name, cidr } of vswitches.values())
    owners.push({ name: `vSwitch ${name}`, set: CidrSet.of([cidr]) })
  return owners
}
