/** A run, folded for judging and telling: lanes, pools, flows, changes. Spans are `[fromUs, untilUs)` and leave no gaps. */
import type { BackendState } from '../balancing/backend-state.ts'
import type { OrderStatus, OrderType } from '../deployment/order-status.ts'
import type { Phase } from '../deployment/phase.ts'
import type { Address } from '../net/address.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { PacketProtocol } from '../net/protocol.ts'
import type { AlertSummary } from './alert-summary.ts'
import type { FlowState } from './event.ts'
import type { GatewaySummary } from './gateways.ts'
import type { RequestsSummary } from './request-summary.ts'

export interface Summary {
  readonly name: string
  readonly seed: number
  readonly endUs: number
  readonly apps: readonly AppSummary[]
  readonly pools: readonly PoolSummary[]
  readonly flows: readonly FlowSummary[]
  readonly changes: readonly ChangeSummary[]
  /** Of flows that count their connections, in order of first sight. */
  readonly connections?: readonly ConnectionsSummary[]
  /** The most ports in use, for each EIP and destination that connections took some of. */
  readonly snatPorts?: readonly SnatPortsSummary[]
  /** Of pools behind balancers and service names, in order of first sight. */
  readonly backends?: readonly BackendPoolSummary[]
  /** Of flows with requests, in the order of the file. */
  readonly requests?: readonly RequestsSummary[]
  /** What fully managed gateways measured of themselves, in the order of the file. */
  readonly gateways?: readonly GatewaySummary[]
  /** Of gateways, in order of first sight. */
  readonly alerts?: readonly AlertSummary[]
  /** Actions of the timeline as they took effect, with refusals. */
  readonly actions: readonly ActionSummary[]
  /** When each code was told of something, in order of first sight. */
  readonly codes?: readonly CodeSummary[]
  /** Instant of the last event that changed anything; nothing moves from there to the end. */
  readonly quietFromUs: number
}

export interface Span {
  readonly fromUs: number
  readonly untilUs: number
  /** Sequence number of the event that began it; `NOTHING_YET` where it was so before the first event. */
  readonly since: number
}

/** `since` of a span that no event began. */
export const NOTHING_YET = -1

export interface AppSummary {
  readonly app: string
  readonly instances: readonly InstanceSummary[]
  readonly capacity: readonly CapacitySpan[]
  /** Warnings of the cloud, one entry per code, in order of first sight. */
  readonly warnings: readonly WarningSummary[]
}

/** Until the application exists all three are 0 and `since` is `NOTHING_YET`. */
export interface CapacitySpan extends Span {
  readonly declared: number
  readonly ready: number
  readonly serving: number
}

export interface WarningSummary {
  readonly code: string
  readonly count: number
  readonly firstUs: number
  readonly lastUs: number
  /** Of the first one. */
  readonly message: string
  /** What fills the fix template of the code. */
  readonly details: Readonly<Record<string, string>>
  readonly instance?: string
  readonly since: number
}

export interface InstanceSummary {
  readonly instance: string
  readonly version: string
  readonly address?: Ipv4
  readonly eip?: Ipv4
  readonly spans: readonly (Span & { readonly phase: Phase; readonly code?: string })[]
}

export interface PoolSummary {
  readonly pool: string
  readonly size: number
  /** All that are not `Available`. */
  readonly inUse: readonly (Span & { readonly count: number })[]
  readonly peak: number
}

export type FlowVerdict = 'REACHABLE' | 'BLOCKED' | 'INTERMITTENT' | 'DEGRADED' | 'UNDETERMINED'

export interface FlowSummary {
  readonly flow: string
  readonly verdict: FlowVerdict
  readonly intervals: readonly FlowInterval[]
  /** Microseconds in which somebody asked, and of these in which the flow got through. */
  readonly askedUs: number
  readonly throughUs: number
  /** Every source address the far side saw, in order of first sight, with the instant and the instance. */
  readonly sources: readonly {
    readonly address: Address
    readonly fromUs: number
    readonly instance: string
    readonly since: number
  }[]
  /** When each instance showed each address, by begin. */
  readonly sightings: readonly Sighting[]
}

export interface Sighting extends Span {
  readonly address: Address
  readonly instance: string
}

export interface FlowInterval extends Span, FlowState {}

export type ChangeVerdict =
  | 'SAFE'
  | 'OUTAGE'
  | 'STUCK'
  | 'STUCK_DEGRADED'
  | 'ROLLED_BACK'
  | 'EXCEEDED_DEADLINE'
  | 'FAILED'
  | 'ABORTED'
  /** The run ended while the order was still moving. */
  | 'UNDETERMINED'

export interface ChangeSummary {
  readonly order: number
  readonly app: string
  readonly type: OrderType
  readonly version: string
  readonly previousVersion?: string
  readonly fromUs: number
  /** When it reached a final status. */
  readonly untilUs?: number
  /** The last status it had, since when and by which event. */
  readonly status: OrderStatus
  readonly statusFromUs: number
  readonly statusSince: number
  readonly verdict: ChangeVerdict
  /** Code of the reason: that it is stuck, why it failed, what was lost. */
  readonly code?: string
  /** The reason behind `code` where it is clear: `EIP_POOL_EMPTY` behind `ROLLOUT_STUCK`. */
  readonly rootCause?: string
  /** What fills the fix templates of `code` and `rootCause`. */
  readonly details: Readonly<Record<string, string>>
  /** From when nothing moved any more, to the end of the run. */
  readonly stuck?: Span
  /** The order that rolled this one back. */
  readonly rolledBackBy?: number
  /** The wait-for chain of a stuck order, in sentences; a cycle ends where it began. */
  readonly waitsFor: readonly string[]
  /** The event that began the order. */
  readonly since: number
  readonly minReady: number
  /** Fewest ready and fewest serving instances while the order ran. */
  readonly leastReady: number
  readonly leastServing: number
  /** Spans of the order without any serving instance, and the begin event of each. */
  readonly outages: readonly Span[]
}

export interface CodeSummary {
  readonly code: string
  /** In order of time; of one instant only the first. */
  readonly told: readonly { readonly atUs: number; readonly since: number }[]
}

export interface ActionSummary {
  readonly atUs: number
  /** Its place in the timeline of the plan. */
  readonly entry?: number
  readonly text: string
  readonly refused?: { readonly app: string; readonly code: string; readonly message: string }
  readonly since: number
}

export interface ConnectionsSummary {
  readonly flow: string
  readonly opened: number
  readonly closed: number
  /** The most at an instant, and how many at the end of the run. */
  readonly peak: number
  readonly atEnd: number
  readonly refused: number
  readonly lost: number
  readonly refusals: readonly ConnectionTrouble[]
  readonly losses: readonly ConnectionTrouble[]
}

/** Connections that were refused or lost for one reason, by one event. */
export interface ConnectionTrouble {
  readonly code: string
  readonly count: number
  /** In order of first sight. */
  readonly instances: readonly string[]
  readonly firstUs: number
  readonly lastUs: number
  /** Of the first one. */
  readonly details: Readonly<Record<string, string>>
  readonly since: number
}

export interface BackendPoolSummary {
  /** Its key (cloud/backend-pool.ts). */
  readonly pool: string
  /** How many servers may be picked; `failsOpen`: nobody is healthy, and all are asked for all that. */
  readonly inRotation: readonly (Span & { readonly count: number; readonly failsOpen?: true })[]
  readonly servers: readonly BackendSummary[]
}

export interface BackendSummary {
  /** `shop-3`, `server/web-1` or `10.0.0.7:8080`. */
  readonly server: string
  /** `ramps`: slow start. */
  readonly spans: readonly (Span & {
    readonly state: BackendState
    readonly code?: string
    readonly ramps?: true
  })[]
}

export interface SnatPortsSummary {
  readonly gateway: string
  readonly eip: Ipv4
  readonly destination: Ipv4
  readonly port: number
  readonly protocol: PacketProtocol
  readonly peak: number
  readonly capacity: number
  readonly atUs: number
  readonly since: number
}
