/** Addresses for gateways whose file names none: the documents give names only, and what is called by a name has an address (assumed). */
import { prefixOf } from '../net/cidr.ts'
import { type Ipv4, ipv4 } from '../net/ipv4.ts'
import type { Resources } from './read-sections.ts'

/** Inside 100.64.0.0/10, where cloud services answer (facts/vpc R2.5). */
export const INTERNAL_STAND_IN: Ipv4 = ipv4(100, 118, 28, 50)

/** 192.88.99.0/24 served 6to4 and is given to nobody any more (RFC 7526). */
const STAND_INS = prefixOf(ipv4(192, 88, 99, 0), 24)

/** Of the shared gateway that no file writes. */
export const SHARED_STAND_IN: Ipv4 = STAND_INS.last - 1
/** For each gateway: an ALB has one in each zone. */
const MOST_OF_ONE = 8

/** Public addresses that stay as they are when other gateways change: a block for each, none that the file names for a gateway. */
export class PublicStandIns {
  readonly #taken: ReadonlySet<Ipv4>
  readonly #next: ReadonlyMap<string, { at: Ipv4 }>

  constructor({ gateways }: Pick<Resources, 'gateways'>) {
    this.#next = new Map(
      [...gateways.keys()].map((name, index) => [name, { at: STAND_INS.first + 1 + MOST_OF_ONE * index }]),
    )
    this.#taken = new Set(
      [...gateways.values()].flatMap(({ publicAddress, internet }) => [
        ...(publicAddress === undefined ? [] : [publicAddress]),
        ...(internet?.publicAddress === undefined ? [] : [internet.publicAddress]),
        ...(internet?.publicAddresses ?? []),
      ]),
    )
  }

  next(gateway: string): Ipv4 {
    const next = this.#next.get(gateway)!
    while (this.#taken.has(next.at)) next.at++
    return next.at++
  }
}

/** Was this address put in the place of one that nobody wrote? */
export function isStandIn(address: Ipv4): boolean {
  return STAND_INS.first <= address && address <= STAND_INS.last
}
