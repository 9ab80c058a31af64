import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NONE } from '../../src/datapath/live.ts'
import { SnatPorts } from '../../src/datapath/snat-ports.ts'
import { TCP, UDP } from '../../src/net/protocol.ts'
import { NaiveSnatPorts } from '../golden/naive-sessions.ts'
import { ip } from './scene.ts'

const EIP = ip('203.0.113.50')
const PARTNER = ip('192.0.2.80')

/** Few enough pools, and counts near the limit, so that pools fill and empty. */
const aStep = fc.record({
  kind: fc.constantFrom('allocate', 'allocate', 'release', 'take', 'give', 'reserve'),
  eip: fc.constantFrom(EIP, EIP + 1),
  protocol: fc.constantFrom(TCP, UDP),
  port: fc.constantFrom(443, 80),
  count: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 27_000, max: 55_001 })),
  first: fc.oneof(
    fc.integer({ min: 10_230, max: 10_245 }),
    fc.integer({ min: 65_230, max: 65_240 }),
    fc.integer({ min: 1024, max: 65_000 }),
  ),
  width: fc.integer({ min: 0, max: 40 }),
})

describe('SnatPorts', () => {
  it('4.3: should take and free ports as its slow twin does', () =>
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 40 }), (steps) => {
        const ports = new SnatPorts()
        const naive = new NaiveSnatPorts()
        const numbered = new Map<string, number[]>()
        const counted = new Map<string, number>()
        for (const { kind, eip, protocol, port, count, first, width } of steps) {
          const pool = ports.poolOf(eip, protocol, PARTNER, port)
          const name = `${eip} ${protocol} ${PARTNER} ${port}`
          const own = numbered.get(name) ?? []
          numbered.set(name, own)
          if (kind === 'allocate') {
            const given = ports.allocate(pool)
            // Reserved after the fact, a pool may hold more than it could give.
            expect(given === NONE).toBe(naive.used(name) >= naive.capacity(name))
            if (given === NONE) continue
            expect(naive.mayGive(name, given)).toBe(true)
            naive.allocated(name, given)
            own.push(given)
          } else if (kind === 'release') {
            const back = own.pop()
            if (back === undefined) continue
            ports.release(pool, back)
            naive.release(name, back)
          } else if (kind === 'take') {
            const granted = ports.take(pool, count)
            expect(granted).toBe(naive.take(name, count))
            counted.set(name, (counted.get(name) ?? 0) + granted)
          } else if (kind === 'give') {
            const back = Math.min(count, counted.get(name) ?? 0)
            ports.give(pool, back)
            naive.give(name, back)
            counted.set(name, (counted.get(name) ?? 0) - back)
          } else {
            ports.reserve(eip, protocol, [{ first, last: first + width }])
            naive.reserve(eip, protocol, [{ first, last: first + width }])
          }
          expect(ports.used(pool)).toBe(naive.used(name))
          expect(ports.capacity(pool)).toBe(naive.capacity(name))
        }
      }),
      { numRuns: 60 },
    ))

  it('4.3: should give each of 55,000 ports once, all above 1024, and then none', () => {
    const ports = new SnatPorts()
    const pool = ports.poolOf(EIP, TCP, PARTNER, 443)
    const given = Array.from({ length: 55_000 }, () => ports.allocate(pool))
    expect(new Set(given).size).toBe(55_000)
    expect([Math.min(...given), Math.max(...given)]).toEqual([10_240, 65_239])
    expect(ports.allocate(pool)).toBe(NONE)
    expect(ports.allocate(ports.poolOf(EIP, TCP, PARTNER, 80))).not.toBe(NONE)
    expect(ports.allocate(ports.poolOf(EIP, UDP, PARTNER, 443))).not.toBe(NONE)
    expect(ports.allocate(ports.poolOf(EIP, TCP, PARTNER + 1, 443))).not.toBe(NONE)
    ports.release(pool, 20_000)
    expect(ports.allocate(pool)).toBe(20_000)
  })

  it('R4.29: should leave out the ports that a port break takes', () => {
    const ports = new SnatPorts()
    ports.reserve(EIP, TCP, [{ first: 10_240, last: 10_242 }])
    expect(ports.allocate(ports.poolOf(EIP, TCP, PARTNER, 443))).toBe(10_243)
    expect(ports.capacity(ports.poolOf(EIP, TCP, PARTNER, 443))).toBe(54_997)
    expect(ports.capacity(ports.poolOf(EIP, UDP, PARTNER, 443))).toBe(55_000)
  })
})
