/** What the cloud asks of private addresses that somebody chose: facts/vpc R1.14. */
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { residentsOfGateways } from './gateway-address-rules.ts'
import { pathOfInterface } from './ha-vip-rules.ts'
import { isZoned } from './load-balancer.ts'
import { interfacesOf } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { VSwitch } from './vpc.ts'

interface Resident {
  readonly holder: string
  readonly vswitch: string
  readonly address: Ipv4
  readonly path: Path
}

/** The first address of a vSwitch and its last three are the cloud's (R1.14). */
export function isAllocatable(address: Ipv4, { cidr }: VSwitch): boolean {
  return cidr.first < address && address <= cidr.last - 3
}

export function* checkPrivateAddresses(topology: Topology): Generator<Violation> {
  const holders = new Map<string, Resident>()
  for (const resident of residentsOf(topology)) {
    const { holder, address, path } = resident
    const vswitch = topology.vswitches.get(resident.vswitch)
    if (vswitch === undefined) continue
    const { first, last } = vswitch.cidr
    if (address < first || address > last)
      yield {
        code: 'ADDRESS_OUTSIDE_VSWITCH',
        message: `${formatIpv4(address)} does not lie in ${formatCidr(vswitch.cidr)} of vSwitch ${vswitch.name}`,
        hint: 'leave address out to get the lowest free one',
        path,
      }
    else if (!isAllocatable(address, vswitch))
      yield {
        code: 'ADDRESS_RESERVED',
        message: `${formatIpv4(address)} is reserved: the first address of a vSwitch and its last three are the cloud's`,
        hint: `${formatIpv4(first + 1)} to ${formatIpv4(last - 3)} can be given`,
        path,
      }
    const key = `${vswitch.name} ${address}`
    const earlier = holders.get(key)
    if (earlier !== undefined)
      yield {
        code: 'ADDRESS_DUPLICATE',
        message: `${formatIpv4(address)} is already the address of ${earlier.holder}`,
        hint: 'leave address out to get the lowest free one',
        path,
      }
    else holders.set(key, { ...resident, holder })
  }
}

function* residentsOf(topology: Topology): Generator<Resident> {
  const { servers, haVips, databases } = topology
  yield* natIpsOf(topology)
  for (const { name, vswitch, address } of [...servers.values()].flatMap(interfacesOf))
    yield { holder: `server ${name}`, vswitch, address, path: [...pathOfInterface(name), 'address'] }
  for (const { name, vswitch, address } of haVips.values())
    yield { holder: `HaVip ${name}`, vswitch, address, path: ['haVips', name, 'address'] }
  for (const { name, vswitch, address } of databases.values())
    yield { holder: `database ${name}`, vswitch, address, path: ['databases', name, 'address'] }
  yield* addressesOfBalancers(topology)
  yield* residentsOfGateways(topology)
}

/** Those that are called, and the Local IPs of an ALB or NLB (facts/load-balancing 1.1, 2a.1). */
function* addressesOfBalancers({ loadBalancers }: Topology): Generator<Resident> {
  for (const balancer of loadBalancers.values()) {
    const path = ['loadBalancers', balancer.name]
    const holder = `load balancer ${balancer.name}`
    if (!isZoned(balancer)) {
      const { address } = balancer
      if (address !== undefined)
        yield { holder, vswitch: address.vswitch, address: address.ip, path: [...path, 'address'] }
      continue
    }
    for (const [index, { vswitch, address, localAddresses }] of balancer.zones.entries()) {
      yield { holder, vswitch, address, path: [...path, 'addresses', index] }
      for (const [local, each] of localAddresses.entries())
        yield { holder, vswitch, address: each, path: [...path, 'localAddresses', index, local] }
    }
  }
}

/** NAT IPs of the vSwitch of their gateway; the others come from NAT CIDRs. */
function* natIpsOf({ vpcNatGateways, vswitches }: Topology): Generator<Resident> {
  for (const { name, vswitch, natIps } of vpcNatGateways.values())
    for (const [index, address] of [...new Set(natIps)].entries()) {
      const cidr = vswitches.get(vswitch)?.cidr
      if (cidr !== undefined && cidr.first <= address && address <= cidr.last)
        yield {
          holder: `NAT gateway ${name}`,
          vswitch,
          address,
          path: ['natGateways', name, 'natIps', index],
        }
    }
}
