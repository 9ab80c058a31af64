/** Addresses for a pool that is tried with more than it has: those behind its last one that nothing in the file has. */
import type { EipPool } from '../cloud/eip-pool.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4, type Ipv4, LAST_IPV4, parseIpv4 } from '../net/ipv4.ts'

const ADDRESSES = /(\d+\.\d+\.\d+\.\d+)(?:-(\d+\.\d+\.\d+\.\d+))?(?!\/)/g

/** The first `size` addresses of the pool, filled up where it has not so many. */
export function addressesOf(pool: EipPool, size: number, source: string, { eipPools }: Topology): Ipv4[] {
  const addresses = pool.addresses.slice(0, size)
  const taken = new Set([...eipPools.values()].flatMap((each) => each.addresses))
  for (const [, first, last = first] of source.matchAll(ADDRESSES)) {
    const [from, until] = [parseIpv4(first!), parseIpv4(last!)]
    if (!from.ok || !until.ok || until.value - from.value > 0xffff) continue
    for (let address = from.value; address <= until.value; address++) taken.add(address)
  }
  let next = Math.max(...pool.addresses)
  while (addresses.length < size && next < LAST_IPV4) {
    next++
    // Nobody gets the first or the last address of a block.
    if (!taken.has(next) && (next & 0xff) !== 0 && (next & 0xff) !== 0xff) addresses.push(next)
  }
  return addresses
}

/** `203.0.113.10-203.0.113.12`, one text for each row of neighbours; the order of allocation stays. */
export function rangesOf(addresses: readonly Ipv4[]): string[] {
  const rows: [first: Ipv4, last: Ipv4][] = []
  for (const address of addresses) {
    const row = rows.at(-1)
    if (row !== undefined && row[1] + 1 === address) row[1] = address
    else rows.push([address, address])
  }
  return rows.map(([first, last]) =>
    first === last ? formatIpv4(first) : `${formatIpv4(first)}-${formatIpv4(last)}`,
  )
}
