/**
 * The vSwitches as a source of private addresses. SAE does not say which of an application's vSwitches it picks; like
 * Terway we take the one with the most free addresses, the first in the file among equals (facts/deployment A.7, assumed).
 */

import { privateAddressesOf } from '../cloud/load-balancer.ts'
import { privateAddressCount } from '../cloud/private-nat-address.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { AddressAllocator } from './address-allocator.ts'

export interface PrivateAddress {
  readonly vswitch: string
  readonly address: Ipv4
}

interface Subnet {
  readonly name: string
  readonly zone: string
  readonly allocator: AddressAllocator
}

export class Subnets {
  readonly #subnets = new Map<string, Subnet>()
  readonly #zonesDown = new Set<string>()

  private constructor() {}

  /** With the addresses taken that somebody has for the whole run. */
  static of(topology: Topology): Subnets {
    const subnets = new Subnets()
    subnets.#lay(topology)
    return subnets
  }

  /** Others in the same state; what is given by one is free in the other. */
  copy(): Subnets {
    const copy = new Subnets()
    for (const [key, subnet] of this.#subnets)
      copy.#subnets.set(key, { ...subnet, allocator: subnet.allocator.copy() })
    for (const zone of this.#zonesDown) copy.#zonesDown.add(zone)
    return copy
  }

  #lay(topology: Topology): void {
    for (const { name, zone, cidr } of topology.vswitches.values())
      this.#subnets.set(name, { name, zone, allocator: new AddressAllocator(cidr) })
    const enis = [...topology.servers.values()].flatMap(interfacesOf)
    for (const { vswitch, address } of [...enis, ...topology.haVips.values(), ...topology.databases.values()])
      this.#subnets.get(vswitch)?.allocator.take(address)
    for (const { fronts } of topology.endpointServices.values()) this.#take(fronts)
    for (const { enis } of topology.endpoints.values()) this.#take(enis)
    for (const balancer of topology.loadBalancers.values()) this.#take(privateAddressesOf(balancer))
    // The gateway's own address comes out of its vSwitch before any instance exists (facts/vpc R4.2).
    for (const gateway of topology.natGateways.values())
      for (let left = privateAddressCount(gateway); left > 0; left--)
        this.#subnets.get(gateway.vswitch)?.allocator.allocate()
    // The ENIs of transit routers (facts/vpc R7.6).
    for (const { attachments } of topology.cens.values())
      for (const { vswitches } of attachments)
        for (const vswitch of vswitches) this.#subnets.get(vswitch)?.allocator.allocate()
    for (const { vswitch, natIps } of topology.vpcNatGateways.values())
      for (const natIp of natIps) this.#subnets.get(vswitch)?.allocator.take(natIp)
  }

  #take(taken: readonly PrivateAddress[]): void {
    for (const { vswitch, address } of taken) this.#subnets.get(vswitch)?.allocator.take(address)
  }

  get standing(): string {
    let text = [...this.#zonesDown].sort().join()
    for (const { allocator } of this.#subnets.values()) text += `,${allocator.free}`
    return text
  }

  /** An address in one of these vSwitches; undefined when all that are up are out of them. */
  allocate(vswitches: readonly string[]): PrivateAddress | undefined {
    let best: Subnet | undefined
    let most = 0
    for (const vswitch of vswitches) {
      const subnet = this.#subnet(vswitch)
      const free = this.#zonesDown.has(subnet.zone) ? 0 : subnet.allocator.free
      if (free > most) {
        best = subnet
        most = free
      }
    }
    return best && { vswitch: best.name, address: best.allocator.allocate()! }
  }

  release({ vswitch, address }: PrivateAddress): void {
    this.#subnet(vswitch).allocator.release(address)
  }

  isUp(vswitch: string): boolean {
    return !this.#zonesDown.has(this.#subnet(vswitch).zone)
  }

  setZone(zone: string, up: boolean): void {
    if (up) this.#zonesDown.delete(zone)
    else this.#zonesDown.add(zone)
  }

  #subnet(vswitch: string): Subnet {
    const subnet = this.#subnets.get(vswitch)
    if (subnet === undefined) throw new Error(`no vSwitch is named ${vswitch}`)
    return subnet
  }
}
