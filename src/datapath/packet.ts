/** The first packet of a new flow, as its sender makes it. */
import type { FiveTuple } from '../net/five-tuple.ts'

export interface Packet extends FiveTuple {
  /** The ENI that sends it, with the ENI's private address as `source`; `NONE`: it comes from the Internet. */
  readonly slot: number
}
