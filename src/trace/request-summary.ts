/** What a summary tells of the requests of a flow. */
import type { RequestError, StatusCount } from './request-record.ts'

export interface RequestsSummary {
  readonly flow: string
  readonly total: RequestFigures
  /** From one step of the timeline or of a change order to the next, without gaps. */
  readonly intervals: readonly RequestInterval[]
  /** Of each change order that began in the run. */
  readonly changes: readonly RequestsOfChange[]
}

export interface RequestInterval extends RequestFigures {
  /** The event that began it. */
  readonly since: number
}

/** Before: from the end of the change before, or the start of the run. After: until the next one begins, or the end. */
export interface RequestsOfChange {
  readonly order: number
  readonly before?: RequestFigures
  readonly during?: RequestFigures
  readonly after?: RequestFigures
}

/** Of the requests that arrived in `[fromUs, untilUs)`, whenever they ended. */
export interface RequestFigures {
  readonly fromUs: number
  readonly untilUs: number
  readonly requests: number
  /** The client got an answer below 400. */
  readonly succeeded: number
  readonly failed: number
  /** Under way when the run ended: neither. */
  readonly unfinished: number
  /** Tries after the first. */
  readonly retries: number
  /** By status; 0: no answer at all. */
  readonly statuses: readonly StatusCount[]
  /** Tries that a server was picked for. */
  readonly backends: readonly BackendShare[]
  readonly errors: readonly RequestError[]
  /** Of those that succeeded; absent where none did. */
  readonly latency?: LatencyFigures
}

export interface BackendShare {
  readonly pool?: string
  readonly server: string
  readonly count: number
  /** Of all tries that a server was picked for, 0 to 1. */
  readonly share: number
  readonly perSecond: number
}

/** From the arrival to the answer in microseconds; percentiles at most 1/128 too high. */
export interface LatencyFigures {
  readonly p50Us: number
  readonly p90Us: number
  readonly p99Us: number
  readonly maxUs: number
}
