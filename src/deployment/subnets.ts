/**
 * The vSwitches as a source of private addresses. SAE does not say which of an application's vSwitches it picks; like
 * Terway we take the one with the most free addresses, the first in the file among equals (facts/deployment A.7, assumed).
 */
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

  constructor(topology: Topology) {
    for (const { name, zone, cidr } of topology.vswitches.values())
      this.#subnets.set(name, { name, zone, allocator: new AddressAllocator(cidr) })
    for (const { vswitch, address } of [...topology.servers.values(), ...topology.databases.values()])
      this.#subnets.get(vswitch)?.allocator.take(address)
    // The gateway's own address comes out of its vSwitch before any instance exists (facts/vpc R4.2).
    for (const { vswitch } of topology.natGateways.values()) this.#subnets.get(vswitch)?.allocator.allocate()
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
