/** How hard something that is charged by capacity units works, and how many of them that makes: facts/deployment C. */
import type { Meter } from './price-table.ts'

export interface Load {
  readonly newConnectionsPerSecond: number
  readonly concurrentConnections: number
  /** In and out together. */
  readonly gigabytesPerHour: number
  readonly ruleEvaluationsPerSecond: number
}

export const NO_LOAD: Load = {
  newConnectionsPerSecond: 0,
  concurrentConnections: 0,
  gigabytesPerHour: 0,
  ruleEvaluationsPerSecond: 0,
}

export function together(a: Load, b: Load): Load {
  return {
    newConnectionsPerSecond: a.newConnectionsPerSecond + b.newConnectionsPerSecond,
    concurrentConnections: a.concurrentConnections + b.concurrentConnections,
    gigabytesPerHour: a.gigabytesPerHour + b.gigabytesPerHour,
    ruleEvaluationsPerSecond: a.ruleEvaluationsPerSecond + b.ruleEvaluationsPerSecond,
  }
}

/** The measure that needs most units; fractions count. */
export function capacityUnits(load: Load, meter: Meter): number {
  return Math.max(
    load.newConnectionsPerSecond / meter.newConnectionsPerSecond,
    load.concurrentConnections / meter.concurrentConnections,
    load.gigabytesPerHour / meter.gigabytesPerHour,
    meter.ruleEvaluationsPerSecond === undefined
      ? 0
      : load.ruleEvaluationsPerSecond / meter.ruleEvaluationsPerSecond,
  )
}
