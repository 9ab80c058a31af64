/** What the cloud asks of public addresses: facts/vpc section 3 and R1.3. */

import { prefixOf } from '../net/cidr.ts'
import { CidrSet } from '../net/cidr-set.ts'
import { formatIpv4, type Ipv4, ipv4 } from '../net/ipv4.ts'
import { FORBIDDEN_FOR_VPC, PRIVATE_BY_DEFAULT } from '../net/special-ranges.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

/** "This network" and the reserved block at the end of the line: nobody on the Internet has them. */
const NOBODY = [prefixOf(ipv4(0, 0, 0, 0), 8), prefixOf(ipv4(240, 0, 0, 0), 4)]
const notPublic = CidrSet.of([...PRIVATE_BY_DEFAULT, ...FORBIDDEN_FOR_VPC, ...NOBODY])

/** Can `address` be reached from the Internet at all? Addresses set aside for documentation count as public. */
export function isPublic(address: Ipv4): boolean {
  return !notPublic.has(address)
}

/** An address of a pool or a gateway, and where it was written; `entry` is the item of the list that holds it. */
export interface WrittenEip {
  readonly address: Ipv4
  readonly holder: string
  readonly path: Path
}

/** Every EIP is one resource: unique, public, and counted against one quota (facts/vpc R3.1, 3.3). */
export function* checkEips(
  eips: readonly WrittenEip[],
  topology: Topology,
  quotas: Quotas,
): Generator<Violation> {
  const holders = new Map<Ipv4, WrittenEip>()
  const told = new Set<string>()
  for (const eip of eips) {
    // A range with many wrong addresses is one mistake.
    const once = (kind: string) => {
      const key = `${kind} ${eip.path.join('/')}`
      return told.has(key) ? false : told.add(key)
    }
    const earlier = holders.get(eip.address)
    if (earlier !== undefined) {
      if (once('duplicate'))
        yield {
          code: 'ADDRESS_DUPLICATE',
          message: `${formatIpv4(eip.address)} is already in ${earlier.holder}`,
          hint: 'one EIP is one resource: name it once',
          path: eip.path,
        }
    } else holders.set(eip.address, eip)
    if (!isPublic(eip.address) && once('private'))
      yield {
        code: 'ADDRESS_NOT_PUBLIC',
        message: `${formatIpv4(eip.address)} is no public address`,
        hint: 'for examples use 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24',
        path: eip.path,
      }
    if (holders.size > quotas.eip && !told.has('quota')) {
      told.add('quota')
      yield {
        // facts/vpc 3.3, 3.6
        code: 'QuotaExceeded.Eip',
        message: `${new Set(eips.map(({ address }) => address)).size} EIPs over all pools, NAT gateways, servers and HaVips, but the quota of the account is ${quotas.eip}`,
        hint: 'quotas.eip sets a raised quota',
        path: eip.path,
      }
    }
  }
  const taken = new Map<Ipv4, string>()
  for (const { address, holder, path } of outsiders(topology)) {
    const eip = holders.get(address)
    const other = taken.get(address)
    if (eip !== undefined)
      yield {
        code: 'ADDRESS_DUPLICATE',
        message: `${formatIpv4(address)} is an EIP of ${eip.holder}`,
        path,
      }
    else if (other !== undefined && path[0] !== 'internet')
      yield {
        code: 'ADDRESS_DUPLICATE',
        message: `${formatIpv4(address)} is already the address of ${other}`,
        path,
      }
    taken.set(address, holder)
    if (!isPublic(address))
      yield {
        code: 'ADDRESS_NOT_PUBLIC',
        message: `${formatIpv4(address)} is no public address, so no one on the Internet can have it`,
        hint: 'for examples use 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24',
        path,
      }
  }
}

/** Public addresses that are no EIPs of ours: those of hosts on the Internet and of public endpoints. */
function* outsiders({ internet, databases, loadBalancers }: Topology): Generator<WrittenEip> {
  for (const { name, address } of internet.values())
    yield { address, holder: `internet.${name}`, path: ['internet', name, 'address'] }
  for (const { name, publicAddress } of databases.values())
    if (publicAddress !== undefined)
      yield {
        address: publicAddress,
        holder: `databases.${name}`,
        path: ['databases', name, 'publicAddress'],
      }
  // That of a CLB of the Internet is its own; one of the intranet has an EIP (facts/load-balancing 2.1).
  for (const balancer of loadBalancers.values())
    if (balancer.kind === 'clb' && balancer.network === 'internet' && balancer.publicAddress !== undefined)
      yield {
        address: balancer.publicAddress,
        holder: `loadBalancers.${balancer.name}`,
        path: ['loadBalancers', balancer.name, 'publicAddress'],
      }
}
