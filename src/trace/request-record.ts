/**
 * What a run counted of the requests of a flow, window by window. A window ends where the timeline or a change order
 * takes a step; a request belongs to the window in which it arrived, also when it ends in a later one.
 */
import type { Latencies } from './latency-histogram.ts'

export interface RequestRecord {
  readonly flow: string
  readonly windows: readonly RequestWindow[]
}

export interface RequestWindow extends RequestCounts {
  readonly fromUs: number
  readonly untilUs: number
  /** The event that began it; `NOTHING_YET` for the first. */
  readonly since: number
}

export interface RequestCounts {
  /** Of clients: what is tried again is one request all the same. */
  readonly requests: number
  /** They were still under way when the run ended. */
  readonly unfinished: number
  /** Tries after the first. */
  readonly retries: number
  /** What the client got in the end, by status; `NO_STATUS`: no answer at all. */
  readonly statuses: readonly StatusCount[]
  /** Tries that a server was picked for, in order of first sight. */
  readonly backends: readonly BackendCount[]
  readonly errors: readonly RequestError[]
  /** Of those that succeeded, from their arrival to the answer. */
  readonly latencies: Latencies
}

/** The client got no answer that could have a status. */
export const NO_STATUS = 0

export interface StatusCount {
  readonly status: number
  readonly count: number
}

export interface BackendCount {
  /** Key of the pool; absent where nobody balances. */
  readonly pool?: string
  readonly server: string
  readonly count: number
}

/** Tries that went wrong alike. */
export interface RequestError {
  /** A reason: of the data path, or of requests. */
  readonly code: string
  readonly status: number
  /** Requests that ended so. */
  readonly failed: number
  /** Tries that ended so, and were followed by another one. */
  readonly retried: number
  readonly firstUs: number
  readonly lastUs: number
  /** The servers, in order of first sight; empty where none was picked. */
  readonly servers: readonly string[]
  /** What fills the fix template of the code, of the first; empty where nothing is known. */
  readonly details: Readonly<Record<string, string>>
  /** The event that the first of them is owed to, as far as known; else `NOTHING_YET`. */
  readonly since: number
}
