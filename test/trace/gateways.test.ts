/** What gateways measured of themselves, folded: seed 002, facts/deployment B.5. */
import { describe, expect, it } from 'vitest'
import { MINUTE_US } from '../../src/cloud/duration-range.ts'
import { foldGateways } from '../../src/trace/gateways.ts'
import { aRecord } from './a-gateway.ts'

const minutes = (first: number, last: number) => ({ fromUs: first * MINUTE_US, untilUs: last * MINUTE_US })

describe('the summary of a gateway', () => {
  it('is absent where none measures anything', () => expect(foldGateways(undefined)).toEqual({}))

  it('seed 002: has the most of everything, and the minute that had it first', () => {
    const record = aRecord([
      { cpuPercent: 20, memoryPercent: 1, peakConnections: 10, newConnections: 60 },
      { cpuPercent: 50, memoryPercent: 1, peakConnections: 30, newConnections: 600 },
      {
        cpuPercent: 50,
        memoryPercent: 0.5,
        peakConnections: 20,
        newConnections: 450,
        lengthUs: MINUTE_US / 2,
      },
    ])
    expect(foldGateways([record]).gateways![0]!.peaks).toEqual({
      cpuPercent: { most: 50, fromUs: MINUTE_US },
      memoryPercent: { most: 1, fromUs: 0 },
      connections: { most: 30, fromUs: MINUTE_US },
      newConnectionsPerSecond: { most: 15, fromUs: 2 * MINUTE_US },
    })
  })

  it('B.5: says when it was above which threshold', () => {
    const levels = ['safe', 'aboveSafe', 'aboveSafe', 'overload', 'safe'] as const
    const [summary] = foldGateways([aRecord(levels.map((level) => ({ level })))]).gateways!
    expect(summary!.levels).toEqual([
      { ...minutes(0, 1), level: 'safe' },
      { ...minutes(1, 3), level: 'aboveSafe' },
      { ...minutes(3, 4), level: 'overload' },
      { ...minutes(4, 5), level: 'safe' },
    ])
  })

  it('B.4: adds up answers by status, 499 among them', () => {
    const record = aRecord([
      {
        by: { 2: 3, 4: 1 },
        statuses: [
          { status: 200, count: 3 },
          { status: 499, count: 1 },
        ],
      },
      {
        by: { 2: 2, 4: 1 },
        statuses: [
          { status: 200, count: 2 },
          { status: 401, count: 1 },
        ],
        rateLimited: 4,
      },
    ])
    expect(foldGateways([record]).gateways![0]).toMatchObject({
      gateway: 'front',
      requests: 7,
      statuses: [
        { status: 200, count: 5 },
        { status: 401, count: 1 },
        { status: 499, count: 1 },
      ],
      rateLimited: 4,
    })
  })
})
