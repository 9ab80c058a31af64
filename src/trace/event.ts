/**
 * What can happen in a run, one kind each. Every event has the instant, a sequence number (its identity) and, where
 * there is one, the event that caused it. All else that we tell of a run is folded from these.
 */
import type { Fact } from '../deployment/fact.ts'
import type { Ipv4 } from '../net/ipv4.ts'

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
      readonly sources: readonly Ipv4[]
      readonly details: Readonly<Record<string, string>>
    }
  /** An instance takes no more part in a flow. */
  | { readonly kind: 'left'; readonly flow: string; readonly instance: string }
  /** The flow as a whole changed. */
  | ({ readonly kind: 'flow'; readonly flow: string } & FlowState)
  | { readonly kind: 'configured'; readonly path: string }

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
