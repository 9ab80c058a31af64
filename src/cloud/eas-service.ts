/** What an inference service of PAI-EAS has beside what every application has: facts/deployment B.4, B.6. */
import type { EasUpdate } from './eas-update.ts'
import type { Origin } from './origin.ts'

export interface EasService {
  /** The gateway that it is bound to: the one it names, else what was the default or shared one when the file was read (seed 002). */
  readonly gateway?: string
  /** Sent as `Authorization: TOKEN`, without a scheme (B.4). */
  readonly token: string
  /** Of `metadata.rpc.rate_limit`; absent: none, or that of the shared gateway. */
  readonly rateLimitPerSecond?: number
  /**
   * `metadata.rpc.keepalive`: a request that takes longer, its waiting included, is answered with 408. What the queue (`max_queue_size`) does not take
   * is answered with 450; queue and workers are `backlog` and `concurrency` of the application.
   */
  readonly keepaliveUs: number
  /** Decides how many instances may be missing during an update (B.6). */
  readonly resourceGroup: 'public' | 'dedicated' | 'quota'
  /** Of a dedicated resource group: an elastic pool beside it (B.6). */
  readonly hasElasticPool?: true
  /** Absent: any. Another method is answered with 405. */
  readonly methods?: readonly string[]
  /** Its instances have ENIs in vSwitches of the user (VPC direct connection); else they are in the network of EAS. */
  readonly isInVpc: boolean
  readonly autoscaling?: EasAutoscaling
  /** What the file says of `deploy`; absent keys have their defaults (`updateOf`). SAE's floors, surges and batches do not count for EAS; the grace period is `lifecycle.graceUs`. */
  readonly update?: Partial<EasUpdate>
}

/** Instances between `min` and `max`: `ceil(current * metric / threshold)`, the most over all metrics, 10 % tolerance (B.6). */
export interface EasAutoscaling {
  /** At least 1 behind a dedicated gateway (seed 002). */
  readonly min: number
  readonly max: number
  readonly metrics: readonly AutoscalingMetric[]
  readonly upWindowUs: number
  readonly downWindowUs: number
  /** From one instance to none. */
  readonly toZeroWindowUs: number
}

export interface AutoscalingMetric {
  /** Requests per second for each instance; percent of the workers that are busy; waiting requests for each instance. */
  readonly kind: 'qps' | 'cpu' | 'backlog'
  readonly threshold: number
}

/** Services of one kind behind one path, `/api/predict/GROUP` (B.4, B.6). It goes with its last service. */
export interface EasServiceGroup {
  readonly name: string
  /** `auto`: by the number of instances of each; else by weights, in the order of the file. */
  readonly traffic: 'auto' | ReadonlyMap<string, number>
  readonly services: readonly string[]
  /** Of the group's own path (assumed): each of its services keeps its own token. */
  readonly token: string
  readonly origin: Origin
}
