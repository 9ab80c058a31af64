/** Each invariant breaks where it should, and names what broke it; that they hold is shown by the runs of test/simulation. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { aPlan } from '../../src/testing/arbitraries/a-plan.ts'
import {
  ALWAYS,
  eipsGoRound,
  everyOrderGetsOn,
  everyRequestEndsOnce,
  flowGetsThrough,
  minReadyHolds,
  newPrivateAddresses,
  noDipOfAddresses,
  noEipOfTheDead,
  noOutage,
  noStaleBackendIsPicked,
  oldGoAfterNewHaveTheirEip,
  sourcesWithin,
  twoVersionsAtMost,
} from '../../src/testing.ts'
import type { Event } from '../../src/trace/event.ts'
import type { Trace } from '../../src/trace/trace.ts'

function played(name: string) {
  const read = readScenario(readFileSync(`scenarios/${name}.yaml`, 'utf8'), { file: name })
  if (!read.ok) throw new Error(`${name} is broken`)
  return { plan: read.scenario, trace: simulate(read.scenario) }
}

/** A rollout of two instances, in which everything is well. */
const PLAN = aPlan({ apps: [{ instances: 2 }], pools: { pool: 3 } })
const GOOD = simulate(PLAN)

/** The same trace with events changed, left out (undefined) or put in behind. */
function spoiled(change: (event: Event) => Event | readonly Event[] | undefined): Trace {
  return { ...GOOD, events: GOOD.events.flatMap((event) => change(event) ?? []) }
}

const isOf = (event: Event, instance: string, phase: string) =>
  event.kind === 'instance' && event.instance === instance && event.phase === phase

describe('every run', () => {
  it('keeps what is always asked', () => {
    for (const invariant of ALWAYS) invariant(GOOD, PLAN)
  })

  it('eipsGoRound: an EIP that is in use again without having been free', () => {
    const bad = spoiled((event) => (event.kind === 'eip' && event.status === 'Available' ? undefined : event))
    expect(() => eipsGoRound(bad)).toThrow(/went from Unassociating to Associating/)
  })

  it('noEipOfTheDead: an EIP that is not given back', () => {
    const bad = spoiled((event) =>
      event.kind === 'eip' && event.status === 'Unassociating' ? undefined : event,
    )
    expect(() => noEipOfTheDead(bad)).toThrow(/is held by shop-1, which is gone/)
  })

  it('noDipOfAddresses and oldGoAfterNewHaveTheirEip: an old instance that goes too early', () => {
    const ends = GOOD.events.find((event) => isOf(event, 'shop-1', 'terminating'))!
    const begins = GOOD.events.find((event) => isOf(event, 'shop-3', 'pending'))!
    const bad = spoiled((event) => (event === ends ? undefined : event === begins ? [event, ends] : event))
    expect(() => noDipOfAddresses(bad)).toThrow(/shop-1 was stopped with 1 EIPs in use, 2 are declared/)
    expect(() => oldGoAfterNewHaveTheirEip(bad)).toThrow(/shop-1 was stopped as number 1 for 0 new/)
  })

  it('minReadyHolds: an order with a floor that it does not keep', () => {
    const bad = spoiled((event) => (event.kind === 'order' ? { ...event, minReady: 3 } : event))
    expect(() => minReadyHolds(bad)).toThrow(/was stopped with 1 ready left, the floor is 3/)
  })

  it('twoVersionsAtMost: a third version', () => {
    const bad = spoiled((event) =>
      event.kind === 'instance' && event.instance === 'shop-4' ? { ...event, version: 'v3' } : event,
    )
    expect(() => twoVersionsAtMost(bad, PLAN)).toThrow(/v1, v2, v3 are alive|v2, v3|are alive/)
  })

  it('newPrivateAddresses: an address that another had', () => {
    const { address } = GOOD.events.find((event) => isOf(event, 'shop-1', 'ready')) as { address: number }
    const bad = spoiled((event) =>
      event.kind === 'instance' && event.address !== undefined
        ? { ...event, address, vswitch: 'v-h' }
        : event,
    )
    expect(() => newPrivateAddresses(bad)).toThrow(/has the address that shop-1 had/)
  })

  it('noOutage: nobody serves between two instants', () => {
    const bad = spoiled((event) =>
      event.kind === 'capacity' && event.atUs > 60e6 ? { ...event, serving: 0 } : event,
    )
    expect(() => noOutage(bad)).toThrow(/no instance of shop serves/)
  })
})

describe('what a plan was made for', () => {
  it('everyOrderGetsOn: a pool of as many EIPs as instances', () => {
    const { plan, trace } = played('pool-equals-instances')
    expect(() => everyOrderGetsOn(trace, plan)).toThrow(/does not get on/)
  })

  it('flowGetsThrough and sourcesWithin: a whitelist that lacks an address', () => {
    const { plan, trace } = played('whitelist-lacks-spare')
    flowGetsThrough('inbound')(trace, plan)
    expect(() => flowGetsThrough('partner')(trace, plan)).toThrow(
      /partner is BLOCKED \(SOURCE_NOT_WHITELISTED\)/,
    )
    sourcesWithin('partner', ['203.0.113.10/31', '203.0.113.12', '203.0.113.13'])(trace, plan)
    expect(() => sourcesWithin('partner', ['203.0.113.10/31'])(trace, plan)).toThrow(
      /sees 203\.0\.113\.12 of shop-3/,
    )
  })

  it('should refuse a flow that is not there, and what is no block', () => {
    const { plan, trace } = played('whitelist-lacks-spare')
    expect(() => flowGetsThrough('partnre')(trace, plan)).toThrow(RangeError)
    expect(() => sourcesWithin('partnre', [])(trace, plan)).toThrow(RangeError)
    expect(() => sourcesWithin('partner', ['203.0.113.10/24'])).toThrow(RangeError)
  })

  it('noStaleBackendIsPicked: a release without preStop behind a balancer, and one with it', () => {
    const without = played('alb-rolling-without-prestop')
    expect(() => noStaleBackendIsPicked(without.trace)).toThrow(/a server that is gone/)
    noStaleBackendIsPicked(played('alb-rolling-prestop').trace)
  })

  it('everyRequestEndsOnce: a request that is lost', () => {
    const { trace } = played('alb-requests-rollout')
    everyRequestEndsOnce(trace)
    const [record] = trace.requests!
    const windows = record!.windows.map((window) => ({ ...window, requests: window.requests + 1 }))
    expect(() => everyRequestEndsOnce({ ...trace, requests: [{ ...record!, windows }] })).toThrow(
      /requests, \d+ ends, \d+ under way/,
    )
  })
})
