/** What must hold, in the words of the scenario file. */
import type { Origin } from '../cloud/origin.ts'
import type { CidrSet } from '../net/cidr-set.ts'
import type { CidrSet6 } from '../net/cidr-set6.ts'
import type { ChangeVerdict } from '../trace/summary.ts'
import type { RouteQuestion } from './route-question.ts'

export type Expectation = { readonly text: string; readonly origin: Origin } & Claim

/**
 * `always` and `never` speak of the whole window, `sometimes` of at least one instant in it. `eventually` is the same, but a
 * run that ends before the window does leaves it open. `once`: every time it is so in the window, it stays so for `stableUs`.
 */
export type Mode = 'always' | 'never' | 'sometimes' | 'eventually' | 'once'

/** A window of the run, `[fromUs, untilUs)`; an instant is a window of one microsecond. */
export interface Window {
  readonly fromUs: number
  readonly untilUs: number
  /** Its words are told by whoever asks. */
  readonly isTold?: true
}

/** What only the run can say of a window: where it begins and ends, and how long something has to last. */
export interface Timing {
  /** It begins where this comes first, at or after `fromUs`. */
  readonly after?: Milestone
  /** It ends where this comes first, at or after its begin. */
  readonly until?: Milestone
  /** It ends so long after its begin. */
  readonly withinUs?: number
  /** So long at a stretch, though the window may end before that. */
  readonly stableUs?: number
}

export type FlowClaimState = 'reachable' | 'degraded' | 'partial' | 'blocked' | 'idle'

/** What may be so of a subject at an instant. */
export type Condition =
  | { readonly kind: 'flow'; readonly flow: string; readonly state: FlowClaimState; readonly code?: string }
  | {
      readonly kind: 'capacity'
      readonly app: string
      readonly measure: 'ready' | 'serving'
      readonly compare: Comparison
    }
  | { readonly kind: 'pool'; readonly pool: string; readonly compare: Comparison }
  | { readonly kind: 'rotation'; readonly group: string; readonly compare: Comparison }
  /** It fires. */
  | { readonly kind: 'alert'; readonly gateway: string; readonly alert: string }

/** Something that comes at an instant of the run. */
export type Milestone =
  /** One of these entries of the plan's timeline (their places in it) takes effect. */
  | { readonly kind: 'entry'; readonly entries: readonly number[]; readonly text: string }
  | {
      readonly kind: 'change'
      readonly app: string
      /** As in a claim on a rollout. */
      readonly change?: number
      readonly outcome: MilestoneOutcome
    }
  /** Something happens with this code. */
  | { readonly kind: 'code'; readonly code: string }
  /** It becomes so, or is so already. */
  | { readonly kind: 'state'; readonly condition: Condition }

/** What a change comes to once and for all. */
export type MilestoneOutcome = 'begun' | 'completed' | 'stuck' | 'failed' | 'rolledBack' | 'aborted'

export type Claim =
  | {
      readonly kind: 'flow'
      readonly flow: string
      readonly mode: Mode
      /** `reachable` includes degraded; `degraded` and `idle` are themselves only. */
      readonly state: FlowClaimState
      /** With `blocked`: only for this reason. */
      readonly code?: string
      readonly window?: Window
      readonly timing?: Timing
    }
  /** Every source address that the far side sees lies in the set. */
  | {
      readonly kind: 'source'
      readonly flow: string
      readonly within: CidrSet
      /** Absent: no IPv6 address is. */
      readonly within6?: CidrSet6
      readonly textOfSet: string
      readonly window?: Window
      readonly timing?: Timing
    }
  | {
      readonly kind: 'rollout'
      readonly app: string
      /** Which change of the application, from 1 in order of begin; absent: the last. */
      readonly change?: number
      readonly outcome?: Outcome
      readonly verdict?: ChangeVerdict
      /** Counted from the begin of the order. */
      readonly withinUs?: number
    }
  | {
      readonly kind: 'capacity'
      readonly app: string
      readonly mode: Mode
      readonly measure: 'ready' | 'serving'
      readonly compare: Comparison
      readonly window?: Window
      readonly timing?: Timing
    }
  | {
      readonly kind: 'pool'
      readonly pool: string
      readonly mode: Mode
      readonly compare: Comparison
      readonly window?: Window
      readonly timing?: Timing
    }
  /** How many servers of a server group may be picked. */
  | {
      readonly kind: 'rotation'
      readonly group: string
      readonly mode: Mode
      readonly compare: Comparison
      readonly window?: Window
      readonly timing?: Timing
    }
  | { readonly kind: 'metric'; readonly metric: 'availability'; readonly flow: string; readonly min: number }
  /** In the window the alert of a fully managed gateway fires at some instant, or at none. */
  | {
      readonly kind: 'alert'
      readonly gateway: string
      readonly alert: string
      readonly fires: boolean
      readonly window?: Window
      readonly timing?: Timing
    }
  /** At most so many connections of the flow. */
  | {
      readonly kind: 'connections'
      readonly metric: 'lostConnections' | 'refusedConnections'
      readonly flow: string
      readonly max: number
    }
  /** Of all requests of the flow that have ended: the share that succeeded, 0 to 1. */
  | { readonly kind: 'requests'; readonly metric: 'successRate'; readonly flow: string; readonly min: number }
  /** How many failed in the end, or the 99th percentile of the others in microseconds. */
  | {
      readonly kind: 'requests'
      readonly metric: 'errors' | 'p99'
      readonly flow: string
      readonly max: number
    }
  /** At most that share, 0 to 1, of the ports that an EIP of the gateway has towards one destination. */
  | { readonly kind: 'snatPorts'; readonly gateway: string; readonly max: number }
  /** A timeline entry of the application was refused with this code. */
  | { readonly kind: 'refused'; readonly app: string; readonly code: string }
  /** What a listener makes of a request, in every configuration of the window. */
  | {
      readonly kind: 'route'
      readonly question: RouteQuestion
      readonly expected: ExpectedRoute
      readonly window?: Window
    }
  /** A warning of the cloud with this code came. */
  | {
      readonly kind: 'warning'
      readonly app: string
      readonly mode: 'sometimes' | 'never'
      readonly code: string
    }

/** What is absent is not expected. */
export interface ExpectedRoute {
  /** Name of the rule; `default`, or `checks` where no rule is asked. */
  readonly rule?: string
  /** All groups with a weight, in the order of the rule. */
  readonly groups?: readonly string[]
  /** Of an answer that the balancer makes itself. */
  readonly status?: number
  readonly location?: string
  readonly upstreamHost?: string
  /** With the query, where there is one. */
  readonly upstreamPath?: string
}

export type Outcome =
  | 'completed'
  | 'stuck'
  | 'failed'
  | 'rolledBack'
  | 'aborted'
  | 'paused'
  | 'waiting'
  | 'running'

export interface Comparison {
  readonly operator: '>=' | '<=' | '=' | '>' | '<'
  readonly value: number
}
