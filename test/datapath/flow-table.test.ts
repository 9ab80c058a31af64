import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlowTable } from '../../src/datapath/flow-table.ts'
import { NONE } from '../../src/datapath/live.ts'
import type { FiveTuple } from '../../src/net/five-tuple.ts'
import { ICMP, TCP, UDP } from '../../src/net/protocol.ts'
import { NaiveFlowTable } from '../golden/naive-sessions.ts'

const aTuple = fc.record({
  protocol: fc.constantFrom(TCP, UDP, ICMP),
  source: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((word) => word & 3),
  sourcePort: fc.constantFrom(49_152, 49_153, 65_535),
  destination: fc.constantFrom(0, 1, 2 ** 32 - 1),
  destinationPort: fc.constantFrom(0, 443),
})
const aStep = fc.record({
  kind: fc.constantFrom('open', 'open', 'touch', 'close', 'remove', 'judge'),
  tuple: aTuple,
  /** Near the ends of sessions: 10, 30, 60, 900 and 910 seconds. */
  stepUs: fc.constantFrom(
    0,
    1,
    9_999_999,
    10_000_000,
    30_000_000,
    59_999_999,
    60_000_000,
    899_999_999,
    910_000_000,
  ),
})

describe('FlowTable', () => {
  it('4.3, R5.14: should remember and forget as its slow twin does', () =>
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 120 }), (steps) => {
        const table = new FlowTable()
        const naive = new NaiveFlowTable()
        let nowUs = 0
        for (const { kind, tuple, stepUs } of steps) {
          nowUs += stepUs
          const row = table.find(tuple)
          const session = naive.find(tuple)
          expect(row === NONE).toBe(session === undefined)
          if (session === undefined) {
            if (kind !== 'open') continue
            table.open(tuple, nowUs)
            naive.open(tuple, nowUs)
          } else if (kind === 'touch') {
            table.touch(row, nowUs)
            session.lastUs = nowUs
          } else if (kind === 'judge') {
            table.judged(row, nowUs)
            session.judgedUs = nowUs
          } else if (kind === 'close') {
            table.close(row, nowUs)
            session.lastUs = nowUs
            session.closed = true
          } else if (kind === 'remove') {
            table.remove(row)
            naive.remove(session)
          }
          expect(table.count).toBe(naive.sessions.length)
          for (const each of naive.sessions) {
            const at = table.find(each.tuple)
            expect(at).not.toBe(NONE)
            expect(table.isExpired(at, nowUs)).toBe(naive.isExpired(each, nowUs))
            expect(table.isLapsed(at, nowUs)).toBe(naive.isLapsed(each, nowUs))
          }
        }
      }),
    ))

  it('should keep what a session is translated to while the table grows', () => {
    const table = new FlowTable()
    const tuple = (port: number): FiveTuple => ({
      protocol: TCP,
      source: 0xac10_0105,
      sourcePort: port,
      destination: 0xc000_0250,
      destinationPort: 443,
    })
    for (let port = 1024; port < 5024; port++)
      table.open(tuple(port), port, { source: 0xcb00_7132, sourcePort: port + 10_000, pool: 3 })
    for (let port = 1024; port < 5024; port++) {
      const row = table.find(tuple(port))
      expect([table.translatedSource(row), table.translatedPort(row), table.pool(row)]).toEqual([
        0xcb00_7132,
        port + 10_000,
        3,
      ])
    }
    const seen: number[] = []
    table.forEach((row) => {
      seen.push(table.translatedPort(row))
      table.remove(row)
    })
    expect([seen.length, table.count]).toEqual([4000, 0])
  })
})
