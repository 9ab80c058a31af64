/**
 * The live state that the data path reads: which ENI has which private address, which EIP is `InUse` on it, whether the
 * application behind it answers. It changes with every step of an instance, always in O(1), and never recompiles a table.
 * ENIs are named by small integers (slots) that the caller hands out; a slot may be used again after `detach`.
 */
import type { PoolView } from '../balancing/pool-view.ts'
import type { Certificate } from '../cloud/certificate.ts'
import type { CertificateState } from '../cloud/certificate-state.ts'
import type { Ipv4 } from '../net/ipv4.ts'

/** No EIP, no ENI. */
export const NONE = -1

export class Live {
  /** Index by slot; `NONE` where the slot is free. */
  readonly #owner: number[] = []
  readonly #vswitch: number[] = []
  readonly #address: number[] = []
  readonly #eip: number[] = []
  readonly #answers: boolean[] = []
  readonly #slotOfEip = new Map<Ipv4, number>()
  readonly #slotOfAddress = new Map<number, number>()
  /** Who may be picked behind load balancers and service names, by the key of the pool (cloud/backend-pool.ts). */
  readonly pools = new Map<string, PoolView>()
  /** Certificates that have ended or soon will, as the topology has them; the others are valid. */
  readonly certificates = new Map<Certificate, Exclude<CertificateState, 'valid'>>()

  /** An ENI of owner `owner` (its index in the tables) comes to life in `vswitch` (index) with a private address. */
  attach(slot: number, owner: number, vswitch: number, address: Ipv4): void {
    this.#owner[slot] = owner
    this.#vswitch[slot] = vswitch
    this.#address[slot] = address
    this.#eip[slot] = NONE
    this.#answers[slot] = false
    this.#slotOfAddress.set(addressKey(vswitch, address), slot)
  }

  detach(slot: number): void {
    this.unbind(slot)
    this.#slotOfAddress.delete(addressKey(this.vswitch(slot), this.address(slot)))
    this.#owner[slot] = NONE
    this.#answers[slot] = false
  }

  /** The EIP is `InUse` on this ENI from now on. Throws when it is in use elsewhere: an EIP has one resource (R3.1). */
  bind(slot: number, eip: Ipv4): void {
    const holder = this.#slotOfEip.get(eip)
    if (holder !== undefined && holder !== slot)
      throw new Error(`EIP bound twice: slots ${holder} and ${slot}`)
    this.#eip[slot] = eip
    this.#slotOfEip.set(eip, slot)
  }

  unbind(slot: number): void {
    const eip = this.#eip[slot]
    if (eip === undefined || eip === NONE) return
    this.#slotOfEip.delete(eip)
    this.#eip[slot] = NONE
  }

  /** Whether the application or server on this ENI answers. */
  answers(slot: number, yes: boolean): void {
    this.#answers[slot] = yes
  }

  /** Another live state, equal now: what is changed in one does not show in the other. */
  copy(): Live {
    const copy = new Live()
    for (let slot = 0; slot < this.#owner.length; slot++) {
      copy.#owner[slot] = this.owner(slot)
      copy.#vswitch[slot] = this.vswitch(slot)
      copy.#address[slot] = this.address(slot)
      copy.#eip[slot] = this.eip(slot)
      copy.#answers[slot] = this.isAnswering(slot)
    }
    for (const [eip, slot] of this.#slotOfEip) copy.#slotOfEip.set(eip, slot)
    for (const [key, slot] of this.#slotOfAddress) copy.#slotOfAddress.set(key, slot)
    for (const [key, pool] of this.pools) copy.pools.set(key, pool)
    for (const [certificate, state] of this.certificates) copy.certificates.set(certificate, state)
    return copy
  }

  /** Behind it no slot was ever used. */
  get size(): number {
    return this.#owner.length
  }

  owner(slot: number): number {
    return this.#owner[slot] ?? NONE
  }

  vswitch(slot: number): number {
    return this.#vswitch[slot] ?? NONE
  }

  address(slot: number): Ipv4 {
    return this.#address[slot] ?? 0
  }

  eip(slot: number): Ipv4 | typeof NONE {
    return this.#eip[slot] ?? NONE
  }

  isAnswering(slot: number): boolean {
    return this.#answers[slot] === true
  }

  /** The ENI that holds an EIP, or `NONE`. */
  slotOfEip(eip: Ipv4): number {
    return this.#slotOfEip.get(eip) ?? NONE
  }

  /** The ENI that holds a private address in a vSwitch, or `NONE`. */
  slotOfAddress(vswitch: number, address: Ipv4): number {
    return this.#slotOfAddress.get(addressKey(vswitch, address)) ?? NONE
  }
}

/** Two VPCs may use equal addresses, two vSwitches are never the same place: 2^32 addresses times the vSwitch fit a double. */
export function addressKey(vswitch: number, address: Ipv4): number {
  return vswitch * 2 ** 32 + address
}
