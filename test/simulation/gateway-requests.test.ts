/** Requests to services of EAS: what they are answered with, and what their gateway measures of them (facts/deployment B.4, B.5, seed 002). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixed, MILLISECOND_US, MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import type { EasService } from '../../src/cloud/eas-service.ts'
import type { Gateway } from '../../src/cloud/gateway.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { Flow, FlowRequest } from '../../src/datapath/flow.ts'
import type { RequestPlan } from '../../src/datapath/request-plan.ts'
import { TCP } from '../../src/net/protocol.ts'
import type { TimelineEntry } from '../../src/simulation/plan.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { type AppDraft, aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import { summarize } from '../../src/trace/summarize.ts'
import { naiveRequests } from '../golden/naive-requests.ts'
import { aLink, aManagedGateway, anAlbGateway, aSharedGateway, NOBODY, withGateway } from './a-gateway.ts'

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

const perSecond = (rate: number) => ({ ...STEADY.arrivals, perSecond: rate }) as RequestPlan['arrivals']

const CALL: Flow = {
  name: 'call',
  from: { kind: 'internet', name: 'shoppers' },
  to: { kind: 'gateway', name: 'front' },
  protocol: TCP,
  port: 80,
  request: { path: '/api/predict/llm', headers: { authorization: 'secret' } },
  requests: STEADY,
  origin: unwritten('flows.call'),
}

interface Draft {
  readonly gateway?: Gateway
  readonly eas?: Partial<EasService>
  readonly app?: AppDraft
  readonly requests?: Partial<RequestPlan>
  readonly request?: FlowRequest
  readonly flow?: Partial<Flow>
  readonly durationUs?: number
  readonly timeline?: PlanDraft['timeline']
  /** The gateways from these instants on. */
  readonly sets?: readonly (readonly [atUs: number, gateway: Gateway])[]
}

function play({
  gateway = aManagedGateway(),
  eas,
  app,
  requests,
  request,
  flow,
  durationUs = MINUTE_US,
  timeline = [],
  sets = [],
}: Draft = {}) {
  const call: Flow = {
    ...CALL,
    request: { ...CALL.request, ...request },
    requests: { ...STEADY, ...requests },
    ...flow,
  }
  const plan = aPlan({
    apps: [{ name: 'llm', instances: 1, deploy: { minReady: 0 }, ...app, eas: { gateway: 'front', ...eas } }],
    durationUs,
    flows: [call],
    timeline,
  })
  const topology = withGateway(plan.topology, gateway)
  const entries = sets.map(
    ([atUs, next]): TimelineEntry => ({
      atUs,
      text: 'set gateways.front',
      action: { kind: 'configure', path: 'gateways.front', topology: withGateway(plan.topology, next) },
      origin: unwritten('timeline[0]'),
    }),
  )
  const whole = { ...plan, topology, timeline: [...plan.timeline, ...entries] }
  const trace = simulate(whole)
  const { total } = summarize(trace, whole).requests![0]!
  return { trace, total, minutes: trace.gateways?.[0]?.minutes ?? [] }
}

const statuses = (draft: Draft) =>
  Object.fromEntries(play(draft).total.statuses.map(({ status, count }) => [status, count]))
const codes = (draft: Draft) => play(draft).total.errors.map(({ code, status }) => `${status} ${code}`)

describe('what a service of EAS answers', () => {
  it('B.4: 200', () => expect(statuses({})).toEqual({ 200: 600 }))

  it('B.4: 404 where the service or the path is not found', () => {
    const request = { path: '/api/predict/other' }
    expect(statuses({ request })).toEqual({ 404: 600 })
    expect(codes({ request })).toEqual(['404 GW_SERVICE_UNKNOWN'])
  })

  it('B.4: 405 where the method is not allowed, before the token is looked at', () => {
    const request = { method: 'PUT', headers: {} }
    expect(statuses({ eas: { methods: ['GET', 'POST'] }, request })).toEqual({ 405: 600 })
  })

  it('B.4: 401 where the token is missing or wrong', () => {
    expect(codes({ request: { headers: {} } })).toEqual(['401 GW_TOKEN_MISSING'])
    expect(codes({ request: { headers: { authorization: 'Bearer secret' } } })).toEqual([
      '401 GW_TOKEN_WRONG',
    ])
  })

  it('B.4: 429 beyond rate_limit, and 401 does not count towards it', () => {
    const draft = { eas: { rateLimitPerSecond: 4 } }
    expect(statuses(draft)).toEqual({ 200: 240, 429: 360 })
    expect(codes(draft)).toEqual(['429 GW_RATE_LIMITED'])
    expect(statuses({ ...draft, request: { headers: {} } })).toEqual({ 401: 600 })
  })

  it('B.1: 429 at the shared gateway beyond 1,000 a second for a service', () => {
    const draft = { gateway: aSharedGateway(), durationUs: 2 * SECOND_US }
    expect(statuses({ ...draft, requests: { arrivals: perSecond(1_500) } })).toEqual({
      200: 2_000,
      429: 1_000,
    })
  })

  it('B.4: 450 where the queue is full behind the workers', () => {
    const draft: Draft = {
      app: { concurrency: 1, backlog: 2 },
      requests: { arrivals: { kind: 'recorded', atUs: [0, 0, 0, 0, 0] } },
    }
    expect(statuses(draft)).toEqual({ 200: 3, 450: 2 })
    expect(codes(draft)).toEqual(['450 EAS_QUEUE_FULL'])
    // An ALB hands on what the service says.
    expect(statuses({ ...draft, gateway: anAlbGateway() })).toEqual({ 200: 3, 450: 2 })
  })

  it('B.4: 408 where it takes longer than keepalive, the queueing included', () => {
    const draft: Draft = {
      app: { concurrency: 1, backlog: 64 },
      requests: {
        arrivals: { kind: 'recorded', atUs: [0, 0, 0, 0] },
        serviceTime: fixed(2 * SECOND_US),
      },
    }
    // The third would be done after six seconds.
    expect(statuses(draft)).toEqual({ 200: 2, 408: 2 })
    expect(codes(draft)).toEqual(['408 EAS_KEEPALIVE_EXCEEDED'])
    expect(statuses({ ...draft, eas: { keepaliveUs: 6 * SECOND_US } })).toEqual({ 200: 3, 408: 1 })
  })

  it('B.4: 503 where no instance is ready', () => {
    const lost = { atUs: 0, kind: 'zoneOutage', zone: 'cn-hangzhou-h', forUs: 2 * MINUTE_US } as const
    const draft: Draft = { app: { vswitches: ['v-h'] }, timeline: [lost] }
    // For five seconds the gateway does not know that it has gone.
    expect(statuses(draft)).toEqual({ 503: 550, 504: 50 })
    expect(codes(draft)).toContain('503 BACKENDS_NONE')
  })

  it('B.4: 504 where the gateway gives up first', () => {
    const draft: Draft = {
      eas: { keepaliveUs: 200 * SECOND_US },
      requests: {
        arrivals: { kind: 'recorded', atUs: [0] },
        serviceTime: fixed(90 * SECOND_US),
        timeoutUs: 100 * SECOND_US,
      },
      durationUs: 2 * MINUTE_US,
    }
    expect(statuses(draft)).toEqual({ 504: 1 })
    expect(codes(draft)).toEqual(['504 REQUEST_TIMEOUT'])
  })

  it('B.4: 499 where the client left first, in the log of the gateway alone', () => {
    const { total, minutes } = play({
      requests: { serviceTime: fixed(3 * SECOND_US), timeoutUs: SECOND_US },
    })
    expect(total.statuses).toEqual([{ status: 0, count: 591 }])
    expect(total.errors).toMatchObject([{ status: 0, code: 'CLIENT_TIMEOUT' }])
    expect(minutes).toMatchObject([{ statuses: [{ status: 499, count: 590 }], responseTimeUs: 0 }])
  })
})

describe('what a fully managed gateway measures of itself', () => {
  it('seed 002: nothing, as long as neither metrics nor alerts are enabled', () => {
    expect(play({ gateway: aManagedGateway({ metrics: false }) }).trace).not.toHaveProperty('gateways')
    expect(play({ gateway: anAlbGateway() }).trace).not.toHaveProperty('gateways')
    expect(play({ gateway: aManagedGateway({ metrics: false, alerts: [] }) }).minutes).toHaveLength(1)
  })

  it('B.5: each request its own connection, unless the client keeps it', () => {
    expect(play().minutes).toMatchObject([{ newConnections: 600, peakConnections: 1, refusedConnections: 0 }])
    expect(play({ requests: { keepsAlive: true } }).minutes).toMatchObject([
      { newConnections: 1, peakConnections: 1 },
    ])
  })

  it('seed 002: response times, answers by class, and what a limit has refused', () => {
    const { minutes } = play({ eas: { rateLimitPerSecond: 4 }, durationUs: 2 * MINUTE_US })
    expect(minutes).toMatchObject([
      { byClass: [0, 0, 240, 0, 360, 0], rateLimited: 360, responseTimeUs: 240 * 50 * MS, nodes: 2 },
      { byClass: [0, 0, 240, 0, 360, 0], rateLimited: 360 },
    ])
  })

  it('seed 002: whom its whitelist does not have is a 4xx of the gateway', () => {
    const internet = { ...aManagedGateway().internet, whitelist: NOBODY }
    const { total, minutes } = play({ gateway: aManagedGateway({ internet }) })
    expect(total.statuses).toEqual([{ status: 403, count: 600 }])
    expect(minutes).toMatchObject([{ byClass: [0, 0, 0, 0, 600, 0] }])
  })

  it('seed 002: whom the closed entry keeps out it never sees', () => {
    const internet = { ...aManagedGateway().internet, isOn: false }
    const { total, minutes } = play({ gateway: aManagedGateway({ internet }) })
    expect(total.errors).toMatchObject([{ status: 0, code: 'GW_PUBLIC_ENTRY_OFF' }])
    expect(minutes).toMatchObject([{ byClass: [0, 0, 0, 0, 0, 0], newConnections: 0 }])
  })
})

describe('a gateway under load', () => {
  const small = aManagedGateway({ nodes: 1 })
  const HEAVY = { requests: { arrivals: perSecond(6_000) } } satisfies Draft

  it('B.5: refuses new connections beyond 90 % of its CPU', () => {
    // A third of 5,200 a second makes one node 30 % busy.
    const { total, minutes } = play({ ...HEAVY, gateway: small, durationUs: 2 * SECOND_US })
    expect(total.errors).toMatchObject([{ code: 'GW_OVERLOADED', status: 0, failed: 2 * 800 }])
    expect(total.errors[0]!.details).toEqual({
      gateway: 'front',
      size: '1 node 2c4g',
      open: '299',
      most: '40000',
    })
    expect(minutes).toMatchObject([{ refusedConnections: 1_600, cpuPercent: 90 }])
  })

  it('B.5: and takes them again 3 to 5 minutes after it was given more nodes (seed 002)', () => {
    const { trace } = play({
      gateway: small,
      requests: { arrivals: perSecond(1) },
      durationUs: 7 * MINUTE_US,
      sets: [[MINUTE_US, aManagedGateway({ nodes: 4 })]],
    })
    const effect = trace.events.find(({ kind }) => kind === 'effective')!
    expect(effect).toMatchObject({ path: 'gateways.front.nodes' })
    expect(effect.atUs).toBeGreaterThanOrEqual(4 * MINUTE_US)
    expect(effect.atUs).toBeLessThanOrEqual(6 * MINUTE_US)
    expect(trace.events[effect.cause!]).toMatchObject({ kind: 'configured', atUs: MINUTE_US })
    for (const { untilUs, nodes } of trace.gateways![0]!.minutes)
      expect(nodes).toBe(untilUs <= effect.atUs ? 1 : 4)
  })

  it('B.5: refuses the connections of a flow beyond 40,000 a node', () => {
    const { trace } = play({
      gateway: small,
      requests: { arrivals: { kind: 'recorded', atUs: [SECOND_US] } },
      flow: {
        connections: {
          perInstance: 40_001,
          openUs: 0,
          packetEveryUs: MINUTE_US,
          closeAfterUs: 30 * SECOND_US,
        },
      },
    })
    expect(
      trace.events.flatMap((event) =>
        event.kind === 'connections' ? [[event.change, event.count, event.code]] : [],
      ),
    ).toEqual([
      ['opened', 40_000, undefined],
      ['refused', 1, 'GW_OVERLOADED'],
      ['closed', 40_000, undefined],
    ])
    expect(trace.gateways![0]!.minutes).toMatchObject([
      { peakConnections: 40_000, memoryPercent: 90, refusedConnections: 2 },
    ])
  })
})

describe('the limit of a service', () => {
  it('B.1, B.4: is one for all that come, from the Internet and from a linked VPC', () => {
    const gateway = aManagedGateway({ links: [aLink()] })
    const plan = aPlan({
      apps: [
        { name: 'llm', instances: 1, eas: { gateway: 'front', rateLimitPerSecond: 15 } },
        { name: 'shop', instances: 1, pool: null },
      ],
      durationUs: MINUTE_US,
      flows: [CALL, { ...CALL, name: 'inside', from: { kind: 'app', name: 'shop' } }],
      timeline: [],
    })
    const whole = { ...plan, topology: withGateway(plan.topology, gateway) }
    const { requests } = summarize(simulate(whole), whole)
    const counts = requests!.map(({ total }) =>
      total.statuses.map(({ status, count }) => `${status} ${count}`),
    )
    expect(counts.flat().filter((text) => text.startsWith('429'))).not.toEqual([])
    expect(
      requests!.reduce(
        (sum, { total }) => sum + total.statuses.find(({ status }) => status === 200)!.count,
        0,
      ),
    ).toBe(15 * 60)
  })
})

describe('the network of a gateway under load', () => {
  it('B.5: makes answers wait that are more than 1 Gbit/s a node', () => {
    // 1.6 Gbit/s for one node: after a second 600 ms of it wait, of which buffers take 100.
    const { total, minutes } = play({
      gateway: aManagedGateway({ nodes: 1 }),
      requests: { arrivals: perSecond(200), responseBytes: 1_000_000 },
      durationUs: SECOND_US,
    })
    expect(total.latency!.maxUs).toBeGreaterThan(250 * MS)
    expect(minutes[0]!.byClass[2]).toBeLessThan(150)
    const wide = play({
      requests: { arrivals: perSecond(200), responseBytes: 1_000_000 },
      durationUs: SECOND_US,
    })
    expect(wide.total.latency!.maxUs).toBe(50 * MS)
  })
})

describe('requests to a service of EAS, and their twin', () => {
  const aWorld = fc.record({
    concurrency: fc.integer({ min: 1, max: 3 }),
    backlog: fc.integer({ min: 0, max: 3 }),
    instances: fc.integer({ min: 1, max: 3 }),
    serviceMs: fc.constantFrom(20, 400, 1_000, 2_500),
    keepaliveMs: fc.constantFrom(100, 400, 1_000, 2_500, 5_000),
    timeoutMs: fc.constantFrom(300, 1_000, 3_000, 60_000),
    retries: fc.nat(2),
    arrivalsMs: fc.array(fc.nat(59_000), { minLength: 1, maxLength: 60 }),
    isRestarted: fc.boolean(),
  })

  it('B.4: should end alike, and the gateway should have seen it all', () =>
    fc.assert(
      fc.property(aWorld, (world) => {
        const { concurrency, backlog, instances, isRestarted } = world
        const atUs = [...world.arrivalsMs].sort((a, b) => a - b).map((each) => each * MS)
        const { trace, total, minutes } = play({
          app: { concurrency, backlog, instances },
          eas: { keepaliveUs: world.keepaliveMs * MS },
          requests: {
            arrivals: { kind: 'recorded', atUs },
            serviceTime: fixed(world.serviceMs * MS),
            timeoutUs: world.timeoutMs * MS,
            retries: world.retries,
          },
          ...(isRestarted && { timeline: [{ kind: 'restart', app: 'llm', atUs: 20 * SECOND_US + 41 }] }),
        })
        const naive = naiveRequests({
          product: 'alb',
          events: trace.events,
          endUs: MINUTE_US,
          arrivalsUs: atUs,
          serviceTimeUs: () => world.serviceMs * MS,
          timeoutUs: world.timeoutMs * MS,
          requestTimeoutUs: MINUTE_US,
          retries: world.retries,
          concurrency,
          backlog,
          weights: 100,
          sendUs: 0,
          isCutShort: false,
          keepaliveUs: world.keepaliveMs * MS,
        })
        const ends = naive.filter(({ isOver }) => isOver).map(({ tries }) => tries.at(-1)!)
        expect(total.statuses).toEqual(countsOf(ends.map(({ status }) => status)))
        const tries = naive.flatMap((request) => request.tries).filter((each) => each.atUs < MINUTE_US)
        expect(minutes[0]!.statuses).toEqual(
          countsOf(tries.map(({ status }) => (status === 0 ? 499 : status))),
        )
      }),
      { numRuns: 60 },
    ))
})

function countsOf(statuses: readonly number[]) {
  return [...new Set(statuses)]
    .sort((a, b) => a - b)
    .map((status) => ({ status, count: statuses.filter((each) => each === status).length }))
}
