import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '../../src/balancing/crc32.ts'
import { KetamaRing } from '../../src/balancing/ketama-ring.ts'
import { LeastConn } from '../../src/balancing/least-conn.ts'
import { bucketOf, LvsSh } from '../../src/balancing/lvs-sh.ts'
import { LvsWlc } from '../../src/balancing/lvs-wlc.ts'
import { LvsWrr } from '../../src/balancing/lvs-wrr.ts'
import { RoundRobin } from '../../src/balancing/round-robin.ts'
import {
  commonDivisor,
  type Members,
  NOBODY,
  newStanding,
  type Scheduler,
} from '../../src/balancing/scheduler.ts'
import { SmoothWrr } from '../../src/balancing/smooth-wrr.ts'
import { parseIpv4 } from '../../src/net/ipv4.ts'

const members = (weights: readonly number[]): Members => ({
  names: weights.map((_, index) => `10.0.0.${index + 1}:8080`),
  weights,
})

/** `A B C`: who is picked, one after the other; with `keeping` connections stay open. */
function picks(scheduler: Scheduler, size: number, count: number, keeping = false): string {
  const standing = newStanding(size)
  return Array.from({ length: count }, () => {
    const server = scheduler.pick(standing, 0)
    if (keeping && server !== NOBODY) standing.active[server]!++
    return 'ABCDEFGH'[server] ?? '-'
  }).join(' ')
}

describe('facts/load-balancing 6.8: the vectors', () => {
  it.each([
    [[5, 1, 1], 'A A B A C A A', 'A A A A A B C'],
    [[4, 3, 2], 'A B C A B A C B A', 'A A B A B C A B C'],
    [[100, 50, 50], 'A B C A', 'A A B C'],
    [[1, 1, 1], 'A B C', 'A B C'],
    [[1, 2, 3], 'C B A C B C', 'C B C A B C'],
    [[100, 0, 50], 'A C A', 'A A C'],
  ])('weights %j: smooth %s, LVS %s', (weights, smooth, lvs) => {
    expect(picks(new SmoothWrr(members(weights)), 3, smooth.split(' ').length)).toBe(smooth)
    expect(picks(new LvsWrr(members(weights)), 3, lvs.split(' ').length)).toBe(lvs)
  })

  it.each([
    [[100, 50, 50], 'A B C A A B C A', 'A B C A C A B A'],
    [[3, 2, 1], 'A B C A B A A B', 'A B C A B A B C'],
    [[1, 1, 1], 'A B C A B C A B', 'A B C C B A A B'],
  ])('weights %j, connections never close: wlc %s, least_conn %s', (weights, wlc, leastConn) => {
    expect(picks(new LvsWlc(members(weights)), 3, 8, true)).toBe(wlc)
    expect(picks(new LeastConn(members(weights)), 3, 8, true)).toBe(leastConn)
  })

  it.each([
    ['10.0.0.1', 177],
    ['10.0.0.2', 98],
    ['192.168.1.10', 234],
    ['203.0.113.7', 215],
  ])('LVS sh puts %s into bucket %i', (text, bucket) => expect(bucketOf(address(text))).toBe(bucket))

  it.each([
    ['203.0.113.7', 1_555_461_494, 1, 1],
    ['203.0.113.8', 3_423_168_743, 2, 1],
    ['198.51.100.1', 2_049_851_592, 2, 1],
    ['198.51.100.2', 3_810_988_402, 2, 1],
    ['192.168.1.10', 260_560_567, 2, 0],
  ])('the ring gives %s (CRC %i) to server %i, and without the third to %i', (key, crc, three, two) => {
    const ring = new KetamaRing(members([1, 1, 1]))
    const standing = newStanding(3)
    expect(crc32(key)).toBe(crc)
    expect(ring.pick(standing, crc)).toBe(three)
    standing.usable[2] = 0
    expect(ring.pick(standing, crc)).toBe(two)
    expect(new KetamaRing(members([1, 1])).pick(newStanding(2), crc)).toBe(two)
  })
})

describe('shares', () => {
  const aWeight = fc.oneof(fc.nat(5), fc.constantFrom(0, 50, 100))
  const someWeights = fc.array(aWeight, { minLength: 1, maxLength: 6 })

  const fair: [string, (weights: number[]) => Scheduler][] = [
    ['smooth round robin', (weights) => new SmoothWrr(members(weights))],
    ['LVS round robin', (weights) => new LvsWrr(members(weights))],
  ]
  it.each(fair)('%s should give each server exactly its share in every cycle', (_, make) =>
    fc.assert(
      fc.property(someWeights, fc.integer({ min: 1, max: 3 }), (weights, cycles) => {
        const scheduler = make(weights)
        const standing = newStanding(weights.length)
        const divisor = commonDivisor(weights)
        const length = divisor === 0 ? 1 : weights.reduce((sum, weight) => sum + weight, 0) / divisor
        for (let cycle = 0; cycle < cycles; cycle++) {
          const counts = weights.map(() => 0)
          for (let pick = 0; pick < length; pick++) {
            const server = scheduler.pick(standing, 0)
            if (divisor === 0) expect(server).toBe(NOBODY)
            else counts[server]!++
          }
          if (divisor > 0) expect(counts).toEqual(weights.map((weight) => weight / divisor))
        }
      }),
    ),
  )

  const schedulers: [string, (weights: number[]) => Scheduler][] = [
    ['smooth round robin', (weights) => new SmoothWrr(members(weights))],
    ['round robin', (weights) => new RoundRobin(members(weights))],
    ['LVS round robin', (weights) => new LvsWrr(members(weights))],
    ['LVS least connections', (weights) => new LvsWlc(members(weights))],
    ['least connections', (weights) => new LeastConn(members(weights))],
    ['a ring', (weights) => new KetamaRing(members(weights))],
  ]
  it.each(schedulers)(
    '%s should pick somebody as long as anybody may be picked, and nobody else',
    (_, make) =>
      fc.assert(
        fc.property(
          fc.array(fc.record({ weight: fc.nat(3), usable: fc.boolean(), active: fc.nat(3) }), {
            minLength: 1,
            maxLength: 5,
          }),
          fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 20 }),
          (servers, keys) => {
            const scheduler = make(servers.map(({ weight }) => weight))
            const standing = newStanding(servers.length)
            servers.forEach(({ usable, active }, index) => {
              standing.usable[index] = usable ? 1 : 0
              standing.active[index] = active
            })
            const may = servers.flatMap(({ weight, usable }, index) => (weight > 0 && usable ? [index] : []))
            for (const key of keys) {
              const server = scheduler.pick(standing, key)
              if (may.length === 0) expect(server).toBe(NOBODY)
              else expect(may).toContain(server)
            }
          },
        ),
      ),
  )

  it('a ring should move the keys of a removed server and no others', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 }),
        fc.nat(5),
        fc.array(fc.nat(0xffff_ffff), { minLength: 1, maxLength: 50 }),
        (weights, at, keys) => {
          const gone = at % weights.length
          const ring = new KetamaRing(members(weights))
          const all = newStanding(weights.length)
          const without = newStanding(weights.length)
          without.usable[gone] = 0
          for (const key of keys) {
            const before = ring.pick(all, key)
            if (before !== gone) expect(ring.pick(without, key)).toBe(before)
            else expect(ring.pick(without, key)).not.toBe(gone)
          }
        },
      ),
    ))

  it('LVS sh should look at the last octet alone, and offer no other server for a dead one (6.7)', () => {
    const scheduler = new LvsSh(members([1, 1, 1]))
    const standing = newStanding(3)
    const server = scheduler.pick(standing, address('10.0.0.7'))
    expect(scheduler.pick(standing, address('203.0.113.7'))).toBe(server)
    standing.usable[server] = 0
    expect(scheduler.pick(standing, address('10.0.0.7'))).toBe(NOBODY)
  })
})

describe('a group that changes', () => {
  it('should keep what smooth round robin knows of those that stay (6.1)', () => {
    const scheduler = new SmoothWrr(members([5, 1, 1]))
    expect(picks(scheduler, 3, 2)).toBe('A A')
    // B leaves, D joins behind C: A and C go on from where they were.
    scheduler.reshape(members([5, 1, 1]), [0, 2, NOBODY])
    expect(picks(scheduler, 3, 5)).toBe('B A A C A')
  })

  it('should start LVS round robin at the head again (6.4)', () => {
    const scheduler = new LvsWrr(members([1, 1, 1]))
    expect(picks(scheduler, 3, 2)).toBe('A B')
    scheduler.reshape(members([1, 1]))
    expect(picks(scheduler, 2, 2)).toBe('A B')
  })
})

function address(text: string): number {
  const parsed = parseIpv4(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.value
}
