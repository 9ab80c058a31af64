/**
 * What can happen in a run, one kind each. Every event has the instant, a sequence number (its identity) and, where
 * there is one, the event that caused it. All else that we tell of a run is folded from these.
 */
import type { BackendState } from '../balancing/backend-state.ts'
import type { Fact } from '../deployment/fact.ts'
import type { Address } from '../net/address.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { PacketProtocol } from '../net/protocol.ts'

export type { EipStatus } from '../deployment/eip-ledger.ts'

export type Event = { readonly seq: number; readonly atUs: number; readonly cause?: number } & Happening

/** Facts of the deployment are recorded as they are. */
export type Happening =
  | Fact
  /** An entry of the timeline takes effect; `entry` is its index. */
  | { readonly kind: 'action'; readonly entry: number; readonly text: string }
  /** One instance's answer to a flow changed. Absent code: it gets through. */
  | {
      readonly kind: 'answer'
      readonly flow: string
      readonly instance: string
      readonly reachable: boolean
      readonly code?: string
      /** The source addresses the far side may see: one, or all EIPs that the SNAT entry may pick. */
      readonly sources: readonly Address[]
      /** Where only some of the ways through a balancer lead to an answer. */
      readonly share?: { readonly through: number; readonly of: number }
      readonly details: Readonly<Record<string, string>>
    }
  /** An instance takes no more part in a flow. */
  | { readonly kind: 'left'; readonly flow: string; readonly instance: string }
  /** The flow as a whole changed. */
  | ({ readonly kind: 'flow'; readonly flow: string } & FlowState)
  | { readonly kind: 'configured'; readonly path: string }
  /** A change of configuration that takes its time holds from now on. */
  | { readonly kind: 'effective'; readonly path: string }
  /** Connections of a flow that share a fate; `open` is how many the flow has then. */
  | {
      readonly kind: 'connections'
      readonly flow: string
      readonly instance: string
      readonly change: 'opened' | 'refused' | 'lost' | 'closed'
      readonly count: number
      readonly open: number
      /** Why they were refused or lost. */
      readonly code?: string
      readonly details?: Readonly<Record<string, string>>
    }
  /** More ports of an EIP towards one destination than ever before are in use (facts/vpc section 4.3). */
  | {
      readonly kind: 'snatPorts'
      readonly gateway: string
      readonly eip: Ipv4
      readonly destination: Ipv4
      readonly port: number
      readonly protocol: PacketProtocol
      readonly used: number
      readonly capacity: number
    }
  /** A server of a pool behind a balancer or a service name stands otherwise than before. */
  | ({ readonly kind: 'backend' } & BackendChange)
  /** A certificate that a listener shows has fewer than 15 days left, or none. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly state: 'ending' | 'ended' }
  /** A caller has asked again for a name whose record had changed; absent address: there is none any more. */
  | {
      readonly kind: 'renewed'
      readonly caller: string
      readonly name: string
      readonly was: Ipv4
      readonly address?: Ipv4
    }

export interface BackendChange {
  /** Key of the pool (cloud/backend-pool.ts). */
  readonly pool: string
  /** `shop-3`, `server/web-1` or `10.0.0.7:8080`. */
  readonly server: string
  readonly state: BackendState
  /** How many of the pool may be picked now. */
  readonly inRotation: number
  /** Nobody is healthy, and all are asked for all that (facts/load-balancing 1.10). */
  readonly failsOpen?: true
  /** What probes found: `CONNECT_TIMEOUT`, `CONNECT_FAIL` (1.9), or that rules stop them: `PROBE_BLOCKED`. */
  readonly code?: string
  /** Until then what is open on it goes on; or its weight grows. */
  readonly drainsUntilUs?: number
  readonly rampsUntilUs?: number
  /** The connections that were left on it have ended now. */
  readonly cuts?: true
}

/**
 * A flow at an instant. From an application it is asked for every running instance and gets through only if all do; to
 * an application it gets through if one instance answers, and is `DEGRADED` while fewer answer than are declared.
 * `PARTIAL`: a load balancer or service name leads only some of its requests to an answer.
 */
export interface FlowState {
  /** `IDLE`: nobody is there to ask. */
  readonly status: 'REACHABLE' | 'DEGRADED' | 'PARTIAL' | 'BLOCKED' | 'IDLE'
  readonly asked: number
  readonly through: number
  /** Of `PARTIAL`: how many of the ways that the first blocker's request may take lead to an answer. */
  readonly share?: { readonly through: number; readonly of: number }
  /** The first blocker: its code, its instance and the details that fill the fix template. */
  readonly code?: string
  readonly instance?: string
  readonly details?: Readonly<Record<string, string>>
}
