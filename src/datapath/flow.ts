/** Who talks to whom. A flow is asked again whenever something that its last answer depended on has changed. */
import type { Origin } from '../cloud/origin.ts'
import type { PacketProtocol } from '../net/protocol.ts'

export interface Flow {
  readonly name: string
  readonly from: Endpoint
  readonly to: Endpoint
  readonly protocol: PacketProtocol
  /** Which address of a database is called; absent: the internal one. */
  readonly via?: 'internal' | 'public'
  /** Destination port; 0 where the protocol has none. */
  readonly port: number
  readonly origin: Origin
}

/** Written `app/shop`, `server/jump`, `db/orders`, `internet/partner`, or by the name alone where it is unique. */
export interface Endpoint {
  readonly kind: 'app' | 'server' | 'db' | 'internet'
  readonly name: string
}
