/**
 * The private addresses of one vSwitch. The first and the last three are reserved (facts/vpc R1.14). Allocation goes on
 * from the last address given, so that an address comes back only when the range has gone round: each deployment gives
 * each instance a new private address (facts/deployment rule 5).
 */
import type { Cidr } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'

export class AddressAllocator {
  readonly #first: Ipv4
  readonly #last: Ipv4
  readonly #used = new Set<Ipv4>()
  #next: Ipv4

  constructor(cidr: Cidr) {
    this.#first = cidr.first + 1
    this.#last = cidr.last - 3
    this.#next = this.#first
  }

  /** Another one in the same state; what is given by one is free in the other. */
  copy(): AddressAllocator {
    const copy = new AddressAllocator({ first: this.#first - 1, last: this.#last + 3 })
    for (const address of this.#used) copy.#used.add(address)
    copy.#next = this.#next
    return copy
  }

  /** Addresses that can still be given. */
  get free(): number {
    return Math.max(0, this.#last - this.#first + 1) - this.#used.size
  }

  /** The next free address, or undefined when the vSwitch is out of them (`InvalidVSwitchId.IpNotEnough`). */
  allocate(): Ipv4 | undefined {
    if (this.free <= 0) return undefined
    while (this.#used.has(this.#next)) this.#advance()
    const address = this.#next
    this.#used.add(address)
    this.#advance()
    return address
  }

  /** This address is somebody's for the whole run. */
  take(address: Ipv4): void {
    this.#used.add(address)
  }

  /** Gives an address back. Throws when it was not given: that is a bug of ours. */
  release(address: Ipv4): void {
    if (!this.#used.delete(address)) throw new Error(`private address ${address} released twice`)
  }

  #advance(): void {
    this.#next = this.#next === this.#last ? this.#first : this.#next + 1
  }
}
