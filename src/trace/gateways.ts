/** What gateways measured of themselves, as it is told: when which threshold was passed, and the most of everything. */
import { SECOND_US } from '../cloud/duration-range.ts'
import type { GatewayMinute, GatewayRecord, LoadLevel } from './gateway-record.ts'
import type { StatusCount } from './request-record.ts'

export interface GatewaySummary {
  readonly gateway: string
  readonly requests: number
  /** Of the whole run, smallest first; 499: the client left before it had an answer. */
  readonly statuses: readonly StatusCount[]
  readonly rateLimited: number
  readonly refusedConnections: number
  readonly peaks: GatewayPeaks
  /** Without a gap. */
  readonly levels: readonly { readonly fromUs: number; readonly untilUs: number; readonly level: LoadLevel }[]
  readonly minutes: readonly GatewayMinute[]
}

/** Of the first minute that had the most. */
export interface GatewayPeaks {
  readonly cpuPercent: Peak
  readonly memoryPercent: Peak
  readonly connections: Peak
  readonly newConnectionsPerSecond: Peak
}

export interface Peak {
  readonly most: number
  readonly fromUs: number
}

export function foldGateways(records: readonly GatewayRecord[] | undefined): {
  gateways?: readonly GatewaySummary[]
} {
  return records === undefined ? {} : { gateways: records.map(summaryOf) }
}

function summaryOf({ gateway, minutes }: GatewayRecord): GatewaySummary {
  const sum = (of: (minute: GatewayMinute) => number) => minutes.reduce((total, each) => total + of(each), 0)
  return {
    gateway,
    requests: sum(({ byClass }) => byClass.reduce((total, each) => total + each, 0)),
    statuses: statusesOf(minutes),
    rateLimited: sum(({ rateLimited }) => rateLimited),
    refusedConnections: sum(({ refusedConnections }) => refusedConnections),
    peaks: {
      cpuPercent: peakOf(minutes, ({ cpuPercent }) => cpuPercent),
      memoryPercent: peakOf(minutes, ({ memoryPercent }) => memoryPercent),
      connections: peakOf(minutes, ({ peakConnections }) => peakConnections),
      newConnectionsPerSecond: peakOf(
        minutes,
        ({ newConnections, fromUs, untilUs }) => (newConnections * SECOND_US) / (untilUs - fromUs),
      ),
    },
    levels: levelsOf(minutes),
    minutes,
  }
}

function statusesOf(minutes: readonly GatewayMinute[]): StatusCount[] {
  const counts = new Map<number, number>()
  for (const { statuses = [] } of minutes)
    for (const { status, count } of statuses) counts.set(status, (counts.get(status) ?? 0) + count)
  return [...counts].map(([status, count]) => ({ status, count })).sort((a, b) => a.status - b.status)
}

function peakOf(minutes: readonly GatewayMinute[], of: (minute: GatewayMinute) => number): Peak {
  let peak: Peak = { most: 0, fromUs: 0 }
  for (const minute of minutes) {
    const value = of(minute)
    if (value > peak.most) peak = { most: value, fromUs: minute.fromUs }
  }
  return peak
}

function levelsOf(minutes: readonly GatewayMinute[]): GatewaySummary['levels'] {
  const spans: GatewaySummary['levels'][number][] = []
  for (const { fromUs, untilUs, level = 'safe' } of minutes) {
    const last = spans.at(-1)
    if (last?.level === level) spans[spans.length - 1] = { ...last, untilUs }
    else spans.push({ fromUs, untilUs, level })
  }
  return spans
}
