/** What a fully managed gateway carries, and what it measures of that: facts/deployment B.5, seed 002. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import type { RequestKind } from '../../src/cloud/gateway-capacity.ts'
import { GatewayLoad } from '../../src/simulation/gateway-load.ts'
import { type NaiveStep, naiveGateway } from '../golden/naive-gateway.ts'
import { aManagedGateway } from './a-gateway.ts'

const load = (nodes = 1) => new GatewayLoad(aManagedGateway({ nodes }))

/** So many requests in each second. */
function work(gateway: GatewayLoad, perSecond: number, seconds: number, kind: RequestKind = 'shortHttp') {
  let taken = 0
  for (let second = 0; second < seconds; second++)
    for (let each = 0; each < perSecond; each++) {
      const nowUs = second * SECOND_US + Math.floor((each * SECOND_US) / perSecond)
      if (gateway.connect(1, nowUs) === 0) continue
      taken++
      gateway.request(kind, nowUs)
      gateway.disconnect(1, nowUs)
    }
  return taken
}

describe('the connections of a gateway', () => {
  it('B.5: are refused beyond 40,000 on a node 2c4g', () => {
    const gateway = load()
    expect(gateway.connect(39_999, 0)).toBe(39_999)
    expect(gateway.connect(2, 0)).toBe(1)
    expect(gateway.connect(1, 0)).toBe(0)
    gateway.disconnect(1, 1)
    expect(gateway.connect(1, 1)).toBe(1)
    expect(gateway.record(SECOND_US).minutes[0]).toMatchObject({
      newConnections: 40_001,
      refusedConnections: 2,
      peakConnections: 40_000,
    })
  })

  it('B.5: add up over nodes; those that are too many for fewer nodes stay, and no new one comes', () => {
    const gateway = load(2)
    expect(gateway.connect(80_001, 0)).toBe(80_000)
    gateway.resize(aManagedGateway({ nodes: 1 }), SECOND_US)
    expect(gateway.connections).toBe(80_000)
    expect(gateway.connect(1, SECOND_US)).toBe(0)
    gateway.disconnect(40_001, SECOND_US)
    expect(gateway.connect(2, SECOND_US)).toBe(1)
  })

  it('B.5: fill the memory, 90 % at the overload threshold', () => {
    const gateway = load()
    gateway.connect(20_000, 0)
    gateway.connect(20_000, MINUTE_US)
    expect(gateway.record(2 * MINUTE_US).minutes.map(({ memoryPercent }) => memoryPercent)).toEqual([45, 90])
  })
})

describe('the CPU of a gateway', () => {
  it.each([
    ['shortHttp', 5_200],
    ['shortHttps', 1_600],
    ['longHttp', 6_500],
  ] as const)('B.5: three nodes 2c4g are 30 percent busy with %s at %i a second', (kind, perSecond) => {
    const gateway = load(3)
    work(gateway, perSecond, 60, kind)
    expect(gateway.record(MINUTE_US).minutes).toMatchObject([{ cpuPercent: 30, nodes: 3 }])
  })

  it('B.5: refuses connections beyond 90 %', () => {
    const gateway = load(3)
    // Three times as many make it 90 % busy.
    expect(work(gateway, 15_600, 2)).toBe(31_200)
    const busy = load(3)
    expect(work(busy, 20_000, 2)).toBe(2 * 15_600)
    expect(busy.record(2 * SECOND_US).minutes[0]).toMatchObject({
      refusedConnections: 2 * (20_000 - 15_600),
      cpuPercent: 90,
    })
  })

  it('goes on with what comes on connections that it has, and is never more than 100 % busy', () => {
    const gateway = load(3)
    for (let each = 0; each < 40_000; each++) gateway.request('longHttp', 0)
    expect(gateway.record(SECOND_US).minutes[0]!.cpuPercent).toBe(100)
  })
})

describe('the network of a gateway', () => {
  it('B.5: carries 1 Gbit/s a node, and what is more waits', () => {
    const gateway = load(2)
    // 1 MB is 4 ms of two nodes.
    expect(gateway.send(1_000_000, 0)).toBe(0)
    for (let each = 1; each < 50; each++) gateway.send(1_000_000, 0)
    // 200 ms are under way, and half of them in buffers.
    expect(gateway.send(1_000_000, 0)).toBe(100_000)
    expect(gateway.send(1_000_000, SECOND_US)).toBe(0)
  })
})

describe('the monitoring of a gateway', () => {
  it('seed 002: counts answers minute by minute, by class and status, with their times', () => {
    const gateway = load()
    gateway.ended(200, 20_000, 0)
    gateway.ended(200, 40_000, 59 * SECOND_US)
    gateway.ended(404, 10, 60 * SECOND_US)
    gateway.ended(429, 10, 61 * SECOND_US)
    gateway.ended(499, 5_000_000, 179 * SECOND_US)
    gateway.ended(503, 30, 179 * SECOND_US)
    const { minutes } = gateway.record(200 * SECOND_US)
    expect(minutes.map(({ byClass }) => byClass)).toEqual([
      [0, 0, 2, 0, 0, 0],
      [0, 0, 0, 0, 2, 0],
      [0, 0, 0, 0, 1, 1],
      [0, 0, 0, 0, 0, 0],
    ])
    expect(minutes.map(({ rateLimited }) => rateLimited)).toEqual([0, 1, 0, 0])
    // Who left has no answer, so it has no response time.
    expect(minutes.map(({ responseTimeUs }) => responseTimeUs)).toEqual([60_000, 20, 30, 0])
    expect(minutes[2]!.statuses).toEqual([
      { status: 499, count: 1 },
      { status: 503, count: 1 },
    ])
  })

  it('should have all minutes of the run without a gap, the last perhaps shorter, whatever happens when', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(600), fc.nat(3))),
        fc.integer({ min: 601, max: 700 }),
        (happenings, endS) => {
          const gateway = load()
          for (const [atS, what] of [...happenings].sort(([a], [b]) => a - b)) {
            const nowUs = atS * SECOND_US
            if (what === 0) gateway.ended(200, 1, nowUs)
            else if (what === 1) gateway.connect(1, nowUs)
            else if (what === 2) gateway.request('longHttp', nowUs)
            else gateway.resize(aManagedGateway({ nodes: 2 }), nowUs)
          }
          const { minutes } = gateway.record(endS * SECOND_US)
          expect(minutes.map(({ fromUs }) => fromUs)).toEqual(minutes.map((_, at) => at * MINUTE_US))
          expect(minutes.map(({ untilUs }) => untilUs)).toEqual([
            ...minutes.slice(1).map(({ fromUs }) => fromUs),
            endS * SECOND_US,
          ])
          const answers = minutes.reduce((sum, { byClass }) => sum + byClass[2]!, 0)
          expect(answers).toBe(happenings.filter(([, what]) => what === 0).length)
          const connected = minutes.reduce((sum, { newConnections }) => sum + newConnections, 0)
          expect(minutes.at(-1)!.peakConnections).toBe(connected)
        },
      ),
    ))
})

const aSize = fc.record({
  spec: fc.constantFrom('2c4g' as const, '4c8g' as const, '8c16g' as const, '16c32g' as const),
  nodes: fc.integer({ min: 1, max: 7 }),
})
/** Instants near the ends of seconds and minutes, counts near the thresholds. */
const aStep = fc
  .tuple(
    fc.oneof(
      fc.nat(190_000_000),
      fc.nat(6).map((half) => half * 30_000_000),
      fc.constant(60_000_000 - 1),
    ),
    fc.oneof(
      fc.record({
        what: fc.constant('connect' as const),
        count: fc.constantFrom(1, 10, 20_000, 40_000, 80_000),
      }),
      fc.record({ what: fc.constant('disconnect' as const), count: fc.constantFrom(1, 20_000) }),
      fc.record({
        what: fc.constant('request' as const),
        kind: fc.constantFrom('shortHttp' as const, 'shortHttps' as const, 'longHttp' as const),
      }),
      fc.record({
        what: fc.constant('ended' as const),
        status: fc.constantFrom(200, 200, 401, 429, 450, 499, 503),
        tookUs: fc.nat(1_000_000),
      }),
      fc.record({ what: fc.constant('resize' as const), size: aSize }),
    ),
  )
  .map(([atUs, step]): NaiveStep => ({ atUs, ...step }))

describe('the thresholds of a gateway', () => {
  const levelOf = (happen: (gateway: GatewayLoad) => void, nodes = 1) => {
    const gateway = load(nodes)
    happen(gateway)
    return gateway.record(MINUTE_US).minutes[0]!.level
  }

  it.each([
    [12_000, 'safe'],
    [12_001, 'aboveSafe'],
    [24_000, 'aboveSafe'],
    [24_001, 'aboveWarning'],
    [40_000, 'aboveWarning'],
    [40_001, 'overload'],
  ])('B.5: %i connections at a node 2c4g: %s', (count, level) =>
    expect(levelOf((gateway) => gateway.connect(count, 0))).toBe(level),
  )

  it.each([
    [400, 'safe'],
    [401, 'aboveSafe'],
    [801, 'aboveWarning'],
  ])('B.5: %i new HTTPS connections a second at a node 2c4g: %s', (perSecond, level) =>
    // They make the CPU busy as well: 400 of them 22 %, 800 of them 45 %.
    expect(levelOf((gateway) => work(gateway, perSecond, 60, 'shortHttps'))).toBe(level),
  )

  it.each([
    [1_733, 'safe'],
    [1_740, 'aboveSafe'],
    [3_480, 'aboveWarning'],
  ])('B.5: the CPU of a node 2c4g with %i requests a second: %s', (perSecond, level) =>
    expect(levelOf((gateway) => work(gateway, perSecond, 60))).toBe(level),
  )

  it.each([
    [7_500, 'safe'],
    [7_501, 'aboveWarning'],
  ])('B.5: %i MB in a minute are 1 Gbit/s: %s', (megabytes, level) =>
    expect(levelOf((gateway) => gateway.send(megabytes * 1e6, 0))).toBe(level),
  )
})

describe('a gateway and its twin', () => {
  it('B.5: should take, refuse and measure the same', () =>
    fc.assert(
      fc.property(aSize, fc.array(aStep, { maxLength: 40 }), (size, drawn) => {
        const steps = [...drawn].sort((a, b) => a.atUs - b.atUs)
        const endUs = 200_000_000
        const gateway = new GatewayLoad(aManagedGateway(size))
        const taken = steps.map((step) => {
          const { atUs } = step
          if (step.what === 'connect') return gateway.connect(step.count, atUs)
          if (step.what === 'disconnect') gateway.disconnect(step.count, atUs)
          else if (step.what === 'request') gateway.request(step.kind, atUs)
          else if (step.what === 'ended') gateway.ended(step.status, step.tookUs, atUs)
          else if (step.what === 'resize') gateway.resize(aManagedGateway(step.size), atUs)
          return 0
        })
        const naive = naiveGateway(size, steps, endUs)
        expect(taken).toEqual(naive.taken)
        for (const [at, minute] of gateway.record(endUs).minutes.entries()) {
          const { cpuPercent, memoryPercent, ...rest } = naive.minutes[at]!
          expect(minute).toMatchObject(rest)
          expect(minute.cpuPercent).toBeCloseTo(cpuPercent, 0)
          expect(minute.memoryPercent).toBeCloseTo(memoryPercent, 0)
        }
      }),
      { numRuns: 300 },
    ))
})
