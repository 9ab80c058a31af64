import { describe, expect, it } from 'vitest'
import { fixed, MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { SecurityGroup } from '../../src/cloud/security-group.ts'
import type { ServerGroup } from '../../src/cloud/server-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { type AppDraft, aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import { summarize } from '../../src/trace/summarize.ts'
import type { Trace } from '../../src/trace/trace.ts'
import { rule } from '../datapath/scene.ts'
import {
  aClb,
  aGroup,
  anAlb,
  CHECK,
  ofShop,
  toBalancer,
  withBalancer,
  withServers,
  withServiceName,
} from './a-balancer.ts'
import { phasesOf, statusOf } from './story.ts'

/** Phases of probes are the smallest, and all else takes what the plan says. */
const AT_ONCE = { choose: () => 0 }

/** Two instances, both of which stay ready while the third comes. */
const shop = ({ deploy, ...more }: AppDraft = {}): PlanDraft => ({
  apps: [{ pool: null, instances: 2, deploy: { minReady: 2, ...deploy }, ...more }],
  flows: [toBalancer()],
})

function play(draft: PlanDraft, balance: (topology: Topology) => Topology): Trace {
  const plan = aPlan(draft)
  return simulate({ ...plan, topology: balance(plan.topology) }, { chooser: AT_ONCE })
}

const behindAlb = (draft: PlanDraft, more: Partial<ServerGroup> = {}) =>
  play(draft, (topology) => withBalancer(topology, anAlb(), aGroup(more)))

/** `['0 healthy 2', …]`: second, state, how many are in rotation, what probes found. */
function statesOf(trace: Trace, server: string): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'backend' && event.server === server
      ? [
          [event.atUs / SECOND_US, event.state, event.inRotation, event.code]
            .filter((x) => x !== undefined)
            .join(' '),
        ]
      : [],
  )
}

/** How many servers came to the state, by second. */
function countsOf(trace: Trace, state: string): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const event of trace.events)
    if (event.kind === 'backend' && event.state === state)
      counts[event.atUs / SECOND_US] = (counts[event.atUs / SECOND_US] ?? 0) + 1
  return counts
}

const inSeconds = (count: number) => count * SECOND_US

describe('a pool of an application', () => {
  it('3.3, 4.5: should get an instance 5 s after it is ready, and lose it 5 s after it began to end', () => {
    const trace = behindAlb(shop({ lifecycle: { preStop: fixed(inSeconds(10)) } }))
    expect(phasesOf(trace, 'shop-3').at(-1)).toBe('94 ready')
    expect(statesOf(trace, 'shop-3')).toEqual(['94 adding 2', '99 initial 2', '103 healthy 2'])
    expect(phasesOf(trace, 'shop-1').slice(-2)).toEqual(['94 terminating', '109 gone'])
    expect(statesOf(trace, 'shop-1')).toEqual(['0 healthy 2', '99 gone 1'])
  })

  it('section 5: should get and lose one of a service name after 1 s, who is asked meanwhile if nobody is ready', () => {
    const draft = { ...shop({ instances: 1, deploy: { minReady: 1 } }), flows: [] }
    const trace = play(draft, withServiceName)
    expect(statesOf(trace, 'shop-1')).toEqual(['0 healthy 1', '95 draining 1', '100 gone 1'])
    expect(statesOf(trace, 'shop-2')).toEqual(['94 adding 1', '95 healthy 2'])
    const serving = play(
      {
        ...draft,
        ...shop({ instances: 1, deploy: { minReady: 0 }, lifecycle: { preStop: fixed(inSeconds(20)) } }),
        flows: [],
        timeline: [{ kind: 'stop', app: 'shop' }],
      },
      withServiceName,
    )
    expect(statesOf(serving, 'shop-1')).toEqual([
      '0 healthy 1',
      '61 draining 1',
      '81 draining 0',
      '86 gone 0',
    ])
  })

  it('3.5: should lose an instance whose readiness probe fails, and get it again', () => {
    const window = { passesFromUs: 0, failsFromUs: inSeconds(60) }
    const trace = behindAlb({
      ...shop({ versions: { v1: { readiness: window } } }),
      timeline: [],
      durationUs: 5 * MINUTE_US,
    })
    expect(phasesOf(trace, 'shop-1')).toEqual(['0 ready', '130 unready'])
    expect(statesOf(trace, 'shop-1')).toEqual(['0 healthy 2', '135 gone 1'])
    expect(statusOf(trace, 'buy')).toEqual(['0 REACHABLE', '135 BLOCKED BACKENDS_NONE'])
  })

  it('should not get one that was ready for less than the delay', () => {
    const trace = behindAlb({
      ...shop({ instances: 1, deploy: { minReady: 1 } }),
      timeline: [
        { kind: 'scale', app: 'shop', instances: 2 },
        { kind: 'crash', app: 'shop', mode: 'container', count: 2, atUs: inSeconds(96) },
      ],
      durationUs: 2 * MINUTE_US,
    })
    expect(phasesOf(trace, 'shop-2').slice(-2)).toEqual(['96 backoff', '106 starting'])
    expect(statesOf(trace, 'shop-2')).toEqual(['94 adding 1', '99 gone 1'])
  })

  it('assume.registration: should take its time from the file', () => {
    const trace = play(shop(), (topology) => ({
      ...withBalancer(topology, anAlb(), aGroup()),
      assumptions: { ...topology.assumptions, registrationUs: inSeconds(12) },
    }))
    expect(statesOf(trace, 'shop-3')).toEqual(['94 adding 2', '106 initial 1', '110 healthy 2'])
  })

  it('4.5 controller calls, 1.8 batch sizes: should get the first 30 at once, and each 30 more a call later', () => {
    const scale = (assumptions: Partial<Topology['assumptions']> = {}) => {
      const trace = play(
        {
          ...shop({ instances: 2 }),
          timeline: [{ kind: 'scale', app: 'shop', instances: 73 }],
          durationUs: 3 * MINUTE_US,
        },
        (topology) => ({
          ...withBalancer(topology, anAlb(), aGroup()),
          assumptions: { ...topology.assumptions, ...assumptions },
        }),
      )
      return countsOf(trace, 'initial')
    }
    expect(scale()).toEqual({ 99: 30, 100: 30, 101: 11 })
    expect(scale({ registrationCallUs: inSeconds(4) })).toEqual({ 99: 30, 103: 30, 107: 11 })
  })

  it('4.5 propagation: should add before it removes what it sees at the same instant', () => {
    // Of 2 instances one crashes at the very instant at which the third is ready, and its end is seen first.
    const trace = behindAlb({
      ...shop(),
      timeline: [
        { kind: 'scale', app: 'shop', instances: 3 },
        { kind: 'crash', app: 'shop', mode: 'container', count: 2, atUs: inSeconds(94) },
      ],
      durationUs: 2 * MINUTE_US,
    })
    const atCall = trace.events.flatMap((event) =>
      event.kind === 'backend' && event.atUs === inSeconds(99) ? [`${event.server} ${event.state}`] : [],
    )
    expect(atCall).toEqual(['shop-3 initial', 'shop-1 gone', 'shop-2 gone'])
  })

  it('4.5 controller calls: should lose no more than 30 with a call either', () => {
    const trace = behindAlb({
      ...shop({ instances: 40, deploy: { minReady: 0 }, lifecycle: { preStop: fixed(inSeconds(20)) } }),
      timeline: [{ kind: 'stop', app: 'shop' }],
      durationUs: 2 * MINUTE_US,
    })
    expect(countsOf(trace, 'gone')).toEqual({ 65: 30, 66: 10 })
    expect(statusOf(trace, 'buy')).toEqual(['0 REACHABLE', '66 BLOCKED BACKENDS_NONE'])
  })

  it('section 5: should know all of a service name at once, which nobody has to be called for', () => {
    const trace = play(
      {
        ...shop({ instances: 2 }),
        flows: [],
        timeline: [{ kind: 'scale', app: 'shop', instances: 73 }],
        durationUs: 3 * MINUTE_US,
      },
      withServiceName,
    )
    expect(countsOf(trace, 'healthy')).toEqual({ 0: 2, 95: 71 })
  })

  it('should call one stale that ends and is in it, and itself registering while nobody else is', () => {
    const single = shop({ instances: 1, deploy: { minReady: 0 } })
    const stopped = behindAlb({
      ...single,
      timeline: [
        { kind: 'stop', app: 'shop' },
        { kind: 'start', app: 'shop', atUs: inSeconds(100) },
      ],
    })
    expect(statusOf(stopped, 'buy')).toEqual([
      '0 REACHABLE',
      '60 BLOCKED BACKEND_STALE',
      '65 BLOCKED BACKENDS_NONE',
      '134 BLOCKED BACKEND_REGISTERING',
      '139 REACHABLE',
    ])
  })

  it('should name the instance that ends as the cause', () => {
    const { events } = behindAlb(shop())
    const worse = events.find((event) => event.kind === 'flow' && event.status === 'PARTIAL')!
    expect(events[worse.cause!]).toMatchObject({ kind: 'instance', instance: 'shop-1', phase: 'terminating' })
    const removed = events.find(
      (event) => event.kind === 'backend' && event.server === 'shop-1' && event.state === 'gone',
    )!
    expect(events[removed.cause!]).toMatchObject({ instance: 'shop-1', phase: 'terminating' })
  })
})

describe('a rolling replacement behind a balancer', () => {
  it('4.5, golden 11: should fail requests between the end of an instance and its removal', () => {
    const slow = { healthCheck: { ...CHECK, intervalUs: inSeconds(10) } }
    expect(statusOf(behindAlb(shop(), slow), 'buy').slice(0, 3)).toEqual([
      '0 REACHABLE',
      '94 PARTIAL BACKEND_STALE',
      '99 REACHABLE',
    ])
  })

  it('4.5: should fail none where preStop covers the delay', () => {
    const trace = behindAlb(shop({ lifecycle: { preStop: fixed(inSeconds(5)) } }))
    expect(statusOf(trace, 'buy')).toEqual(['0 REACHABLE'])
  })

  it('4.5: should go on with an instance that ALB has not found healthy, unless its readiness gate waits for that', () => {
    const ungated = behindAlb(shop())
    expect(phasesOf(ungated, 'shop-3').at(-1)).toBe('94 ready')
    expect(phasesOf(ungated, 'shop-1')[1]).toBe('94 terminating')
    const gated = behindAlb(shop({ deploy: { readinessGate: true } }))
    expect(statesOf(gated, 'shop-3')).toEqual(['94 adding 2', '99 initial 2', '103 healthy 3'])
    expect(phasesOf(gated, 'shop-3').at(-1)).toBe('103 ready')
    expect(phasesOf(gated, 'shop-1')[1]).toBe('103 terminating')
  })

  it('4.5: should not wait for a gate behind CLB, nor for one that nobody opens', () => {
    const gated = { ...shop({ deploy: { readinessGate: true } }), flows: [] }
    const behindClb = play(gated, (topology) => withBalancer(topology, aClb(), aGroup({ product: 'clb' })))
    expect(phasesOf(behindClb, 'shop-3').at(-1)).toBe('94 ready')
    expect(
      phasesOf(
        play(gated, (topology) => topology),
        'shop-3',
      ).at(-1),
    ).toBe('94 ready')
    const unused = play(gated, (topology) => withBalancer(topology, anAlb('other'), aGroup()))
    expect(phasesOf(unused, 'shop-3').at(-1)).toBe('94 ready')
  })

  it('1.8, golden 10: should drain what is open on an instance that is removed, and give it nothing new', () => {
    const draft = shop({ lifecycle: { preStop: fixed(inSeconds(10)) } })
    const trace = behindAlb(draft, { drainUs: inSeconds(300) })
    expect(statesOf(trace, 'shop-1').slice(-2)).toEqual(['99 draining 1', '399 gone 2'])
    expect(
      trace.events.find((event) => event.kind === 'backend' && event.state === 'draining'),
    ).toMatchObject({
      drainsUntilUs: inSeconds(399),
    })
    expect(trace.events.find((event) => event.kind === 'backend' && event.cuts)).toMatchObject({
      server: 'shop-1',
      atUs: inSeconds(399),
    })
  })

  it('1.8, golden 15: should let a new instance beside healthy ones grow for 30 s', () => {
    const trace = behindAlb(shop({ deploy: { readinessGate: true } }), { slowStartUs: inSeconds(30) })
    const begin = trace.events.find((event) => event.kind === 'backend' && event.rampsUntilUs !== undefined)
    expect(begin).toMatchObject({ server: 'shop-3', atUs: inSeconds(103), rampsUntilUs: inSeconds(133) })
  })
})

describe('health checks', () => {
  const stopsInward: SecurityGroup['ingress'] = [rule('accept tcp 8080 from 10.0.0.0/8')]

  const guarded = (topology: Topology): Topology => ({
    ...topology,
    securityGroups: new Map([['web', { ...topology.securityGroups.get('web')!, ingress: stopsInward }]]),
  })

  it('1.1, PROBE_BLOCKED: should never find a server healthy whose group forgets the Local IPs of ALB', () => {
    const trace = play(shop(), (topology) => guarded(withBalancer(topology, anAlb(), aGroup())))
    expect(statesOf(trace, 'shop-1')[0]).toBe('0 unhealthy 2 PROBE_BLOCKED')
    expect(statesOf(trace, 'shop-3').slice(0, 3)).toEqual([
      '94 adding 2',
      '99 initial 3',
      '118 unhealthy 2 PROBE_BLOCKED',
    ])
    expect(statusOf(trace, 'buy')).toEqual(['0 BLOCKED SG_NO_ALLOW_IN'])
  })

  it('4.5: should keep a readiness gate closed that waits for it', () => {
    const plan = aPlan(shop({ deploy: { readinessGate: true } }))
    const topology = guarded(withBalancer(plan.topology, anAlb(), aGroup()))
    const trace = simulate({ ...plan, topology }, { chooser: AT_ONCE })
    expect(phasesOf(trace, 'shop-3').at(-1)).toBe('74 starting')
    const [order] = summarize(trace, { ...plan, topology }).changes
    expect(order).toMatchObject({ verdict: 'STUCK', status: 'paused' })
    expect(order!.waitsFor[0]).toBe('shop-3 (v2) is to be found healthy by ALB: its readiness gate is closed')
  })

  it('2.4: should find one healthy behind CLB for all that', () => {
    const trace = play({ ...shop(), flows: [] }, (topology) =>
      guarded(withBalancer(topology, aClb(), aGroup({ product: 'clb' }))),
    )
    expect(statesOf(trace, 'shop-1')[0]).toBe('0 healthy 2')
  })

  it('1.9, golden 4: should mark servers down 19 s after they stop answering, and up 4 s after a probe gets an answer', () => {
    const outage = { kind: 'zoneOutage' as const, zone: 'cn-hangzhou-h', forUs: MINUTE_US }
    const members = ['a', 'b', 'c'].map((name) => ({
      kind: 'server' as const,
      server: name,
      port: 80,
      weight: 100,
    }))
    const trace = play({ apps: [], flows: [toBalancer()], timeline: [outage] }, (topology) =>
      withBalancer(withServers(topology, { a: 'v-h', b: 'v-h', c: 'v-i' }), anAlb(), aGroup({ members })),
    )
    expect(statesOf(trace, 'server/a')).toEqual([
      '0 healthy 3',
      '79 unhealthy 2 CONNECT_TIMEOUT',
      '127 healthy 2',
    ])
    expect(statesOf(trace, 'server/b')).toEqual([
      '0 healthy 3',
      '79 unhealthy 1 CONNECT_TIMEOUT',
      '127 healthy 3',
    ])
    expect(statesOf(trace, 'server/c')).toEqual(['0 healthy 3'])
    expect(statusOf(trace, 'buy')).toEqual(['0 REACHABLE', '60 PARTIAL SERVER_NOT_RUNNING', '79 REACHABLE'])
  })

  it('1.10, 2.5, golden 5: should leave all of them to ALB and none to CLB when the last one fails', () => {
    const outage = { kind: 'zoneOutage' as const, zone: 'cn-hangzhou-h', forUs: MINUTE_US }
    const members = [{ kind: 'server' as const, server: 'a', port: 80, weight: 100 }]
    const draft = { apps: [], timeline: [outage] }
    const only = (topology: Topology) => withServers(topology, { a: 'v-h' })
    const alb = play({ ...draft, flows: [toBalancer()] }, (topology) =>
      withBalancer(only(topology), anAlb(), aGroup({ members })),
    )
    expect(statesOf(alb, 'server/a')[1]).toBe('79 unhealthy 1 CONNECT_TIMEOUT')
    expect(statusOf(alb, 'buy')).toEqual(['0 REACHABLE', '60 BLOCKED SERVER_NOT_RUNNING', '120 REACHABLE'])
    const clb = play({ ...draft, flows: [toBalancer('edge')] }, (topology) =>
      withBalancer(only(topology), aClb(), aGroup({ members, product: 'clb' })),
    )
    expect(statesOf(clb, 'server/a')[1]).toBe('79 unhealthy 0 CONNECT_TIMEOUT')
    expect(statusOf(clb, 'buy')).toEqual([
      '0 REACHABLE',
      '60 BLOCKED SERVER_NOT_RUNNING',
      '79 BLOCKED BACKENDS_ALL_UNHEALTHY',
      '127 REACHABLE',
    ])
  })
})

describe('a set of groups', () => {
  const changed = (more: Partial<ServerGroup>, before: Partial<ServerGroup> = {}) => {
    const draft = shop()
    const plan = aPlan({ ...draft, timeline: [], durationUs: 3 * MINUTE_US })
    const at = (group: Partial<ServerGroup>) => withBalancer(plan.topology, anAlb(), aGroup(group))
    const action = { kind: 'configure' as const, path: 'serverGroups.web', topology: at(more) }
    const timeline = [{ atUs: MINUTE_US, text: 'set', action, origin: unwritten('timeline[0]') }]
    return simulate({ ...plan, topology: at(before), timeline }, { chooser: AT_ONCE })
  }

  it('1.8: should take a server of weight 0 out at once, and ask one of another weight after new probes', () => {
    const idle = { members: [{ ...ofShop, weight: 0 }] }
    expect(statesOf(changed(idle), 'shop-1')).toEqual(['0 healthy 2', '60 unused 1'])
    expect(statesOf(changed({}, idle), 'shop-1')).toEqual(['0 unused 0', '60 initial 1', '64 healthy 1'])
  })

  it('should take out whoever is a member no more at once, and get a new application as its controller sees it', () => {
    const nobody = { members: [] }
    expect(statesOf(changed(nobody), 'shop-1')).toEqual(['0 healthy 2', '60 gone 1'])
    expect(statesOf(changed({}, nobody), 'shop-1')).toEqual(['60 adding 0', '65 initial 1', '69 healthy 1'])
  })

  it('1.9: should probe by the settings that hold', () => {
    const members = [{ kind: 'server' as const, server: 'a', port: 80, weight: 100 }]
    const plan = aPlan({ apps: [], flows: [], timeline: [] })
    const at = (intervalUs: number) =>
      withBalancer(
        withServers(plan.topology, { a: 'v-h' }),
        anAlb(),
        aGroup({ members, healthCheck: { ...CHECK, intervalUs } }),
      )
    const set = { kind: 'configure' as const, path: 'serverGroups.web', topology: at(inSeconds(10)) }
    const outage = { kind: 'zoneOutage' as const, zone: 'cn-hangzhou-h', forUs: MINUTE_US }
    const timeline = [
      { atUs: MINUTE_US, text: 'set', action: set, origin: unwritten('timeline[0]') },
      { atUs: inSeconds(100), text: 'outage', action: outage, origin: unwritten('timeline[1]') },
    ]
    const trace = simulate({ ...plan, topology: at(inSeconds(2)), timeline }, { chooser: AT_ONCE })
    // At 100, 115 and 130 s, and each is over 5 s later.
    expect(statesOf(trace, 'server/a').slice(0, 2)).toEqual([
      '0 healthy 1',
      '135 unhealthy 1 CONNECT_TIMEOUT',
    ])
  })

  it('1.9: should not probe at all where checks are off', () => {
    const { healthCheck: _, ...unchecked } = aGroup()
    const plan = aPlan({ ...shop(), timeline: [] })
    const trace = simulate({ ...plan, topology: withBalancer(plan.topology, anAlb(), unchecked) })
    expect(statesOf(trace, 'shop-1')).toEqual(['0 unavailable 2'])
  })
})
