import { describe, expect, it } from 'vitest'
import { fixed, MILLISECOND_US, MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import type { EasAutoscaling } from '../../src/cloud/eas-service.ts'
import type { Arrivals, RequestPlan } from '../../src/datapath/request-plan.ts'
import { describeEvent } from '../../src/report/event-words.ts'
import type { Action, Plan } from '../../src/simulation/plan.ts'
import { momentAt, simulate } from '../../src/simulation/simulate.ts'
import { type AppDraft, aPlan, EAS } from '../../src/testing/arbitraries/a-plan.ts'
import { summarize } from '../../src/trace/summarize.ts'
import type { Trace } from '../../src/trace/trace.ts'
import { aGroup, anAlb, toBalancer, withBalancer } from './a-balancer.ts'
import { minutes, ordersOf, readyOf } from './story.ts'

const AUTOSCALING: EasAutoscaling = {
  min: 1,
  max: 10,
  metrics: [{ kind: 'qps', threshold: 20 }],
  upWindowUs: 0,
  downWindowUs: minutes(5),
  toZeroWindowUs: minutes(10),
}

const steady = (perSecond: number, untilUs = Number.POSITIVE_INFINITY, fromUs = 0): Arrivals => ({
  kind: 'constant',
  perSecond,
  fromUs,
  untilUs,
})

interface Draft {
  readonly instances?: number
  readonly autoscaling?: Partial<EasAutoscaling>
  readonly arrivals?: Arrivals
  readonly requests?: Partial<RequestPlan>
  readonly app?: AppDraft
  readonly timeline?: readonly (Action & { readonly atUs?: number })[]
  readonly durationUs?: number
}

/** `llm` behind an ALB, which stands for its gateway. */
function aServicePlan(draft: Draft): Plan {
  const requests: RequestPlan = {
    arrivals: draft.arrivals ?? steady(100),
    serviceTime: fixed(50 * MILLISECOND_US),
    timeoutUs: MINUTE_US,
    retries: 0,
    keepsAlive: false,
    keepsCookies: false,
    ...draft.requests,
  }
  const plan = aPlan({
    apps: [
      {
        name: 'llm',
        instances: draft.instances ?? 2,
        concurrency: 5,
        backlog: 64,
        eas: { ...EAS, autoscaling: { ...AUTOSCALING, ...draft.autoscaling } },
        ...draft.app,
      },
    ],
    pools: {},
    flows: [{ ...toBalancer(), requests }],
    timeline: draft.timeline ?? [],
    durationUs: draft.durationUs ?? minutes(10),
  })
  const group = aGroup({ members: [{ kind: 'app', app: 'llm', port: 8080, weight: 100 }] })
  return { ...plan, topology: withBalancer(plan.topology, anAlb(), group) }
}

const play = (draft: Draft) => simulate(aServicePlan(draft))

/** `['15 2 → 5 qps', …]` */
function scalingsOf(trace: Trace): string[] {
  return trace.events.flatMap((event) => {
    if (event.kind !== 'autoscaled') return []
    const why = event.reason.kind === 'metric' ? event.reason.metric : event.reason.kind
    return [`${event.atUs / SECOND_US} ${event.from} → ${event.to} ${why}`]
  })
}

const statusesOf = (draft: Draft) => {
  const plan = aServicePlan(draft)
  const { statuses } = summarize(simulate(plan), plan).requests![0]!.total
  return statuses.map(({ status, count }) => `${status} ${count}`)
}

describe('the autoscaler of an inference service, fed by its requests (facts/deployment B.6)', () => {
  it('goes up by qps: 100 a second at 20 for each instance take five', () => {
    const trace = play({})
    expect(scalingsOf(trace)).toEqual(['15 2 → 5 qps'])
    expect(readyOf(trace, 'llm')).toEqual(['0 2/2', '15 2/5', '49 3/5', '49 4/5', '49 5/5'])
    const scaled = trace.events.find(({ kind }) => kind === 'autoscaled')!
    expect(describeEvent(scaled)).toBe(
      'the autoscaler takes llm from 2 to 5 instances: 50 requests/s for each instance, the threshold is 20',
    )
  })

  it('goes on while instances that it has asked for still start, and counts none of them twice', () => {
    // From 20 to 200 a second within two minutes.
    const atUs = Array.from({ length: 120 }, (_, second) =>
      Array.from({ length: 20 + 1.5 * second }, (_, nth) => second * SECOND_US + nth * 1000),
    ).flat()
    const arrivals: Arrivals = { kind: 'recorded', atUs }
    const scalings = scalingsOf(play({ arrivals, durationUs: minutes(4) }))
    expect(scalings.length).toBeGreaterThan(2)
    // 154 a second in the second minute are 22 for each of seven: within 10 % of 20.
    expect(scalings.at(-1)).toBe('105 5 → 7 qps')
  })

  it('goes down 300 s after it has wanted more last, to the most that it wanted since', () => {
    const trace = play({ arrivals: steady(100, minutes(2)), durationUs: minutes(12) })
    const [, ...downs] = scalingsOf(trace)
    // At 120 s the mean of the last minute is 100 a second for the last time, then 75, 50, 25 and none.
    expect(downs).toEqual(['420 5 → 4 qps', '435 4 → 3 qps', '450 3 → 2 qps', '465 2 → 1 qps'])
  })

  it('cpu: percent of the workers that are busy', () => {
    const trace = play({
      arrivals: steady(40),
      requests: { serviceTime: fixed(200 * MILLISECOND_US) },
      autoscaling: { metrics: [{ kind: 'cpu', threshold: 40 }] },
    })
    // 8 busy workers of 10 at a mean.
    expect(scalingsOf(trace)[0]).toBe('15 2 → 4 cpu')
  })

  it('queue backlog: requests that wait at each instance', () => {
    const trace = play({
      arrivals: steady(20),
      requests: { serviceTime: fixed(SECOND_US) },
      autoscaling: { metrics: [{ kind: 'backlog', threshold: 10 }], max: 5 },
    })
    expect(scalingsOf(trace)[0]).toMatch(/^15 2 → 5 backlog$/)
  })

  it('waits while a change order is under way (rule 7)', () => {
    const trace = play({
      instances: 1,
      autoscaling: { min: 2 },
      arrivals: steady(10),
      timeline: [{ kind: 'deploy', app: 'llm', version: 'v2', atUs: 1 }],
    })
    expect(ordersOf(trace, 'llm').at(-1)).toMatch(/^34\.0+1 1 CoDeploy success$/)
    expect(scalingsOf(trace)).toEqual(['45 1 → 2 bounds'])
  })

  it('does nothing where no flow sends requests: nobody measures anything', () => {
    const plan = aServicePlan({ durationUs: minutes(20), instances: 4 })
    const silent = { ...plan, flows: plan.flows.map(({ requests: _, ...flow }) => flow) }
    expect(scalingsOf(simulate(silent))).toEqual([])
  })

  it('is part of the moment that is asked about, too', () => {
    expect(momentAt(aServicePlan({}), minutes(2)).instances.length).toBe(5)
  })

  it('gives equal runs for equal seeds', () => {
    expect(play({})).toEqual(play({}))
  })
})

describe('scale to zero (seed 002: only without a dedicated gateway; facts/deployment B.1, B.6)', () => {
  const toZero = { autoscaling: { min: 0 }, instances: 1 }

  it('to zero after 600 s without a request', () => {
    const trace = play({ ...toZero, arrivals: steady(1, minutes(1)), durationUs: minutes(15) })
    // The last request leaves the mean of a minute at 105 s, and the window begins then.
    expect(scalingsOf(trace)).toEqual(['705 1 → 0 idle'])
    expect(readyOf(trace, 'llm').at(-1)).toBe('705 0/0')
    const states = trace.events.flatMap((event) => (event.kind === 'serviceState' ? [event.state] : []))
    expect(states).toEqual(['Running'])
  })

  it('from zero to one on a request, which is answered with 503 as all are until the instance is ready', () => {
    const draft = { ...toZero, arrivals: steady(1, minutes(30), minutes(12)), durationUs: minutes(14) }
    const trace = play(draft)
    expect(scalingsOf(trace)).toEqual(['600 1 → 0 idle', '720 0 → 1 request'])
    expect(readyOf(trace, 'llm').slice(-2)).toEqual(['720 0/1', '754 1/1'])
    expect(statusesOf(draft)[1]).toMatch(/^503 /)
  })

  it('stays away when it was stopped by hand, whoever calls', () => {
    const trace = play({ timeline: [{ kind: 'stop', app: 'llm', atUs: minutes(1) }] })
    expect(readyOf(trace, 'llm').at(-1)).toBe('60 0/0')
  })
})
