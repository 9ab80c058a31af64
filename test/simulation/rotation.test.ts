/**
 * What holds of every rolling replacement behind a balancer.
 *
 * The theorem of the hand-over: let the controller act `delay` after each change. If every instance answers as long as
 * it is ready and for `delay` after it began to end (preStop and grace are not shorter), if nobody becomes ready for less than
 * `delay`, and if the application has a ready instance at every instant, then whoever may be picked answers, at every
 * instant, whatever the health checks are. For whoever was ready `delay` ago is a member now and still answers; and a member
 * that does not answer has ended more than `delay` ago, so it is none.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import type { HealthCheck } from '../../src/cloud/health-check.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Plan } from '../../src/simulation/plan.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan, type PlanDraft } from '../../src/testing/arbitraries/a-plan.ts'
import { aRollout } from '../../src/testing/arbitraries/a-rollout.ts'
import { aStormyPlan } from '../../src/testing/arbitraries/a-stormy-plan.ts'
import type { Trace } from '../../src/trace/trace.ts'
import {
  aClb,
  aGroup,
  anAlb,
  CHECK,
  ofShop,
  toBalancer,
  withBalancer,
  withServiceName,
} from './a-balancer.ts'
import { statusOf } from './story.ts'

const aCheck: fc.Arbitrary<HealthCheck | undefined> = fc.option(
  fc
    .record({
      intervalUs: fc.integer({ min: 1, max: 50 }),
      timeoutUs: fc.integer({ min: 1, max: 60 }),
      healthyThreshold: fc.integer({ min: 2, max: 10 }),
      unhealthyThreshold: fc.integer({ min: 2, max: 10 }),
    })
    .map(({ intervalUs, timeoutUs, ...thresholds }) => ({
      ...CHECK,
      ...thresholds,
      intervalUs: intervalUs * SECOND_US,
      timeoutUs: timeoutUs * SECOND_US,
    })),
  { nil: undefined },
)

interface Balanced {
  readonly draft: PlanDraft
  readonly delayUs: number
  readonly kind: 'alb' | 'clb'
  readonly check: HealthCheck | undefined
  readonly drainUs: number | undefined
  readonly gated: boolean
}

const aBalancedRollout: fc.Arbitrary<Balanced> = fc.record({
  draft: aRollout(fc.integer({ min: 1, max: 4 })),
  delayUs: fc.integer({ min: 0, max: 15 }).map((count) => count * SECOND_US),
  kind: fc.constantFrom('alb', 'clb'),
  check: aCheck,
  drainUs: fc.option(
    fc.integer({ min: 0, max: 60 }).map((count) => count * SECOND_US),
    { nil: undefined },
  ),
  gated: fc.boolean(),
})

function planOf({ draft, delayUs, kind, check, drainUs, gated }: Balanced, preStopUs?: number): Plan {
  const [app] = draft.apps!
  const preStop =
    preStopUs === undefined ? {} : { preStop: { minUs: preStopUs, maxUs: preStopUs + SECOND_US } }
  const graceUs = preStopUs === undefined ? {} : { graceUs: Math.max(SECOND_US, preStopUs) }
  const lifecycle = { ...app!.lifecycle, ...preStop, ...graceUs }
  const deploy = { ...app!.deploy, readinessGate: gated }
  const flows = [toBalancer(kind === 'alb' ? 'front' : 'edge')]
  const plan = aPlan({ ...draft, apps: [{ ...app, lifecycle, deploy }], flows })
  return { ...plan, topology: balanced(plan.topology) }

  function balanced(topology: Topology): Topology {
    const { healthCheck: _, ...unchecked } = aGroup({
      product: kind,
      ...(drainUs !== undefined && { drainUs }),
    })
    const group = check === undefined ? unchecked : { ...unchecked, healthCheck: check }
    const clb = aClb(check === undefined ? {} : { healthCheck: check })
    const assumptions = { ...topology.assumptions, registrationUs: delayUs }
    return { ...withBalancer(topology, kind === 'alb' ? anAlb() : clb, group), assumptions }
  }
}

/** Whoever is in the pool was ready once, or waited for nothing but the pool. */
function noneWasNeverReady({ events }: Trace): void {
  const ready = new Set<string>()
  for (const event of events) {
    if (event.kind === 'instance' && (event.phase === 'ready' || event.awaitsGate)) ready.add(event.instance)
    if (event.kind === 'backend' && event.state !== 'gone' && event.state !== 'adding')
      if (!ready.has(event.server)) throw new Error(`${event.server} was never ready`)
  }
}

/** Whoever ends is out of rotation after the delay, and stays so. */
function allLeaveInTime({ events, endUs }: Trace, delayUs: number): void {
  const ended = new Map<string, number>()
  /** By pool. */
  const membersOf = new Map<string, Set<string>>()
  for (const event of events) {
    for (const members of membersOf.values())
      for (const server of members)
        if (event.atUs > (ended.get(server) ?? endUs) + delayUs)
          throw new Error(`${server} is still a member at ${event.atUs}`)
    if (event.kind === 'instance' && (event.phase === 'terminating' || event.phase === 'gone')) {
      if (!ended.has(event.instance)) ended.set(event.instance, event.atUs)
    } else if (event.kind === 'backend') {
      const members = membersOf.get(event.pool) ?? new Set()
      membersOf.set(event.pool, members)
      if (event.state === 'gone' || event.state === 'draining') members.delete(event.server)
      else members.add(event.server)
    }
  }
}

describe('whatever happens behind a balancer', () => {
  it('3.3, 4.5: should never lead to an instance that was not ready yet, nor keep one that ends', () => {
    const world = fc.record({
      draft: aStormyPlan,
      delays: fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 3 })),
      drainUs: fc.constantFrom(undefined, 0, 30 * SECOND_US),
      gated: fc.boolean(),
      changes: fc.array(fc.integer({ min: 1, max: 2400 }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(world, ({ draft, delays: [registration, service], drainUs, gated, changes }) => {
        const apps = draft.apps!.map((app) => ({ ...app, deploy: { ...app.deploy, readinessGate: gated } }))
        const plan = aPlan({ ...draft, apps, flows: [toBalancer()] })
        const members = apps.map(({ name = 'shop' }) => ({ ...ofShop, app: name }))
        const drain = drainUs === undefined ? {} : { drainUs }
        const at = (count: number, weight: number): Topology => {
          const group = aGroup({
            members: members.slice(0, count).map((one) => ({ ...one, weight })),
            ...drain,
          })
          const assumptions = {
            ...plan.topology.assumptions,
            registrationUs: registration * SECOND_US,
            serviceNameDelayUs: service * SECOND_US,
          }
          return { ...withServiceName(withBalancer(plan.topology, anAlb(), group)), assumptions }
        }
        const sets = changes.map((second, index) => ({
          atUs: second * SECOND_US,
          text: 'set',
          action: {
            kind: 'configure' as const,
            path: 'serverGroups.web',
            topology: at(index % 2 === 0 ? 1 : members.length, index === 1 ? 0 : 50),
          },
          origin: unwritten('timeline'),
        }))
        const timeline = [...plan.timeline, ...sets].sort((a, b) => a.atUs - b.atUs)
        const trace = simulate({ ...plan, topology: at(members.length, 100), timeline })
        noneWasNeverReady(trace)
        allLeaveInTime(trace, Math.max(registration, service) * SECOND_US)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a rolling replacement behind a balancer', () => {
  it('4.5: should never lead to an instance that was not ready yet, nor keep one that ends', () => {
    fc.assert(
      fc.property(aBalancedRollout, (balanced) => {
        const trace = simulate(planOf(balanced))
        noneWasNeverReady(trace)
        allLeaveInTime(trace, balanced.delayUs)
      }),
      { numRuns: 60 },
    )
  })

  it('4.5: should lose no request where every instance answers for the delay after it began to end', () => {
    fc.assert(
      fc.property(aBalancedRollout, (balanced) => {
        const trace = simulate(planOf(balanced, balanced.delayUs))
        expect(statusOf(trace, 'buy')).toEqual(['0 REACHABLE'])
      }),
      { numRuns: 60 },
    )
  })

  it('4.5: should lose some where they end sooner', () => {
    const balanced = fc.sample(aBalancedRollout, { numRuns: 40, seed: 7 })
    const lost = balanced.filter((each) => {
      const late = { ...each, delayUs: 20 * SECOND_US }
      return statusOf(simulate(planOf(late, 5 * SECOND_US)), 'buy').length > 1
    })
    expect(lost.length).toBeGreaterThan(20)
  })
})
