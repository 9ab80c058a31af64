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

export class Subnets {
  readonly #allocators = new Map<string, AddressAllocator>()
  readonly #zones = new Map<string, string>()
  readonly #zonesDown = new Set<string>()

  constructor(topology: Topology) {
    for (const vswitch of topology.vswitches.values()) {
      this.#allocators.set(vswitch.name, new AddressAllocator(vswitch.cidr))
      this.#zones.set(vswitch.name, vswitch.zone)
    }
    // The gateway's own address comes out of its vSwitch before any instance exists (facts/vpc R4.2).
    for (const gateway of topology.natGateways.values()) this.#allocators.get(gateway.vswitch)?.allocate()
  }

  /** An address in one of these vSwitches; undefined when all that are up are out of them. */
  allocate(vswitches: readonly string[]): PrivateAddress | undefined {
    let best: string | undefined
    let most = 0
    for (const vswitch of vswitches) {
      const free = this.isUp(vswitch) ? this.#allocator(vswitch).free : 0
      if (free > most) {
        best = vswitch
        most = free
      }
    }
    if (best === undefined) return undefined
    return { vswitch: best, address: this.#allocator(best).allocate()! }
  }

  release({ vswitch, address }: PrivateAddress): void {
    this.#allocator(vswitch).release(address)
  }

  isUp(vswitch: string): boolean {
    return !this.#zonesDown.has(this.#zones.get(vswitch)!)
  }

  setZone(zone: string, up: boolean): void {
    if (up) this.#zonesDown.delete(zone)
    else this.#zonesDown.add(zone)
  }

  #allocator(vswitch: string): AddressAllocator {
    const allocator = this.#allocators.get(vswitch)
    if (allocator === undefined) throw new Error(`no vSwitch is named ${vswitch}`)
    return allocator
  }
}
