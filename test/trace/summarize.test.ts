import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { NOTHING_YET, type Span } from '../../src/trace/summary.ts'
import { aHistory, aSetting, eipOf, type History } from './a-trace.ts'

const seconds = (count: number) => count * SECOND_US

describe('a lane', () => {
  it('should tell the phases of an instance from its birth to the end of the run', () => {
    const trace = aHistory()
      .at(10)
      .instance('shop-1', 'pending')
      .at(14)
      .instance('shop-1', 'initializing')
      .at(30)
      .instance('shop-1', 'ready')
      .ends(60)
    const [lane] = summarize(trace, aSetting()).apps[0]!.instances
    expect(lane?.spans).toEqual([
      { phase: 'pending', fromUs: seconds(10), untilUs: seconds(14), since: 1 },
      { phase: 'initializing', fromUs: seconds(14), untilUs: seconds(30), since: 2 },
      { phase: 'ready', fromUs: seconds(30), untilUs: seconds(60), since: 3 },
    ])
  })

  it('should remember the addresses of an instance that is gone', () => {
    const trace = aHistory()
      .instance('shop-1', 'ready', { eip: eipOf(1), address: 7 })
      .at(5)
      .instance('shop-1', 'gone')
      .ends(9)
    const [lane] = summarize(trace, aSetting()).apps[0]!.instances
    expect(lane).toMatchObject({ eip: eipOf(1), address: 7 })
  })

  it('should not begin another span when a retry finds nothing', () => {
    const code = 'CREATE_NO_EIP'
    const trace = aHistory()
      .instance('shop-1', 'awaitingEip', { code })
      .at(10)
      .instance('shop-1', 'awaitingEip', { code })
      .ends(20)
    const summary = summarize(trace, aSetting())
    expect(summary.apps[0]?.instances[0]?.spans).toHaveLength(1)
    expect(summary.quietFromUs).toBe(0)
  })
})

describe('the capacity of an application', () => {
  it('should be zero and of no event before the application exists', () => {
    const trace = aHistory().at(10).capacity('shop', 3, 0).ends(20)
    expect(summarize(trace, aSetting()).apps[0]?.capacity).toEqual([
      { declared: 0, ready: 0, serving: 0, fromUs: 0, untilUs: seconds(10), since: NOTHING_YET },
      { declared: 3, ready: 0, serving: 0, fromUs: seconds(10), untilUs: seconds(20), since: 1 },
    ])
  })

  it('should not show a dip that is made up for within the same instant', () => {
    const trace = aHistory()
      .capacity('shop', 3, 3)
      .at(5)
      .capacity('shop', 3, 0)
      .capacity('shop', 3, 3)
      .ends(9)
    expect(summarize(trace, aSetting()).apps[0]?.capacity).toHaveLength(1)
  })
})

describe('a pool', () => {
  const eipSteps = fc.array(
    fc.record({
      after: fc.nat({ max: 2 }),
      last: fc.integer({ min: 1, max: 4 }),
      status: fc.constantFrom('Available', 'Associating', 'InUse', 'Unassociating'),
    }),
    { maxLength: 40 },
  )

  it('should count at every instant the EIPs that are not available', () =>
    fc.assert(
      fc.property(eipSteps, (steps) => {
        const history = aHistory()
        let at = 0
        for (const { after, last, status } of steps) {
          at += after
          history.at(at).eip(last, status, 'shop-1')
        }
        const trace = history.ends(at + 1)
        const [pool] = summarize(trace, aSetting()).pools
        for (let second = 0; second <= at; second++) {
          const latest = new Map<number, string>()
          for (const event of trace.events)
            if (event.kind === 'eip' && event.atUs <= seconds(second)) latest.set(event.address, event.status)
          const golden = [...latest.values()].filter((status) => status !== 'Available').length
          const span = pool?.inUse.find(
            (each) => each.fromUs <= seconds(second) && seconds(second) < each.untilUs,
          )
          expect(span?.count).toBe(golden)
        }
        expect(pool?.peak).toBe(Math.max(...pool!.inUse.map(({ count }) => count)))
      }),
    ))
})

describe('a flow', () => {
  const verdictOf = (history: History) =>
    summarize(history.ends(60), aSetting({ flows: ['inbound'] })).flows[0]?.verdict

  it.each([
    ['was never asked', aHistory(), 'UNDETERMINED'],
    ['got through whenever it was asked', aHistory().at(5).flow('inbound', 'REACHABLE'), 'REACHABLE'],
    ['never got through', aHistory().flow('inbound', 'BLOCKED'), 'BLOCKED'],
    [
      'got through but for a while',
      aHistory()
        .flow('inbound', 'REACHABLE')
        .at(5)
        .flow('inbound', 'BLOCKED')
        .at(6)
        .flow('inbound', 'DEGRADED'),
      'INTERMITTENT',
    ],
    [
      'was once below its share',
      aHistory()
        .flow('inbound', 'REACHABLE')
        .at(5)
        .flow('inbound', 'DEGRADED')
        .at(6)
        .flow('inbound', 'REACHABLE'),
      'DEGRADED',
    ],
    [
      'was blocked for no time at all',
      aHistory().flow('inbound', 'REACHABLE').at(5).flow('inbound', 'BLOCKED').flow('inbound', 'REACHABLE'),
      'REACHABLE',
    ],
  ])('that %s should be told so', (_, history, verdict) => {
    expect(verdictOf(history)).toBe(verdict)
  })

  it('should count only the time in which somebody asked', () => {
    const trace = aHistory()
      .at(10)
      .flow('inbound', 'REACHABLE')
      .at(20)
      .flow('inbound', 'BLOCKED')
      .at(30)
      .flow('inbound', 'IDLE')
      .ends(60)
    const [flow] = summarize(trace, aSetting({ flows: ['inbound'] })).flows
    expect(flow).toMatchObject({ askedUs: seconds(20), throughUs: seconds(10) })
    expect(flow?.intervals.map(({ status }) => status)).toEqual(['IDLE', 'REACHABLE', 'BLOCKED', 'IDLE'])
  })

  it('should name every source address at its first sight', () => {
    const trace = aHistory()
      .answer('partner', 'shop-1', 1)
      .answer('partner', 'shop-2', 2)
      .at(70)
      .answer('partner', 'shop-4', 4)
      .at(80)
      .happens({ kind: 'left', flow: 'partner', instance: 'shop-1' })
      .at(90)
      .answer('partner', 'shop-5', 1)
      .ends(100)
    const [flow] = summarize(trace, aSetting({ flows: ['partner'] })).flows
    expect(flow?.sources).toEqual([
      { address: eipOf(1), fromUs: 0, instance: 'shop-1', since: 1 },
      { address: eipOf(2), fromUs: 0, instance: 'shop-2', since: 2 },
      { address: eipOf(4), fromUs: seconds(70), instance: 'shop-4', since: 3 },
    ])
    expect(flow?.sightings.filter(({ address }) => address === eipOf(1))).toEqual([
      { address: eipOf(1), instance: 'shop-1', fromUs: 0, untilUs: seconds(80), since: 1 },
      { address: eipOf(1), instance: 'shop-5', fromUs: seconds(90), untilUs: seconds(100), since: 5 },
    ])
  })

  it('should not name a source that was replaced within the instant', () => {
    const trace = aHistory().answer('partner', 'shop-1', 9).answer('partner', 'shop-1', 1).ends(10)
    const [flow] = summarize(trace, aSetting({ flows: ['partner'] })).flows
    expect(flow?.sources.map(({ address }) => address)).toEqual([eipOf(1)])
  })
})

describe('every fold', () => {
  const happenings = fc.array(
    fc.record({
      after: fc.nat({ max: 2 }),
      what: fc.constantFrom('instance', 'capacity', 'flow'),
      which: fc.constantFrom(1, 2, 3),
      phase: fc.constantFrom('pending', 'starting', 'ready', 'gone'),
      status: fc.constantFrom('REACHABLE', 'DEGRADED', 'BLOCKED', 'IDLE'),
      ready: fc.nat({ max: 3 }),
    }),
    { maxLength: 60 },
  )

  it('should show at every instant what the last event before it left', () =>
    fc.assert(
      fc.property(happenings, (steps) => {
        const history = aHistory()
        let at = 0
        for (const { after, what, which, phase, status, ready } of steps) {
          at += after
          history.at(at)
          if (what === 'instance') history.instance(`shop-${which}`, phase)
          else if (what === 'capacity') history.capacity('shop', 3, ready)
          else history.flow(`flow-${which}`, status)
        }
        const trace = history.ends(at + 1)
        const { apps, flows } = summarize(trace, aSetting({ flows: ['flow-1', 'flow-2', 'flow-3'] }))
        for (let second = 0; second <= at; second++) {
          const before = trace.events.filter(({ atUs }) => atUs <= seconds(second))
          const isNow = ({ fromUs, untilUs }: Span) => fromUs <= seconds(second) && seconds(second) < untilUs
          const capacity = before.findLast((event) => event.kind === 'capacity')
          expect(apps[0]?.capacity.filter(isNow).map(({ ready }) => ready)).toEqual([capacity?.ready ?? 0])
          for (const { flow, intervals } of flows) {
            const last = before.findLast((event) => event.kind === 'flow' && event.flow === flow)
            const golden = last?.kind === 'flow' ? last.status : 'IDLE'
            expect(intervals.filter(isNow).map(({ status }) => status)).toEqual([golden])
          }
          for (const { instance, spans } of apps[0]?.instances ?? []) {
            const last = before.findLast((event) => event.kind === 'instance' && event.instance === instance)
            const golden = last?.kind === 'instance' ? [last.phase] : []
            expect(spans.filter(isNow).map(({ phase }) => phase)).toEqual(golden)
          }
        }
      }),
      { numRuns: 50 },
    ))
})

describe('actions and warnings', () => {
  it('should tell a refusal with the action that was refused', () => {
    const history = aHistory().at(60).happens({ kind: 'action', entry: 0, text: 'deploy shop v2' })
    const refusal = {
      kind: 'refused',
      app: 'shop',
      code: 'Application.ChangerOrderRunning',
      message: 'busy',
    } as const
    const trace = history.happens({ ...refusal, cause: history.seq }).ends(90)
    expect(summarize(trace, aSetting()).actions).toEqual([
      {
        atUs: seconds(60),
        entry: 0,
        text: 'deploy shop v2',
        since: 1,
        refused: { app: 'shop', code: 'Application.ChangerOrderRunning', message: 'busy' },
      },
    ])
  })

  it('should tell a repeated warning once, with its count', () => {
    const trace = aHistory()
      .at(10)
      .warning('shop', 'CREATE_NO_EIP', 'shop-4')
      .at(20)
      .warning('shop', 'CREATE_NO_EIP', 'shop-5')
      .ends(60)
    expect(summarize(trace, aSetting()).apps[0]?.warnings).toEqual([
      {
        code: 'CREATE_NO_EIP',
        details: {},
        count: 2,
        firstUs: seconds(10),
        lastUs: seconds(20),
        message: 'a warning',
        instance: 'shop-4',
        since: 1,
      },
    ])
  })
})
