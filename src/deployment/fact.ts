/** What the steps of this room tell about themselves. The trace records facts as they are; nothing else may be recorded of a deployment. */
import type { AutoscalingMetric } from '../cloud/eas-service.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { EasState } from './eas-state.ts'
import type { EipStatus } from './eip-ledger.ts'
import type { OrderStatus, OrderType } from './order-status.ts'
import type { Phase } from './phase.ts'

export type Fact =
  | RefusedFact
  | OrderFact
  | BatchFact
  | InstanceFact
  | EipFact
  | WarningFact
  | CapacityFact
  | ServiceStateFact
  | AutoscaledFact

/** A change was not accepted; nothing has happened. */
export interface RefusedFact {
  readonly kind: 'refused'
  readonly app: string
  readonly code: string
  readonly message: string
}

export interface OrderFact {
  readonly kind: 'order'
  readonly app: string
  /** Orders of the run count from 1. */
  readonly order: number
  readonly type: OrderType
  readonly status: OrderStatus
  /** The version the order leads to, and the one it replaces. */
  readonly version: string
  readonly previousVersion?: string
  /** Declared number of instances once the order is done. */
  readonly instances: number
  /** Resolved floor of ready instances for this order. */
  readonly minReady: number
  /** Of an inference service of EAS: no batches, no timeout. */
  readonly rolling?: true
  /** Why it failed, was paused or rolled back. */
  readonly code?: string
}

export interface BatchFact {
  readonly kind: 'batch'
  readonly app: string
  readonly order: number
  /** From 1; a gray batch is batch 1 of its order. */
  readonly batch: number
  readonly batches: number
  readonly size: number
  readonly gray: boolean
  readonly status: 'started' | 'completed' | 'timedOut' | 'failed'
}

export interface InstanceFact {
  readonly kind: 'instance'
  readonly app: string
  /** `shop-4`: applications number their instances from 1 and never reuse a number. */
  readonly instance: string
  readonly version: string
  readonly phase: Phase
  /** The process accepts connections on its port. */
  readonly answering: boolean
  readonly vswitch?: string
  readonly address?: Ipv4
  readonly eip?: Ipv4
  /** How often its container was started again. */
  readonly restarts: number
  /** It would be ready, but for its readiness gate: no balancer has found it healthy yet (facts/load-balancing 4.5). */
  readonly awaitsGate?: true
  /** Why: a probe, a crash, an order, a shortage. */
  readonly code?: string
}

export interface EipFact {
  readonly kind: 'eip'
  readonly pool: string
  readonly address: Ipv4
  readonly status: EipStatus
  readonly instance?: string
}

/** A Warning event of the cloud: a creation that has to wait, a liveness failure, a kill at the end of grace. */
export interface WarningFact {
  readonly kind: 'warning'
  readonly app: string
  readonly instance?: string
  readonly code: string
  readonly message: string
  /** What fills the fix template of the code: pool, version, instance. */
  readonly details?: Readonly<Record<string, string>>
}

/** The declared number of instances, the number ready, or the number ready and answering changed. */
export interface CapacityFact {
  readonly kind: 'capacity'
  readonly app: string
  readonly declared: number
  readonly ready: number
  readonly serving: number
}

/** An inference service of EAS has come into another state (facts/deployment B.6). */
export interface ServiceStateFact {
  readonly kind: 'serviceState'
  readonly app: string
  readonly state: EasState
}

/** The autoscaler of an inference service has changed the declared number of instances (facts/deployment B.6). */
export interface AutoscaledFact {
  readonly kind: 'autoscaled'
  readonly app: string
  readonly from: number
  readonly to: number
  readonly reason: AutoscaleReason
}

export type AutoscaleReason =
  /** Of all metrics the one that asks for the most instances; `value` is for each of the instances before, in its unit. */
  | {
      readonly kind: 'metric'
      readonly metric: AutoscalingMetric['kind']
      readonly value: number
      readonly threshold: number
    }
  /** Nothing was asked of it for the whole window (from one to none). */
  | { readonly kind: 'idle' }
  /** A request came while there was no instance. */
  | { readonly kind: 'request' }
  /** The number was outside of what the policy allows. */
  | { readonly kind: 'bounds' }
