import { describe, expect, it } from 'vitest'
import { fixed } from '../../src/cloud/duration-range.ts'
import type { AppDraft, PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import { minutes, phasesOf, readyOf, run, seconds, statusOf, warningsOf } from './story.ts'

const PROBE = {
  initialDelayUs: seconds(10),
  periodUs: seconds(30),
  timeoutUs: seconds(1),
  failureThreshold: 3,
  successThreshold: 1,
}
const NEVER = { passesFromUs: Number.POSITIVE_INFINITY, failsFromUs: Number.POSITIVE_INFINITY }

/** One instance without an EIP that comes to life at 60 s. */
const born = (app: AppDraft, rest: PlanDraft = {}) =>
  run({
    apps: [{ instances: 1, pool: null, ...app }],
    timeline: [{ kind: 'create', app: 'shop' }],
    durationUs: minutes(20),
    ...rest,
  })

describe('the life of an instance (facts/deployment A.5, A.13)', () => {
  it('should be scheduled, pull, associate its EIP, start and get ready', () => {
    const trace = born({ pool: 'pool' })
    expect(phasesOf(trace, 'shop-1')).toEqual([
      '60 pending',
      '64 initializing',
      '74 associating',
      '77 starting',
      '97 ready',
    ])
  })

  it('should not associate anything without an EIP of its own', () => {
    expect(phasesOf(born({}), 'shop-1')).toEqual(['60 pending', '64 initializing', '74 starting', '94 ready'])
  })

  it('should wait for a free EIP, looking again every 10 s, and be warned about once (A.6)', () => {
    const trace = run({
      apps: [{ instances: 1 }, { name: 'api', instances: 1 }],
      pools: { pool: 1 },
      timeline: [
        { kind: 'create', app: 'shop' },
        { kind: 'stop', app: 'api', atUs: seconds(95) },
      ],
      durationUs: minutes(5),
    })
    expect(phasesOf(trace, 'shop-1')).toEqual([
      '60 pending',
      '64 initializing',
      '74 awaitingEip',
      '104 associating', // The EIP is free at 95 + 5 + 3 s; 104 s is the third look.
      '107 starting',
      '127 ready',
    ])
    expect(warningsOf(trace)).toEqual(['74 shop-1 CREATE_NO_EIP'])
  })

  it('should wait for a private address when its vSwitches have none left (A.7)', () => {
    const trace = born({ instances: 5, vswitches: ['v-h'] }, { vswitchPrefix: 29 })
    expect(warningsOf(trace)).toEqual(['64 shop-5 CREATE_NO_VSWITCH_IP'])
    expect(phasesOf(trace, 'shop-5')).toEqual(['60 pending'])
    expect(readyOf(trace).at(-1)).toBe('94 4/5')
  })
})

describe('probes (facts/deployment A.8)', () => {
  it('should be ready with the first success after the initial delay, not when the application answers', () => {
    const trace = born({ probes: { readiness: PROBE } })
    // Container at 74 s, probes at 84 s (fails: the application answers from 94 s on) and 114 s.
    expect(phasesOf(trace, 'shop-1')).toEqual(['60 pending', '64 initializing', '74 starting', '114 ready'])
  })

  it('should begin readiness and liveness only when the startup probe has passed (facts/load-balancing 3.5)', () => {
    const startup = { ...PROBE, initialDelayUs: 0, periodUs: seconds(10), failureThreshold: 30 }
    const trace = born({ probes: { startup, readiness: PROBE } })
    // Startup passes at 94 s (74 + 2 periods), readiness is asked 10 s later.
    expect(phasesOf(trace, 'shop-1').at(-1)).toBe('104 ready')
  })

  it('should count as ready when the container runs if there is no readiness probe, though nobody answers yet', () => {
    const trace = born({ pool: 'pool', probes: { readiness: 'none' } })
    expect(phasesOf(trace, 'shop-1').at(-1)).toBe('77 ready')
    expect(statusOf(trace, 'to-shop')).toEqual([
      '0 IDLE',
      '60 BLOCKED OUTAGE_WINDOW',
      '77 BLOCKED INSTANCE_NOT_ANSWERING',
      '97 REACHABLE',
    ])
  })

  it('should restart a container whose startup probe fails, with a growing back-off', () => {
    const startup = { ...PROBE, initialDelayUs: 0, periodUs: seconds(5), failureThreshold: 3 }
    const trace = born({ probes: { startup, readiness: 'sound' } }, { durationUs: seconds(200) })
    // 74, 79, 84: three failures. Then 10 s, 20 s, 40 s of back-off; the start needs 20 s and never gets them.
    expect(phasesOf(trace, 'shop-1').slice(2)).toEqual([
      '74 starting',
      '84 backoff',
      '94 starting',
      '104 backoff',
      '124 starting',
      '134 backoff',
      '174 starting',
      '184 backoff',
    ])
    expect(warningsOf(trace)[0]).toBe('84 shop-1 STARTUP_PROBE_FAILED')
  })

  it('should restart a container whose liveness probe fails and keep its addresses (facts/load-balancing 3.5)', () => {
    const trace = run({
      apps: [
        { instances: 1, versions: { v1: { liveness: { passesFromUs: 0, failsFromUs: seconds(100) } } } },
      ],
      timeline: [],
      durationUs: seconds(250),
    })
    // Default probe: 10, 40, 70 s pass; 100, 130, 160 s fail; back-off 10 s, start 20 s.
    expect(phasesOf(trace, 'shop-1')).toEqual(['0 ready', '160 backoff', '170 starting', '190 ready'])
    const held = trace.events.flatMap((event) =>
      event.kind === 'instance' ? [`${event.address} ${event.eip}`] : [],
    )
    expect(new Set(held).size).toBe(1)
  })

  it('should take a ready instance out of service, not restart it, when readiness fails later', () => {
    const trace = run({
      apps: [
        { instances: 1, versions: { v1: { readiness: { passesFromUs: 0, failsFromUs: seconds(100) } } } },
      ],
      timeline: [],
      durationUs: seconds(400),
    })
    expect(phasesOf(trace, 'shop-1')).toEqual(['0 ready', '160 unready'])
  })
})

describe('graceful termination (facts/deployment A.9, D.6)', () => {
  const stopped = (app: AppDraft) =>
    run({
      apps: [{ instances: 1, ...app }],
      timeline: [{ kind: 'stop', app: 'shop' }],
      durationUs: minutes(5),
    })

  it('should answer during preStop, refuse from TERM on, and hold its EIP until it is gone', () => {
    const trace = stopped({ lifecycle: { preStop: fixed(seconds(10)) } })
    expect(phasesOf(trace, 'shop-1')).toEqual(['0 ready', '60 terminating', '75 gone'])
    expect(statusOf(trace, 'to-shop')).toEqual([
      '0 REACHABLE',
      '70 BLOCKED INSTANCE_NOT_ANSWERING',
      '75 IDLE',
    ])
    const eip = trace.events.flatMap((event) =>
      event.kind === 'eip' ? [`${event.atUs / 1e6} ${event.status}`] : [],
    )
    expect(eip).toEqual(['0 InUse', '75 Unassociating', '78 Available'])
  })

  it('should kill what does not end within the grace period: exit code 137', () => {
    const trace = stopped({ lifecycle: { preStop: fixed(seconds(100)), graceUs: seconds(60) } })
    expect(phasesOf(trace, 'shop-1').at(-1)).toBe('120 gone')
    expect(warningsOf(trace)).toEqual(['120 shop-1 KILLED_AT_GRACE'])
  })

  it('should end an instance without a container at once', () => {
    const trace = run({
      apps: [{ instances: 1 }],
      timeline: [
        { kind: 'create', app: 'shop' },
        { kind: 'abort', app: 'shop', rollback: false, atUs: seconds(66) },
        { kind: 'stop', app: 'shop', atUs: seconds(67) },
      ],
      durationUs: minutes(5),
    })
    expect(phasesOf(trace, 'shop-1')).toEqual(['60 pending', '64 initializing', '67 gone'])
  })

  it('should wait for an association under way before it lets the EIP go (facts/vpc R3.11a)', () => {
    const trace = run({
      apps: [{ instances: 1 }],
      timeline: [
        { kind: 'create', app: 'shop' },
        { kind: 'abort', app: 'shop', rollback: false, atUs: seconds(75) },
        { kind: 'stop', app: 'shop', atUs: seconds(75) },
      ],
      durationUs: minutes(5),
    })
    expect(phasesOf(trace, 'shop-1').slice(2)).toEqual(['74 associating', '75 terminating', '77 gone'])
    const eip = trace.events.flatMap((event) =>
      event.kind === 'eip' ? [`${event.atUs / 1e6} ${event.status}`] : [],
    )
    expect(eip).toEqual(['74 Associating', '77 InUse', '77 Unassociating', '80 Available'])
  })
})

describe('crashes (facts/deployment A.7, D.7)', () => {
  const crashed = (mode: 'container' | 'instance', app: AppDraft = {}) =>
    run({
      apps: [{ instances: 2, ...app }],
      pools: { pool: 2 },
      timeline: [{ kind: 'crash', app: 'shop', mode, count: 1 }],
      durationUs: minutes(5),
    })

  it('should start a dead container again in place after the back-off', () => {
    expect(phasesOf(crashed('container'), 'shop-1')).toEqual([
      '0 ready',
      '60 backoff',
      '70 starting',
      '90 ready',
    ])
  })

  it('should replace a lost instance by another one with other addresses', () => {
    const trace = crashed('instance')
    expect(phasesOf(trace, 'shop-1')).toEqual(['0 ready', '60 gone'])
    // The pool of two is empty until 63 s; the replacement looks at 74 s.
    expect(phasesOf(trace, 'shop-3')).toEqual([
      '60 pending',
      '64 initializing',
      '74 associating',
      '77 starting',
      '97 ready',
    ])
    expect(statusOf(trace, 'to-shop')).toEqual(['0 REACHABLE', '60 DEGRADED', '97 REACHABLE'])
  })

  it('should crash-loop a version that exits by itself', () => {
    const trace = born({ versions: { v1: { exitsAfterUs: seconds(5) } } }, { durationUs: seconds(160) })
    expect(phasesOf(trace, 'shop-1').slice(2)).toEqual([
      '74 starting',
      '79 backoff',
      '89 starting',
      '94 backoff',
      '114 starting',
      '119 backoff',
      '159 starting',
    ])
  })

  it('should lose a zone and make its instances anew in the other one', () => {
    const trace = run({
      apps: [{ instances: 2, pool: null }],
      timeline: [{ kind: 'zoneOutage', zone: 'cn-hangzhou-h', forUs: minutes(2) }],
      durationUs: minutes(5),
    })
    expect(phasesOf(trace, 'shop-1')).toEqual(['0 ready', '60 gone'])
    expect(phasesOf(trace, 'shop-2')).toEqual(['0 ready'])
    const third = trace.events.findLast((event) => event.kind === 'instance' && event.instance === 'shop-3')
    expect(third).toMatchObject({ phase: 'ready', vswitch: 'v-i' })
  })
})

describe('a readiness probe that never passes', () => {
  it('should fail the order with EDAS-10022 after as many failures as it may have (A.3)', () => {
    const trace = born({ probes: { readiness: PROBE }, versions: { v1: { readiness: NEVER } } })
    // 84, 114, 144 s.
    expect(warningsOf(trace)).toEqual(['144 shop-1 READINESS_FAILED_AT_START'])
  })
})
