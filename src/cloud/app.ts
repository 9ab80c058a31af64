/** An SAE application (facts/deployment part A), or an inference service of PAI-EAS (part B). */
import type { DurationRange } from './duration-range.ts'
import type { EasService } from './eas-service.ts'
import type { Origin } from './origin.ts'

export interface App {
  readonly name: string
  /** Id of its SAE namespace, such as `cn-hangzhou:test`; absent: the default one of the region (facts/load-balancing 3.2, 3.4). */
  readonly namespace?: string
  readonly vpc: string
  /** In the order of the file; at least one, all of one VPC. */
  readonly vswitches: readonly string[]
  /** SAE takes one (facts/deployment A.7); the data path would take five. */
  readonly securityGroups: readonly string[]
  /** The declared number of instances. */
  readonly instances: number
  readonly port: number
  /** Requests that an instance works on at a time; absent: all it gets. */
  readonly concurrency?: number
  /** How many more wait for it in their order; beyond that a connection is refused (assumed default: 128). */
  readonly backlog?: number
  /** Of an instance, for its price; absent: nobody said (facts/deployment C). */
  readonly compute?: { readonly cores: number; readonly memoryBytes: number }
  /** One EIP per instance from this pool; absent: no public address of its own. */
  readonly eipPool?: string
  /** What runs at the start of the run, unless the timeline creates the application. */
  readonly version: string
  readonly lifecycle: Lifecycle
  readonly probes: Probes
  readonly deploy: DeployPolicy
  /** How a version differs from the application's description; a version that is not named here behaves well. */
  readonly versions: ReadonlyMap<string, VersionBehaviour>
  /** Present: it is a service of PAI-EAS. */
  readonly eas?: EasService
  readonly origin: Origin
}

/** How long each step of an instance's life takes: facts/deployment A.13. */
export interface Lifecycle {
  /** From the order to create until the ENI has its private address. */
  readonly schedule: DurationRange
  readonly pull: DurationRange
  /** EIP `Associating`. */
  readonly eipBind: DurationRange
  /** EIP `Unassociating`. */
  readonly eipRelease: DurationRange
  /** From the start of the container until the application answers. */
  readonly start: DurationRange
  /** The preStop hook, run before TERM. */
  readonly preStop: DurationRange
  /** From TERM until the process has ended. */
  readonly stop: DurationRange
  /** KILL comes this long after the begin of termination, whatever runs (1 s to 300 s, A.9). */
  readonly graceUs: number
}

/** Facts/deployment A.8. The startup probe runs first; the two others begin when it has passed. */
export interface Probes {
  readonly startup?: Probe
  /**
   * `sound`: not described, taken to pass from the instant the application answers (our default, told as assumed).
   * `none`: the application has no readiness probe and counts as ready when its container runs (K8SWEB).
   */
  readonly readiness: Probe | 'sound' | 'none'
  readonly liveness?: Probe
}

export interface Probe {
  readonly initialDelayUs: number
  readonly periodUs: number
  readonly timeoutUs: number
  readonly failureThreshold: number
  readonly successThreshold: number
}

/** How a version's process behaves; all times count from the start of its container. */
export interface VersionBehaviour {
  readonly start?: DurationRange
  readonly stop?: DurationRange
  /** When each probe passes; absent: from the end of `start`, for ever. */
  readonly startup?: ProbeWindow
  readonly readiness?: ProbeWindow
  readonly liveness?: ProbeWindow
  /** The process exits by itself this long after each start. */
  readonly exitsAfterUs?: number
  readonly origin: Origin
}

/** A probe passes from `passesFromUs` (included) until `failsFromUs` (excluded); `Infinity` is never. */
export interface ProbeWindow {
  readonly passesFromUs: number
  readonly failsFromUs: number
}

/** How a change of this application is carried out: facts/deployment A.1 to A.4, defaults of section E. */
export interface DeployPolicy {
  readonly strategy: Strategy
  /** `MinReadyInstances`: -1 is the system value `ceil(25 %)`, 0 allows an interruption. */
  readonly minReady: number
  /** `MinReadyInstanceRatio` in percent; -1 is unused; otherwise it wins over `minReady`. */
  readonly minReadyPercent: number
  /** `MaxSurgeInstances`: -1 is the system value `ceil(30 %)`. */
  readonly maxSurge: number
  readonly maxSurgePercent: number
  /** Pause between instances inside a batch (top-level `BatchWaitTime`). */
  readonly instanceWaitUs: number
  readonly batchTimeoutUs: number
  /** The old instance may stop when the new one's EIP is bound, or only when the new one is ready as well. */
  readonly eipGate: 'bound' | 'ready'
  /** No free EIP: retry until the batch times out, or fail the creation at once. */
  readonly eipShortage: 'wait' | 'fail'
  /** Between two tries for an EIP or a private address. */
  readonly retryUs: number
  /** A readiness probe that fails from the start on: the batch fails (`EDAS-10022`), or waits for its timeout. */
  readonly readinessFailure: 'fail' | 'wait'
  /** An instance counts as ready only when every ALB group that it is in has found it healthy (facts/load-balancing 4.5). */
  readonly readinessGate: boolean
}

/**
 * `batches = 1` without `gray` is the single-batch release, otherwise phased (`BatchUpdate`) or gray (`GrayBatchUpdate`).
 */
export interface Strategy {
  readonly batches: number
  /** Size of the gray batch that goes first. */
  readonly gray?: number
  /** `manual` waits for a confirmation between batches. */
  readonly release: 'auto' | 'manual'
  /** Pause between batches (`batchUpdate.batchWaitTime`). */
  readonly batchWaitUs: number
}
