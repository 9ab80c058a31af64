import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixed, MILLISECOND_US, MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import type { ServerGroup } from '../../src/cloud/server-group.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { RequestPlan } from '../../src/datapath/request-plan.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import type { RequestFigures, RequestsSummary } from '../../src/trace/request-summary.ts'
import { summarize } from '../../src/trace/summarize.ts'
import type { Trace } from '../../src/trace/trace.ts'
import { type NaiveRequest, naiveRequests } from '../golden/naive-requests.ts'
import { aClb, aGroup, anAlb, CHECK, toBalancer, withBalancer, withServiceName } from './a-balancer.ts'

const MS = MILLISECOND_US

/** Ten in a second, each 50 ms. */
const STEADY: RequestPlan = {
  arrivals: { kind: 'constant', perSecond: 10, fromUs: 0, untilUs: Number.POSITIVE_INFINITY },
  serviceTime: fixed(50 * MS),
  timeoutUs: MINUTE_US,
  retries: 0,
  keepsAlive: false,
  keepsCookies: false,
}

/** Evenly spread numbers by name, the same for both. */
class Draws {
  readonly #seed: number
  readonly #nth = new Map<string, number>()

  constructor(seed: number) {
    this.#seed = seed
  }

  choose(name: string, count: number): number {
    if (count === 1) return 0
    const nth = this.#nth.get(name) ?? 0
    this.#nth.set(name, nth + 1)
    let word = this.#seed * 31 + nth * 2_654_435_761
    for (const letter of name) word = Math.imul(word ^ letter.charCodeAt(0), 0x85ebca6b) >>> 0
    word = Math.imul(word ^ (word >>> 15), 0x2c1b3c6d) >>> 0
    word = Math.imul(word ^ (word >>> 12), 0x297a2d39) >>> 0
    return Math.floor((((word ^ (word >>> 15)) >>> 0) / 2 ** 32) * count)
  }
}

interface Played {
  readonly trace: Trace
  readonly of: RequestsSummary
  readonly total: RequestFigures
}

function play(
  draft: PlanDraft,
  requests: Partial<RequestPlan>,
  balance: (topology: Topology) => Topology = behindAlb(),
  app: { readonly concurrency?: number; readonly backlog?: number } = {},
  seed = 1,
): Played {
  const flows = (draft.flows ?? [toBalancer()]).map((flow) => ({
    ...flow,
    requests: { ...STEADY, ...requests },
  }))
  const plan = aPlan({ timeline: [], durationUs: MINUTE_US, ...draft, flows })
  const topology = balance(plan.topology)
  const apps = new Map([...topology.apps].map(([name, each]) => [name, { ...each, ...app }]))
  const whole = { ...plan, topology: { ...topology, apps } }
  const trace = simulate(whole, { chooser: new Draws(seed) })
  const [of] = summarize(trace, whole).requests!
  return { trace, of: of!, total: of!.total }
}

const behindAlb =
  (more: Partial<ServerGroup> = {}) =>
  (topology: Topology) =>
    withBalancer(topology, anAlb(), aGroup(more))

const ONE = { apps: [{ pool: null, instances: 1, deploy: { minReady: 0 } }] } satisfies PlanDraft
const THREE = { apps: [{ pool: null, instances: 3, deploy: { minReady: 2 } }] } satisfies PlanDraft

const statusesOf = ({ statuses }: RequestFigures) =>
  Object.fromEntries(statuses.map(({ status, count }) => [status, count]))
const errorsOf = ({ errors }: RequestFigures) =>
  errors.map(({ status, code, failed, retried }) => `${status} ${code} ${failed}+${retried}`)
const at = (...atUs: number[]): Partial<RequestPlan> => ({ arrivals: { kind: 'recorded', atUs } })

describe('requests at a constant rate', () => {
  it('should be as many as the rate says, and all of them answered', () => {
    const { total } = play(THREE, {
      arrivals: { ...STEADY.arrivals, untilUs: 50 * SECOND_US } as RequestPlan['arrivals'],
    })
    expect(total.requests).toBe(500)
    expect(statusesOf(total)).toEqual({ 200: 500 })
    expect(total.latency).toEqual({ p50Us: 50_000, p90Us: 50_000, p99Us: 50_000, maxUs: 50_000 })
  })

  it('6.1: should be shared evenly by weighted round robin', () => {
    const { total } = play(THREE, {})
    expect(total.backends.map(({ server, count }) => `${server} ${count}`)).toEqual([
      'shop-1 200',
      'shop-2 200',
      'shop-3 200',
    ])
    expect(total.backends[0]).toMatchObject({ pool: 'web', share: 0.333333, perSecond: 3.333 })
  })

  it('should wait as an M/D/1 queue by hand says, with one server and one at a time', () => {
    // Four at once, then one: each of 100 ms waits for those before it.
    const { total } = play(ONE, { ...at(0, 0, 0, 0, 350 * MS), serviceTime: fixed(100 * MS) }, undefined, {
      concurrency: 1,
    })
    // 100, 200, 300, 400; the fifth comes at 350, begins at 400 and ends at 500.
    expect(total.latency).toMatchObject({ maxUs: 400_000 })
    expect(total.latency!.p50Us).toBeGreaterThanOrEqual(200_000)
    expect(total.latency!.p50Us).toBeLessThan(200_000 * (1 + 1 / 128))
    expect(total.succeeded).toBe(5)
  })

  it('should have the waiting time of M/D/1 in the long run: rho / (2 mu (1 - rho))', () => {
    const { trace } = play(
      { ...ONE, durationUs: 60 * MINUTE_US },
      {
        arrivals: { kind: 'poisson', perSecond: 8, fromUs: 0, untilUs: Number.POSITIVE_INFINITY },
        serviceTime: fixed(100 * MS),
      },
      undefined,
      { concurrency: 1, backlog: 1_000 },
    )
    const { buckets } = trace.requests![0]!.windows[0]!.latencies
    const count = buckets.reduce((sum, [, each]) => sum + each, 0)
    const meanUs = buckets.reduce((sum, [bucket, each]) => sum + each * middleOf(bucket), 0) / count
    // rho = 0.8, mu = 10/s: 0.8 / (2 * 10 * 0.2) = 200 ms of waiting, and 100 ms of work.
    expect(meanUs / 300_000).toBeGreaterThan(0.9)
    expect(meanUs / 300_000).toBeLessThan(1.1)
  })
})

/** Of a bucket beyond 256 µs. */
function middleOf(bucket: number): number {
  const power = Math.floor(bucket / 128) - 1
  return ((bucket % 128) + 128.5) * 2 ** power
}

describe('what the client sees', () => {
  it('1.11: should be 502 where the backlog is full', () => {
    const { total } = play(ONE, { ...at(0, 0, 0, 0), serviceTime: fixed(SECOND_US) }, undefined, {
      concurrency: 1,
      backlog: 2,
    })
    expect(errorsOf(total)).toEqual(['502 BACKLOG_FULL 1+0'])
    expect(total.succeeded).toBe(3)
  })

  it('1.2, 1.11: should be 504 after the request timeout of the listener', () => {
    const slow = { ...at(0), serviceTime: fixed(61 * SECOND_US), timeoutUs: 90 * SECOND_US }
    const { total } = play({ ...ONE, durationUs: 2 * MINUTE_US }, slow)
    expect(total.errors).toMatchObject([
      { status: 504, code: 'REQUEST_TIMEOUT', firstUs: 60 * SECOND_US, servers: ['shop-1'] },
    ])
  })

  it('1.11: should be 499 where the client closes first', () => {
    const { total } = play(ONE, { ...at(0), serviceTime: fixed(10 * SECOND_US), timeoutUs: 5 * SECOND_US })
    expect(total.errors).toMatchObject([{ status: 499, code: 'CLIENT_TIMEOUT', firstUs: 5 * SECOND_US }])
  })

  it('1.10, 1.11: should be 503 with no server at all', () => {
    const { total } = play(
      { ...ONE, timeline: [{ kind: 'stop', app: 'shop', atUs: SECOND_US }] },
      at(30 * SECOND_US),
    )
    expect(errorsOf(total)).toEqual(['503 BACKENDS_NONE 1+0'])
  })

  it('4.5: should be 502 as long as the balancer has an instance that ends, and 503 once it has not', () => {
    const stop = { ...ONE, timeline: [{ kind: 'stop' as const, app: 'shop', atUs: 10 * SECOND_US }] }
    const { total } = play(stop, at(9 * SECOND_US, 10 * SECOND_US, 12 * SECOND_US, 15 * SECOND_US))
    expect(errorsOf(total)).toEqual(['502 BACKEND_STALE 2+0', '503 BACKENDS_NONE 1+0'])
  })

  it('1.10: should be 504 after 5 s where nobody answers any more', () => {
    const stop = {
      apps: [{ ...ONE.apps[0]!, lifecycle: { stop: fixed(SECOND_US) } }],
      timeline: [{ kind: 'stop' as const, app: 'shop', atUs: 10 * SECOND_US }],
    }
    const { total } = play(stop, at(12 * SECOND_US))
    expect(total.errors).toMatchObject([{ status: 504, code: 'BACKEND_STALE', firstUs: 17 * SECOND_US }])
  })

  it('1.8, 4.5: should be an answer where the instance has time to finish, and 502 where it has not', () => {
    const stop = { ...ONE, timeline: [{ kind: 'stop' as const, app: 'shop', atUs: 10 * SECOND_US }] }
    const before = 9_999 * MS
    expect(statusesOf(play(stop, { ...at(before), serviceTime: fixed(5 * SECOND_US) }).total)).toEqual({
      200: 1,
    })
    const late = play(stop, { ...at(before), serviceTime: fixed(6 * SECOND_US) })
    expect(late.total.errors).toMatchObject([{ status: 502, code: 'SERVER_ENDED', firstUs: 15 * SECOND_US }])
  })

  it('1.8: should be cut at the end of a drain', () => {
    const stop = {
      apps: [{ ...ONE.apps[0]!, lifecycle: { preStop: fixed(60 * SECOND_US), graceUs: 120 * SECOND_US } }],
      timeline: [{ kind: 'stop' as const, app: 'shop', atUs: 10 * SECOND_US }],
    }
    const { total } = play(
      stop,
      { ...at(9 * SECOND_US), serviceTime: fixed(40 * SECOND_US) },
      behindAlb({ drainUs: 10 * SECOND_US }),
    )
    // 5 s until the controller removes it, and 10 s of drain.
    expect(total.errors).toMatchObject([{ status: 502, code: 'DRAIN_CUT', firstUs: 25 * SECOND_US }])
  })

  it('1.7: should be 503 beyond the limit of the rule', () => {
    const limited = (topology: Topology) => {
      const alb = anAlb()
      const http = alb.listeners.get('http')!
      if (http.kind !== 'alb') throw new Error('an ALB')
      const { origin } = http
      const rule = {
        name: 'all',
        priority: 1,
        direction: 'request' as const,
        conditions: [],
        origin,
        actions: [
          { kind: 'trafficLimit' as const, qps: 10 },
          { kind: 'forward' as const, groups: [{ group: 'web', weight: 100 }] },
        ],
      }
      return withBalancer(
        topology,
        { ...alb, listeners: new Map([['http', { ...http, rules: [rule] }]]) },
        aGroup(),
      )
    }
    const { total } = play(ONE, at(...Array.from({ length: 15 }, (_, nth) => nth * MS)), limited)
    expect(errorsOf(total)).toEqual(['503 RATE_LIMITED 5+0'])
  })

  it('should be a good answer where the client tries again in time', () => {
    const deploy = {
      apps: [{ ...THREE.apps[0]!, deploy: { minReady: 2, readinessGate: true } }],
      durationUs: 4 * MINUTE_US,
      timeline: [{ kind: 'deploy' as const, app: 'shop', version: 'v2' }],
    }
    const { total } = play(deploy, { retries: 3 })
    expect(total.failed).toBe(0)
    expect(total.retries).toBeGreaterThan(0)
    expect(errorsOf(total)).toEqual([`502 BACKEND_STALE 0+${total.retries}`])
  })
})

describe('what takes its time to be sent', () => {
  const sending = (durationUs: number, isCutShort = false) => ({ sending: { durationUs, isCutShort } })
  const behindListener = (requestTimeoutUs: number) => (topology: Topology) => {
    const { listeners, ...alb } = anAlb()
    const http = listeners.get('http')!
    if (http.kind !== 'alb') throw new Error('an ALB')
    return withBalancer(
      topology,
      { ...alb, listeners: new Map([['http', { ...http, requestTimeoutUs }]]) },
      aGroup(),
    )
  }

  it('1.11 408: should be 408 once the request timeout of the listener is over, and nobody tries again', () => {
    const patient = { ...at(0), timeoutUs: 50 * SECOND_US, retries: 2 }
    const slow = behindListener(10 * SECOND_US)
    const { total } = play(ONE, { ...patient, ...sending(10 * SECOND_US + 1) }, slow)
    expect(total.errors).toMatchObject([
      { status: 408, code: 'REQUEST_UNSENT', failed: 1, retried: 0, firstUs: 10 * SECOND_US, servers: [] },
    ])
    const inTime = play(ONE, { ...patient, ...sending(10 * SECOND_US) }, slow).total
    expect(statusesOf(inTime)).toEqual({ 200: 1 })
    expect(inTime.latency!.maxUs).toBe(10 * SECOND_US + 50 * MS)
  })

  it('1.11 408, 499: should be logged as 499 where the client gives up before', () => {
    const { total } = play(ONE, { ...at(0), timeoutUs: 5 * SECOND_US, ...sending(20 * SECOND_US) })
    expect(total.errors).toMatchObject([{ status: 499, code: 'CLIENT_TIMEOUT', firstUs: 5 * SECOND_US }])
  })

  it('2.8 400, 405 (TRACE), 408: should be 408 at an HTTP listener of CLB as well', () => {
    const { total } = play(
      { ...ONE, durationUs: 3 * MINUTE_US, flows: [toBalancer('edge')] },
      { ...at(0), timeoutUs: 2 * MINUTE_US, ...sending(61 * SECOND_US) },
      behindClbHttp,
    )
    expect(total.errors).toMatchObject([{ status: 408, code: 'REQUEST_UNSENT', firstUs: 60 * SECOND_US }])
  })

  it('1.11 400: should be 400 where the body is shorter than its length, and no server is asked', () => {
    const { total } = play(ONE, { ...at(0), ...sending(2 * SECOND_US, true) })
    expect(total.errors).toMatchObject([
      { status: 400, code: 'BODY_CUT_SHORT', firstUs: 2 * SECOND_US, servers: [] },
    ])
  })

  it('1.3: should get its server when it is there as a whole, and not before', () => {
    const stop = { ...ONE, timeline: [{ kind: 'stop' as const, app: 'shop', atUs: 10 * SECOND_US }] }
    const { total } = play(stop, { ...at(9 * SECOND_US), ...sending(10 * SECOND_US) })
    expect(errorsOf(total)).toEqual(['503 BACKENDS_NONE 1+0'])
  })

  it('section 7: should keep a server busy that long at layer 4, which reads nothing', () => {
    const { total } = play(
      { ...ONE, flows: [toBalancer('edge')] },
      { ...at(0, 0), ...sending(2 * SECOND_US) },
      (topology) => withBalancer(topology, aClb(), aGroup({ product: 'clb' })),
      { concurrency: 1 },
    )
    expect(total.latency).toMatchObject({ maxUs: 4 * SECOND_US + 100 * MS })
  })
})

describe('sticky sessions', () => {
  it('1.8: should keep each client at its server by the cookie', () => {
    const sources = { first: ipv4(203, 0, 113, 0), last: ipv4(203, 0, 113, 1) }
    const sticky = behindAlb({ sticky: { kind: 'insert', timeoutUs: 1_000 * SECOND_US } })
    const { total } = play(THREE, { sources, keepsCookies: true }, sticky)
    expect(total.backends.length).toBeLessThanOrEqual(2)
    expect(play(THREE, { sources }, sticky).total.backends).toHaveLength(3)
  })
})

describe('connections', () => {
  const behindClb = (topology: Topology) => withBalancer(topology, aClb(), aGroup({ product: 'clb' }))

  it('2.2, section 7: should be balanced by CLB at layer 4, with every request on the one that is kept', () => {
    const buy = { ...THREE, flows: [toBalancer('edge')] }
    expect(play(buy, {}, behindClb).total.backends).toHaveLength(3)
    const kept = play(buy, { keepsAlive: true }, behindClb)
    expect(kept.total.backends).toMatchObject([{ server: 'shop-1', count: 600 }])
  })

  it('section 5: should be drawn behind a service name, and refused where nobody is ready', () => {
    const caller = { name: 'cart', pool: null, instances: 2 }
    const call = {
      ...toBalancer(),
      from: { kind: 'app' as const, name: 'cart' },
      to: { kind: 'service' as const, name: 'shop-cn-hangzhou-default' },
    }
    const stop = {
      apps: [{ pool: null, instances: 2 }, caller],
      flows: [call],
      timeline: [{ kind: 'stop' as const, app: 'shop', atUs: 30 * SECOND_US }],
    }
    const { total } = play(stop, {}, withServiceName)
    expect(total.backends.map(({ server }) => server).sort()).toEqual(['shop-1', 'shop-2'])
    for (const { share } of total.backends) expect(share).toBeGreaterThan(0.35)
    expect(new Set(total.errors.map(({ status }) => status))).toEqual(new Set([0]))
  })
})

describe('instances that are called themselves', () => {
  const toShop = { ...toBalancer(), to: { kind: 'app' as const, name: 'shop' }, port: 8080 }
  const unbalanced = (topology: Topology) => topology

  it('should be called by turns at their EIPs, and answer', () => {
    const { total } = play({ apps: [{ instances: 3 }], flows: [toShop] }, {}, unbalanced)
    expect(total.backends).toMatchObject([
      { server: 'shop-1', count: 200 },
      { server: 'shop-2', count: 200 },
      { server: 'shop-3', count: 200 },
    ])
    expect(total.backends[0]).not.toHaveProperty('pool')
    expect(total.succeeded).toBe(600)
  })

  it('should refuse while they start, and end what they were working on without a status', () => {
    const crash = {
      kind: 'crash' as const,
      app: 'shop',
      mode: 'container' as const,
      count: 1,
      atUs: 10 * SECOND_US,
    }
    const { total } = play(
      { apps: [{ instances: 1 }], flows: [toShop], timeline: [crash] },
      { ...at(9_990 * MS, 21 * SECOND_US, 59 * SECOND_US) },
      unbalanced,
    )
    expect(errorsOf(total)).toEqual(['0 SERVER_ENDED 1+0', '0 INSTANCE_NOT_ANSWERING 1+0'])
    expect(total.succeeded).toBe(1)
  })
})

describe('callers inside', () => {
  it('1.1: should take turns at a balancer inside', () => {
    const cart = { name: 'cart', pool: null, instances: 2 }
    const call = { ...toBalancer(), from: { kind: 'app' as const, name: 'cart' } }
    const inner = (topology: Topology) =>
      withBalancer(topology, { ...anAlb(), network: 'intranet' }, aGroup())
    const { total } = play({ apps: [{ pool: null, instances: 2 }, cart], flows: [call] }, {}, inner)
    expect(total.succeeded).toBe(600)
    expect(total.backends).toMatchObject([{ count: 300 }, { count: 300 }])
  })

  it('3.3: should send nothing as long as none of them is there', () => {
    const cart = { name: 'cart', pool: null, instances: 1, deploy: { minReady: 0 } }
    const call = { ...toBalancer(), from: { kind: 'app' as const, name: 'cart' } }
    const inner = (topology: Topology) =>
      withBalancer(topology, { ...anAlb(), network: 'intranet' }, aGroup())
    const stop = { kind: 'stop' as const, app: 'cart', atUs: 10 * SECOND_US }
    const { total } = play({ apps: [{ pool: null }, cart], flows: [call], timeline: [stop] }, {}, inner)
    expect(total.requests).toBeLessThanOrEqual(150)
    expect(total.failed).toBe(0)
  })
})

describe('phases of a change', () => {
  it('should add up to the whole run', () => {
    const deploy = {
      ...THREE,
      durationUs: 5 * MINUTE_US,
      timeline: [{ kind: 'deploy' as const, app: 'shop', version: 'v2' }],
    }
    const { of, total } = play(deploy, {})
    const [change] = of.changes
    const phases = [change!.before!, change!.during!, change!.after!]
    expect(phases.reduce((sum, { requests }) => sum + requests, 0)).toBe(total.requests)
    expect(of.intervals.reduce((sum, { requests }) => sum + requests, 0)).toBe(total.requests)
    expect(change!.before!.failed + change!.after!.failed).toBe(0)
    expect(change!.during!.failed).toBe(total.failed)
    expect(total.failed).toBeGreaterThan(0)
  })
})

const behindClbHttp = (topology: Topology) => {
  const { listeners, ...clb } = aClb()
  const [stream] = listeners.values()
  if (stream?.kind !== 'clbStream') throw new Error('a stream listener')
  const { name, port, origin, defaultGroup } = stream
  const listener = {
    kind: 'clbHttp' as const,
    name,
    port,
    origin,
    protocol: 'http' as const,
    urlRules: [],
    defaultGroup: defaultGroup!,
    scheduler: 'wrr' as const,
    healthCheck: CHECK,
    idleTimeoutUs: 15 * SECOND_US,
    requestTimeoutUs: 60 * SECOND_US,
    certificates: [],
    forwardedFor: 'append' as const,
    addedHeaders: [],
  }
  return withBalancer(
    topology,
    { ...clb, listeners: new Map([[name, listener]]) },
    aGroup({ product: 'clb' }),
  )
}

const aWorld = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  product: fc.constantFrom('alb', 'clbHttp', 'clbStream'),
  instances: fc.integer({ min: 1, max: 4 }),
  preStopS: fc.constantFrom(0, 0, 3, 8),
  stopS: fc.constantFrom(1, 3, 6),
  drainS: fc.constantFrom(undefined, 0, 10),
  concurrency: fc.integer({ min: 1, max: 3 }),
  backlog: fc.integer({ min: 0, max: 3 }),
  serviceMaxMs: fc.constantFrom(50, 500, 5_000, 12_000),
  timeoutS: fc.constantFrom(2, 6, 90),
  requestTimeoutS: fc.constantFrom(3, 60),
  retries: fc.integer({ min: 0, max: 2 }),
  poisson: fc.boolean(),
  perSecond: fc.constantFrom(1, 4, 11),
  trouble: fc.constantFrom('deploy', 'stop', 'crash', 'restart'),
  hasCheck: fc.boolean(),
  sendMs: fc.constantFrom(0, 0, 0, 400, 4_000, 20_000),
  isCutShort: fc.constantFrom(false, false, false, true),
})

describe('any run', () => {
  it(
    'should end every request exactly once, as the naive simulator says, with a status of 1.11',
    () =>
      fc.assert(
        fc.property(aWorld, (world) => {
          const { product, seed, perSecond, poisson, concurrency, backlog } = world
          const arrivals = {
            kind: poisson ? ('poisson' as const) : ('constant' as const),
            perSecond,
            fromUs: 1_000_003,
            untilUs: 150_000_000,
          }
          const serviceTime = { minUs: 7_001, maxUs: world.serviceMaxMs * 1_000 }
          const plan = {
            arrivals,
            serviceTime,
            timeoutUs: world.timeoutS * SECOND_US + 13,
            retries: world.retries,
            ...((world.sendMs > 0 || world.isCutShort) && {
              sending: { durationUs: world.sendMs * MS, isCutShort: world.isCutShort },
            }),
          }
          const draft: PlanDraft = {
            apps: [
              {
                pool: null,
                instances: world.instances,
                lifecycle: {
                  preStop: fixed(world.preStopS * SECOND_US),
                  stop: fixed(world.stopS * SECOND_US + 17),
                },
                deploy: { minReady: world.instances - 1 },
              },
            ],
            durationUs: 160 * SECOND_US + 1,
            timeline: [troubleOf(world.trouble)],
            flows: [toBalancer(product === 'alb' ? 'front' : 'edge')],
          }
          const requestTimeoutUs = world.requestTimeoutS * SECOND_US + 29
          const { trace, total } = play(
            draft,
            plan,
            (topology) => balanced(topology, product, world, requestTimeoutUs),
            { concurrency, backlog },
            seed,
          )
          const draws = new Draws(seed)
          const naive = naiveRequests({
            product,
            events: trace.events,
            endUs: trace.endUs,
            arrivalsUs: arrivalsOf(arrivals, draws),
            serviceTimeUs: () =>
              serviceTime.minUs +
              draws.choose('requests/buy/serviceTime', serviceTime.maxUs - serviceTime.minUs + 1),
            timeoutUs: plan.timeoutUs,
            requestTimeoutUs,
            retries: plan.retries,
            concurrency,
            backlog,
            weights: 100,
            sendUs: world.sendMs * MS,
            isCutShort: world.isCutShort,
          })
          expect(told(total)).toEqual(counted(naive))
          expect(total.succeeded + total.failed + total.unfinished).toBe(total.requests)
          for (const { status } of total.statuses)
            expect([0, 200, 400, 408, 499, 502, 503, 504]).toContain(status)
        }),
        { numRuns: Number(process.env['REQUESTS_RUNS'] ?? 100) },
      ),
    60_000,
  )

  it('should give equal records for equal seeds, and draw by flow alone', () => {
    const poisson = { arrivals: { ...STEADY.arrivals, kind: 'poisson' as const } as RequestPlan['arrivals'] }
    const alone = play(THREE, poisson)
    expect(play(THREE, poisson).trace).toEqual(alone.trace)
    const beside = play({ ...THREE, flows: [toBalancer(), { ...toBalancer(), name: 'browse' }] }, poisson)
    expect(beside.of.total.requests).toBe(alone.total.requests)
  })
})

function troubleOf(trouble: string): NonNullable<PlanDraft['timeline']>[number] {
  const atUs = 20 * SECOND_US + 41
  switch (trouble) {
    case 'stop':
      return { kind: 'stop', app: 'shop', atUs }
    case 'restart':
      return { kind: 'restart', app: 'shop', atUs }
    case 'crash':
      return { kind: 'crash', app: 'shop', mode: 'container', count: 1, atUs }
    default:
      return { kind: 'deploy', app: 'shop', version: 'v2', atUs }
  }
}

function balanced(
  topology: Topology,
  product: 'alb' | 'clbHttp' | 'clbStream',
  { drainS, hasCheck }: { readonly drainS: number | undefined; readonly hasCheck: boolean },
  requestTimeoutUs: number,
): Topology {
  const { healthCheck: _, ...unchecked } = aGroup()
  const base = hasCheck ? aGroup() : unchecked
  const built =
    product === 'alb'
      ? withBalancer(topology, anAlb(), {
          ...base,
          ...(drainS !== undefined && { drainUs: drainS * SECOND_US }),
        })
      : product === 'clbHttp'
        ? behindClbHttp(topology)
        : withBalancer(topology, aClb(), aGroup({ product: 'clb' }))
  const [balancer] = built.loadBalancers.values()
  const listeners = new Map(
    [...balancer!.listeners].map(([name, listener]) => [
      name,
      listener.kind === 'clbStream' ? listener : { ...listener, requestTimeoutUs },
    ]),
  )
  return {
    ...built,
    loadBalancers: new Map([[balancer!.name, { ...balancer!, listeners } as typeof balancer & object]]),
  }
}

function arrivalsOf(
  {
    kind,
    perSecond,
    fromUs,
    untilUs,
  }: { kind: 'poisson' | 'constant'; perSecond: number; fromUs: number; untilUs: number },
  draws: Draws,
): number[] {
  const all: number[] = []
  let exactUs = fromUs
  for (let nth = 0; ; nth++) {
    if (kind === 'constant') exactUs = fromUs + Math.round((nth * 1e6) / perSecond)
    else exactUs += (-Math.log(1 - draws.choose('requests/buy', 2 ** 53) / 2 ** 53) * 1e6) / perSecond
    if (Math.floor(exactUs) >= untilUs) return all
    all.push(Math.floor(exactUs))
  }
}

/** What both have to agree on. */
function told({
  requests,
  succeeded,
  unfinished,
  retries,
  statuses,
  backends,
  errors,
  latency,
}: RequestFigures) {
  return {
    requests,
    succeeded,
    unfinished,
    retries,
    statuses: statuses.map(({ status, count }) => `${status} ${count}`),
    backends: backends.map(({ server, count }) => `${server} ${count}`).sort(),
    errors: errors
      .map(
        ({ status, code, failed, retried, firstUs, lastUs }) =>
          `${status} ${code} ${failed} ${retried} ${firstUs} ${lastUs}`,
      )
      .sort(),
    longestUs: latency?.maxUs ?? 0,
  }
}

function counted(requests: readonly NaiveRequest[]) {
  const tally = (keys: readonly string[]) => {
    const counts = new Map<string, number>()
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts
  }
  const over = requests.filter(({ isOver }) => isOver)
  const ends = over.map(({ tries }) => tries.at(-1)!)
  const bad = requests.flatMap((request) =>
    request.tries.flatMap((each, at) =>
      each.code === '' ? [] : [{ ...each, isLast: request.isOver && at === request.tries.length - 1 }],
    ),
  )
  const kinds = new Set(bad.map(({ status, code }) => `${status} ${code}`))
  return {
    requests: requests.length,
    succeeded: ends.filter(({ code }) => code === '').length,
    unfinished: requests.length - over.length,
    retries: bad.filter(({ isLast }) => !isLast).length,
    statuses: [...tally(ends.map(({ status }) => String(status)))]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([status, count]) => `${status} ${count}`),
    backends: [...tally(requests.flatMap(({ picked }) => picked))]
      .map(([server, count]) => `${server} ${count}`)
      .sort(),
    errors: [...kinds]
      .map((kind) => {
        const own = bad.filter(({ status, code }) => `${status} ${code}` === kind)
        const failed = own.filter(({ isLast }) => isLast).length
        const times = own.map(({ atUs }) => atUs)
        return `${kind} ${failed} ${own.length - failed} ${Math.min(...times)} ${Math.max(...times)}`
      })
      .sort(),
    longestUs: Math.max(
      0,
      ...over.flatMap(({ arrivedUs, tries }) =>
        tries.at(-1)!.code === '' ? [tries.at(-1)!.atUs - arrivedUs] : [],
      ),
    ),
  }
}
