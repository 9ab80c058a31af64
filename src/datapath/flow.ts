/** Who talks to whom. A flow is asked again whenever something that its last answer depended on has changed. */
import type { Origin } from '../cloud/origin.ts'
import type { PacketProtocol } from '../net/protocol.ts'
import type { ConnectionPlan } from './connection-plan.ts'

export interface Flow {
  readonly name: string
  readonly from: Endpoint
  readonly to: Endpoint
  readonly protocol: PacketProtocol
  /** Which address of a database is called; absent: the internal one. */
  readonly via?: 'internal' | 'public'
  /** Absent: IPv4. */
  readonly ip?: 'v6'
  /** Destination port; 0 where the protocol has none. */
  readonly port: number
  /** Absent: nobody counts its connections. */
  readonly connections?: ConnectionPlan
  readonly origin: Origin
}

/**
 * Written `app/shop`, `server/jump`, `server/jump/eth1`, `haVip/front`, `db/orders`, `internet/partner`, `endpoint/billing`, `natGateway/exit`, or by the name alone where it is
 * unique; `name/orders.shop.internal` is a domain name, which the caller's resolver turns into an address.
 */
export interface Endpoint {
  readonly kind: 'app' | 'server' | 'haVip' | 'db' | 'internet' | 'endpoint' | 'natGateway' | 'name'
  readonly name: string
}
