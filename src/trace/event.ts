/**
 * What can happen in a run, one kind each. Every event has the instant, a sequence number (its identity) and, where
 * there is one, the event that caused it. All else that we tell of a run is folded from these.
 */
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
  /** A caller has asked again for a name whose record had changed; absent address: there is none any more. */
  | {
      readonly kind: 'renewed'
      readonly caller: string
      readonly name: string
      readonly was: Ipv4
      readonly address?: Ipv4
    }

/**
 * A flow at an instant. From an application it is asked for every running instance and gets through only if all do; to
 * an application it gets through if one instance answers, and is `DEGRADED` while fewer answer than are declared.
 */
export interface FlowState {
  /** `IDLE`: nobody is there to ask. */
  readonly status: 'REACHABLE' | 'DEGRADED' | 'BLOCKED' | 'IDLE'
  readonly asked: number
  readonly through: number
  /** The first blocker: its code, its instance and the details that fill the fix template. */
  readonly code?: string
  readonly instance?: string
  readonly details?: Readonly<Record<string, string>>
}
