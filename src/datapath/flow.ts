/** Who talks to whom. A flow is asked again whenever something that its last answer depended on has changed. */
import type { Origin } from '../cloud/origin.ts'
import type { PacketProtocol } from '../net/protocol.ts'
import type { ConnectionPlan } from './connection-plan.ts'
import type { RequestPlan } from './request-plan.ts'

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
  /** What is asked of an HTTP listener; absent: `GET /` with the name that is called as its host. */
  readonly request?: FlowRequest
  /** Absent: the flow is asked about, and nobody sends anything. */
  readonly requests?: RequestPlan
  readonly origin: Origin
}

/**
 * Written `app/shop`, `server/jump`, `server/jump/eth1`, `haVip/front`, `db/orders`, `internet/partner`, `endpoint/billing`, `natGateway/exit`, or by the name alone where it is
 * unique; `loadBalancer/front` is an ALB or CLB at the flow's port, `service/orders-cn-hangzhou-default` a Kubernetes service name, `gateway/front` an inference gateway of EAS; `name/orders.shop.internal` is a domain name, which the caller's resolver turns into an address.
 */
export interface Endpoint {
  readonly kind:
    | 'app'
    | 'server'
    | 'haVip'
    | 'db'
    | 'internet'
    | 'endpoint'
    | 'natGateway'
    | 'loadBalancer'
    | 'service'
    | 'gateway'
    | 'name'
  readonly name: string
}

/** The layer-7 side of a flow, whose default `host` is the name that is called. */
export interface FlowRequest {
  readonly host?: string
  /** With or without a query. */
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Absent: what the listener speaks. */
  readonly scheme?: 'http' | 'https'
  /** `false`: the client takes any certificate; absent: it looks at names and at the end. */
  readonly verify?: false
}
