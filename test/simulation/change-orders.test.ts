import { describe, expect, it } from 'vitest'
import { quotasWith } from '../../src/cloud/quotas.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { type AppDraft, aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import {
  batchesOf,
  minutes,
  ordersOf,
  phasesOf,
  readyOf,
  refusalsOf,
  run,
  seconds,
  statusOf,
  warningsOf,
} from './story.ts'

const NEVER = { passesFromUs: Number.POSITIVE_INFINITY, failsFromUs: Number.POSITIVE_INFINITY }
const phased = (batches: number, release: 'auto' | 'manual' = 'auto', batchWaitUs = 0, gray?: number) => ({
  strategy: { batches, release, batchWaitUs, ...(gray !== undefined && { gray }) },
})
const deploy = (version: string, atUs = minutes(1)) => ({
  kind: 'deploy' as const,
  app: 'shop',
  version,
  atUs,
})
const app = (draft: AppDraft, rest: PlanDraft = {}): PlanDraft => ({ apps: [draft], ...rest })

describe('worked vectors of EIP binding (facts/deployment A.6)', () => {
  const vector = (instances: number, pool: number, maxSurge: number) =>
    run(app({ instances, deploy: { maxSurge } }, { pools: { pool } }))
  const peak = (trace: ReturnType<typeof run>) => {
    const held = new Set<number>()
    let most = 0
    for (const event of trace.events) {
      if (event.kind !== 'eip') continue
      if (event.status === 'Available') held.delete(event.address)
      else held.add(event.address)
      most = Math.max(most, held.size)
    }
    return most
  }

  it('3 instances, 4 EIPs, surge 1: completes with never more than 4 in use', () => {
    const trace = vector(3, 4, 1)
    expect(ordersOf(trace).at(-1)).toMatch(/CoDeploy success$/)
    expect(peak(trace)).toBe(4)
  })

  it('3 instances, 4 EIPs, gate and readiness combined: never fewer than 3 serve', () => {
    const trace = run(app({ deploy: { maxSurge: 1, eipGate: 'ready' } }))
    expect(ordersOf(trace).at(-1)).toMatch(/success$/)
    expect(readyOf(trace).filter((text) => text.endsWith(' 2/3'))).toEqual([])
  })

  it('3 instances, 3 EIPs: no progress, 3 old keep serving, the order times out after 30 minutes', () => {
    const trace = vector(3, 3, 1)
    expect(ordersOf(trace)).toEqual(['60 1 CoDeploy running', '1860 1 CoDeploy paused BATCH_TIMEOUT'])
    expect(statusOf(trace, 'to-shop')).toEqual(['0 REACHABLE'])
    expect(phasesOf(trace, 'shop-4').at(-1)).toBe('74 awaitingEip')
  })

  it('3 instances, 4 EIPs, surge 3: as with surge 1, two of the three on top wait', () => {
    const trace = vector(3, 4, 3)
    expect(ordersOf(trace).at(-1)).toMatch(/success$/)
    expect(peak(trace)).toBe(4)
    expect(warningsOf(trace).slice(0, 2)).toEqual(['74 shop-5 CREATE_NO_EIP', '74 shop-6 CREATE_NO_EIP'])
  })

  it('10 instances, 13 EIPs, surge 3: three at a time', () => {
    const trace = vector(10, 13, 3)
    expect(ordersOf(trace).at(-1)).toMatch(/success$/)
    expect(peak(trace)).toBe(13)
    expect(warningsOf(trace)).toEqual([])
  })

  it('0 to 10 instances with 8 EIPs: 8 run, 2 wait, the first deployment is not successful', () => {
    const trace = run(
      app({ instances: 10 }, { pools: { pool: 8 }, timeline: [{ kind: 'create', app: 'shop' }] }),
    )
    expect(readyOf(trace).at(-1)).toBe('97 8/10')
    expect(ordersOf(trace)).toEqual(['60 1 CoCreateApp running', '1860 1 CoCreateApp paused BATCH_TIMEOUT'])
  })

  it('the same with eipShortage fail: 8 run, the creation of 2 fails and with it the order', () => {
    const trace = run(
      app(
        { instances: 10, deploy: { eipShortage: 'fail' } },
        { pools: { pool: 8 }, timeline: [{ kind: 'create', app: 'shop' }] },
      ),
    )
    expect(ordersOf(trace)).toEqual(['60 1 CoCreateApp running', '74 1 CoCreateApp failed CREATE_NO_EIP'])
    expect([phasesOf(trace, 'shop-9').at(-1), phasesOf(trace, 'shop-10').at(-1)]).toEqual([
      '74 gone',
      '74 gone',
    ])
    expect(readyOf(trace).at(-1)).toBe('97 8/10')
  })

  it('20 instances with the quota of 20: no progress; with 21 it completes', () => {
    expect(ordersOf(vector(20, 20, 1)).at(-1)).toMatch(/paused BATCH_TIMEOUT$/)
    expect(ordersOf(vector(20, 21, 1)).at(-1)).toMatch(/success$/)
  })
})

describe('phased and gray releases (facts/deployment A.1)', () => {
  it('should go batch by batch and wait between them as long as it is told', () => {
    const trace = run(app({ deploy: phased(3, 'auto', seconds(60)) }))
    expect(batchesOf(trace).map((text) => text.replace(/^\S+ /, ''))).toEqual([
      '1/3 started',
      '1/3 completed',
      '2/3 started',
      '2/3 completed',
      '3/3 started',
      '3/3 completed',
    ])
    expect(ordersOf(trace).map((text) => text.split(' ').at(-1))).toEqual([
      'running',
      'waitingBatch',
      'running',
      'waitingBatch',
      'running',
      'success',
    ])
    const [, completed, started] = batchesOf(trace).map((text) => Number(text.split(' ')[0]))
    expect(started! - completed!).toBe(60)
  })

  it('should wait for a confirmation between batches when it is released by hand (order status 8)', () => {
    const trace = run(
      app(
        { deploy: phased(2, 'manual') },
        { timeline: [deploy('v2'), { kind: 'confirm', app: 'shop', atUs: minutes(10) }] },
      ),
    )
    expect(ordersOf(trace)).toEqual([
      '60 1 CoDeploy running',
      '97 1 CoDeploy waitingConfirm MANUAL_BATCH_WAIT',
      '600 1 CoDeploy running',
      expect.stringMatching(/CoDeploy success$/),
    ])
  })

  it('should not time out while it waits for a person', () => {
    const trace = run(app({ deploy: phased(2, 'manual') }, { durationUs: minutes(120) }))
    expect(ordersOf(trace).at(-1)).toBe('97 1 CoDeploy waitingConfirm MANUAL_BATCH_WAIT')
  })

  it('should let the gray batch go first, then the rest in batches (facts/load-balancing 3.5)', () => {
    const trace = run(
      app(
        { instances: 10, deploy: phased(3, 'manual', 0, 2) },
        {
          pools: { pool: 13 },
          timeline: [
            deploy('v2'),
            ...[20, 30, 40].map((at) => ({ kind: 'confirm' as const, app: 'shop', atUs: minutes(at) })),
          ],
        },
      ),
    )
    const sizes = trace.events.flatMap((event) =>
      event.kind === 'batch' && event.status === 'started' ? [[event.size, event.gray]] : [],
    )
    expect(sizes).toEqual([
      [2, true],
      [2, false],
      [3, false],
      [3, false],
    ])
    expect(ordersOf(trace).at(-1)).toMatch(/success$/)
  })

  it('should pause between instances inside a batch (top-level BatchWaitTime)', () => {
    const trace = run(app({ deploy: { instanceWaitUs: seconds(45) } }))
    const ready = ['shop-4', 'shop-5'].map((name) =>
      Number(
        phasesOf(trace, name)
          .find((text) => text.endsWith(' ready'))!
          .split(' ')[0],
      ),
    )
    const begun = Number(phasesOf(trace, 'shop-5')[0]!.split(' ')[0])
    expect(begun - ready[0]!).toBe(45)
  })

  it('should pause the order when a batch times out, and do nothing more until it is aborted', () => {
    const trace = run(
      app(
        { deploy: { batchTimeoutUs: minutes(5) } },
        {
          pools: { pool: 3 },
          timeline: [deploy('v2'), { kind: 'abort', app: 'shop', rollback: true, atUs: minutes(20) }],
        },
      ),
    )
    expect(ordersOf(trace)).toEqual([
      '60 1 CoDeploy running',
      '360 1 CoDeploy paused BATCH_TIMEOUT',
      '1200 1 CoDeploy aborted ABORTED_BY_USER',
      '1200 2 CoRollback running',
      '1200 2 CoRollback success',
    ])
    expect(phasesOf(trace, 'shop-4').at(-1)).toBe('1200 gone')
    expect(statusOf(trace, 'to-shop')).toEqual(['0 REACHABLE'])
  })
})

describe('failure and rollback (facts/deployment A.3)', () => {
  const PROBE = {
    initialDelayUs: seconds(10),
    periodUs: seconds(5),
    timeoutUs: seconds(1),
    failureThreshold: 3,
    successThreshold: 1,
  }
  const broken = (deployPolicy: AppDraft['deploy']) =>
    run(
      app({
        probes: { readiness: PROBE },
        versions: { v2: { readiness: NEVER } },
        deploy: deployPolicy ?? {},
      }),
    )

  it('should roll a phased release back by itself when a batch fails', () => {
    const trace = broken(phased(3))
    // v2 runs from 77 s, fails at 87, 92, 97 s.
    expect(ordersOf(trace).slice(0, 3)).toEqual([
      '60 1 CoDeploy running',
      '97 1 CoDeploy failed READINESS_FAILED_AT_START',
      '97 2 CoRollback running',
    ])
    expect(ordersOf(trace).at(-1)).toMatch(/2 CoRollback success$/)
    expect(readyOf(trace).at(-1)).toMatch(/ 3\/3$/)
    expect(phasesOf(trace, 'shop-4').at(-1)).toMatch(/gone$/)
    expect(statusOf(trace, 'to-shop').some((text) => text.includes('BLOCKED'))).toBe(false)
  })

  it('should give rolled-back instances new addresses again', () => {
    const trace = broken(phased(3))
    const addresses = new Map<string, number>()
    for (const event of trace.events)
      if (event.kind === 'instance' && event.address !== undefined)
        addresses.set(event.instance, event.address)
    expect(new Set(addresses.values()).size).toBe(addresses.size)
  })

  it('should leave a failed single-batch release as it is', () => {
    const trace = broken({})
    expect(ordersOf(trace)).toEqual([
      '60 1 CoDeploy running',
      '97 1 CoDeploy failed READINESS_FAILED_AT_START',
    ])
  })

  it('should wait for the timeout instead when a failed readiness shall not fail the batch', () => {
    const trace = broken({ ...phased(3), readinessFailure: 'wait' })
    expect(ordersOf(trace)).toEqual(['60 1 CoDeploy running', '1860 1 CoDeploy paused BATCH_TIMEOUT'])
  })

  it('should roll back on demand to the version before', () => {
    const trace = run(
      app({}, { timeline: [deploy('v2'), { kind: 'rollback', app: 'shop', atUs: minutes(30) }] }),
    )
    expect(ordersOf(trace).at(-1)).toMatch(/2 CoRollback success$/)
    const last = trace.events.findLast((event) => event.kind === 'instance' && event.phase === 'ready')
    expect(last).toMatchObject({ version: 'v1' })
  })

  it('should refuse a rollback without an earlier version', () => {
    const trace = run(app({}, { timeline: [{ kind: 'rollback', app: 'shop' }] }))
    expect(refusalsOf(trace)).toEqual(['60 ROLLBACK_NO_VERSION'])
  })
})

describe('one change order per application (facts/deployment A.4)', () => {
  it('should refuse a second change while the first is running', () => {
    const trace = run(
      app(
        {},
        {
          timeline: [
            deploy('v2'),
            deploy('v3', seconds(70)),
            { kind: 'scale', app: 'shop', instances: 5, atUs: seconds(71) },
            { kind: 'restart', app: 'shop', atUs: seconds(72) },
          ],
        },
      ),
    )
    expect(refusalsOf(trace)).toEqual([
      '70 Application.ChangerOrderRunning',
      '71 Application.ChangerOrderRunning',
      '72 Application.ChangerOrderRunning',
    ])
    expect(ordersOf(trace).at(-1)).toMatch(/1 CoDeploy success$/)
  })

  it('should let two applications change at once, each with an order of its own', () => {
    const trace = run({
      apps: [{ pool: null }, { name: 'api', pool: null }],
      timeline: [deploy('v2'), { kind: 'deploy', app: 'api', version: 'v2' }],
    })
    expect(
      [ordersOf(trace, 'shop').at(-1), ordersOf(trace, 'api').at(-1)].map((text) => text!.split(' ').at(-1)),
    ).toEqual(['success', 'success'])
  })

  it('should refuse what is not there: no order to abort or confirm, no application yet', () => {
    const trace = run(
      app(
        {},
        {
          timeline: [
            { kind: 'abort', app: 'shop', rollback: true, atUs: 0 },
            { kind: 'scale', app: 'shop', instances: 5, atUs: seconds(1) },
            { kind: 'confirm', app: 'shop', atUs: seconds(2) },
            { kind: 'create', app: 'shop', atUs: seconds(3) },
          ],
        },
      ),
    )
    expect(refusalsOf(trace)).toEqual([
      '0 Application.ChangerOrder.Not.Running',
      '1 Application.NotDeployYet',
      '2 Application.ChangerOrder.Not.Running',
    ])
  })

  it('should refuse a third version while two are live (A.1)', () => {
    const trace = run(
      app(
        { deploy: phased(2, 'manual') },
        {
          timeline: [
            deploy('v2'),
            { kind: 'abort', app: 'shop', rollback: false, atUs: minutes(10) },
            deploy('v3', minutes(11)),
            deploy('v2', minutes(12)),
          ],
        },
      ),
    )
    expect(refusalsOf(trace)).toEqual(['660 THIRD_VERSION_REFUSED'])
    expect(ordersOf(trace)[3]).toBe('720 2 CoDeploy running')
  })
})

describe('scaling, stop, start, restart (facts/deployment A.11, A.12)', () => {
  it('should scale out beyond the pool instance by instance, and be stuck with the rest', () => {
    const trace = run(app({}, { timeline: [{ kind: 'scale', app: 'shop', instances: 6 }] }))
    expect(readyOf(trace)).toEqual(['0 3/3', '60 3/6', '97 4/6'])
    expect(ordersOf(trace)).toEqual(['60 1 CoScaleOut running', '1860 1 CoScaleOut paused BATCH_TIMEOUT'])
  })

  it('should refuse a scaling beyond the quota of an application as a whole (A.12)', () => {
    const plan = aPlan(app({}, { timeline: [{ kind: 'scale', app: 'shop', instances: 51 }] }))
    const trace = simulate({ ...plan, quotas: quotasWith({}) })
    expect(refusalsOf(trace)).toEqual(['60 NoComputeResourceQuota.App.Exceed'])
    expect(readyOf(trace)).toEqual(['0 3/3'])
  })

  it('should scale in at once and give the EIPs back', () => {
    const trace = run(app({}, { timeline: [{ kind: 'scale', app: 'shop', instances: 1 }] }))
    expect(ordersOf(trace)).toEqual(['60 1 CoScaleIn running', '65 1 CoScaleIn success'])
    expect(readyOf(trace).at(-1)).toBe('60 1/1')
    expect(trace.events.filter((event) => event.kind === 'eip' && event.status === 'Available')).toHaveLength(
      2,
    )
  })

  it('should stop everything, and start the former number again with new addresses', () => {
    const trace = run(
      app(
        {},
        {
          timeline: [
            { kind: 'stop', app: 'shop' },
            { kind: 'start', app: 'shop', atUs: minutes(5) },
          ],
        },
      ),
    )
    expect(ordersOf(trace)).toEqual([
      '60 1 CoStop running',
      '65 1 CoStop success',
      '300 2 CoStart running',
      '337 2 CoStart success',
    ])
    expect(phasesOf(trace, 'shop-4').at(-1)).toBe('337 ready')
  })

  it('should change only the configuration when a stopped application is deployed (A.1)', () => {
    const trace = run(
      app(
        {},
        {
          timeline: [
            { kind: 'stop', app: 'shop' },
            deploy('v2', minutes(5)),
            { kind: 'start', app: 'shop', atUs: minutes(6) },
          ],
        },
      ),
    )
    expect(ordersOf(trace).slice(2, 4)).toEqual(['300 2 CoDeploy running', '300 2 CoDeploy success'])
    expect(trace.events.findLast((event) => event.kind === 'instance')).toMatchObject({
      version: 'v2',
      phase: 'ready',
    })
  })

  it('should restart containers in place: same addresses, never fewer ready than the floor', () => {
    const trace = run(app({ deploy: { minReady: 2 } }, { timeline: [{ kind: 'restart', app: 'shop' }] }))
    expect(ordersOf(trace).at(-1)).toBe('135 1 CoRestartApplication success')
    expect(readyOf(trace).map((text) => text.split(' ')[1])).not.toContain('1/3')
    expect(trace.events.filter((event) => event.kind === 'instance' && event.phase === 'gone')).toEqual([])
  })

  it('should make room for a waiting instance as soon as an EIP is bought', () => {
    const draft = app({ instances: 3 }, { pools: { pool: 3 } })
    expect(ordersOf(run(draft)).at(-1)).toMatch(/paused/)
    expect(ordersOf(run({ ...draft, pools: { pool: 4 } })).at(-1)).toMatch(/success/)
  })
})

describe('serial time with one spare address', () => {
  it('should not take longer than n creations and n - 1 terminations in a row, and one look for an EIP each (A.6)', () => {
    const trace = run(
      app({ instances: 4, deploy: { eipGate: 'ready', maxSurge: 1 } }, { pools: { pool: 5 } }),
    )
    const end = Number(ordersOf(trace).at(-1)!.split(' ')[0]) - 60
    const [create, bind, ready, terminate, unbind, retry] = [14, 3, 20, 5, 3, 10]
    expect(end).toBeLessThanOrEqual(4 * (create + bind + ready + retry) + 4 * (terminate + unbind))
    expect(end).toBeGreaterThan(4 * ready)
  })
})
