/** What a fully managed gateway measured of itself, minute by minute: what its monitoring and alerts are computed from (seed 002). */
import type { StatusCount } from './request-record.ts'

export interface GatewayRecord {
  readonly gateway: string
  /** From the begin of the run, without a gap; the last may be shorter. */
  readonly minutes: readonly GatewayMinute[]
}

export interface GatewayMinute {
  readonly fromUs: number
  readonly untilUs: number
  /** That ended in this minute, by hundreds of their status: index 2 is 2xx; 0 had no answer. */
  readonly byClass: readonly number[]
  /** The same by status, smallest first; 499: the client left before it had an answer. */
  readonly statuses?: readonly StatusCount[]
  /** Refused by a rate limit (429). */
  readonly rateLimited: number
  /** Sum over those with an answer. */
  readonly responseTimeUs: number
  readonly newConnections: number
  readonly peakConnections: number
  /** Refused beyond the overload threshold (facts/deployment B.5). */
  readonly refusedConnections: number
  readonly cpuPercent: number
  readonly memoryPercent: number
  readonly nodes: number
  /** The highest threshold that something of it was above (facts/deployment B.5); `overload`: it has refused connections. */
  readonly level?: LoadLevel
}

export type LoadLevel = 'safe' | 'aboveSafe' | 'aboveWarning' | 'overload'
