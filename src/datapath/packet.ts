/** The first packet of a new flow, as its sender makes it. */
import type { FiveTuple } from '../net/five-tuple.ts'
import type { PickedServer } from './balancer-choice.ts'
import type { FlowRequest } from './flow.ts'

export interface Packet extends FiveTuple {
  /** The ENI that sends it, with the ENI's private address as `source`; `NONE`: it comes from the Internet. */
  readonly slot: number
  /** What it asks of an HTTP listener; absent: `GET /`. */
  readonly request?: FlowRequest
  /** The Kubernetes service name that it calls: `destination` is then a stand-in. */
  readonly service?: string
  /** The server that a balancer or service name has picked for it already; absent: whichever its way says. */
  readonly picked?: PickedServer
}
