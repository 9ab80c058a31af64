import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PoolState } from '../../src/balancing/pool-state.ts'
import type { BackendPool } from '../../src/cloud/backend-pool.ts'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { CONTROL, Kernel } from '../../src/kernel/kernel.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { type Found, Prober, resultOf } from '../../src/simulation/prober.ts'
import { CHECK } from '../arbitraries/a-pool.ts'
import { type NaiveCheck, playProbes } from '../golden/naive-prober.ts'

const SERVER = { key: 'a', address: ipv4(10, 0, 0, 1), port: 80, weight: 100 }

/** The verdicts on a server whose probes find one thing after another, each from its second on. */
function play(
  check: NaiveCheck,
  course: readonly { readonly at: number; readonly found: Found }[],
  until: number,
  isSteady: boolean,
) {
  const kernel = new Kernel()
  const healthCheck = {
    ...CHECK,
    intervalUs: check.interval * SECOND_US,
    timeoutUs: check.timeout * SECOND_US,
    healthyThreshold: check.healthy,
    unhealthyThreshold: check.unhealthy,
  }
  const pool = { key: 'web', product: 'alb', scheduler: { kind: 'wrr' }, crossZone: true, healthCheck }
  const state = new PoolState(pool as unknown as BackendPool)
  state.add(SERVER, 0, isSteady)
  let found: Found = course[0]!.found
  let probes = 0
  const changes: string[] = []
  const server = {
    find: () => found,
    heard(passed: boolean) {
      probes++
      for (const effect of state.heard('a', passed, kernel.nowUs))
        if (effect.kind === 'state') changes.push(`${kernel.nowUs / SECOND_US} ${effect.to}`)
      return state.state('a') === (passed ? 'healthy' : 'unhealthy')
    },
  }
  const firstUs = check.first * SECOND_US
  const prober = new Prober(kernel, healthCheck, server, firstUs, isSteady ? 'answered' : undefined)
  for (const step of course)
    kernel.at(
      step.at * SECOND_US,
      () => {
        found = step.found
        prober.touch()
      },
      CONTROL,
    )
  kernel.run(until * SECOND_US)
  return { changes, probes }
}

const DEFAULTS: NaiveCheck = { interval: 2, timeout: 5, healthy: 3, unhealthy: 3, first: 0 }
const found = (...steps: [number, Found][]) => steps.map(([at, what]) => ({ at, found: what }))

const aCourse = fc
  .array(
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('answered', 'refused', 'silent', 'blocked')),
    {
      maxLength: 12,
    },
  )
  .map((steps) => {
    let at = 0
    const course = found([0, 'answered'])
    for (const [pause, what] of steps) {
      at += pause
      course.push({ at, found: what as Found })
    }
    return course
  })

const aCheck: fc.Arbitrary<NaiveCheck> = fc.record({
  interval: fc.integer({ min: 1, max: 6 }),
  timeout: fc.integer({ min: 1, max: 8 }),
  healthy: fc.integer({ min: 2, max: 5 }),
  unhealthy: fc.integer({ min: 2, max: 5 }),
  first: fc.integer({ min: 0, max: 5 }),
})

describe('probes', () => {
  it('2.4: should find a silent server down after timeout x 3 + interval x 2 = 19 s, and a silent phase more', () => {
    expect(play(DEFAULTS, found([0, 'answered'], [10, 'silent']), 60, true).changes).toEqual(['29 unhealthy'])
    expect(play({ ...DEFAULTS, first: 1 }, found([0, 'answered'], [10, 'silent']), 60, true).changes).toEqual(
      ['30 unhealthy'],
    )
  })

  it('2.4: should find one down that refuses at once after interval x 2 = 4 s', () => {
    expect(play(DEFAULTS, found([0, 'answered'], [10, 'refused']), 60, true).changes).toEqual([
      '14 unhealthy',
    ])
  })

  it('2.4: should find a new one up after interval x 2 = 4 s', () => {
    expect(play(DEFAULTS, found([0, 'answered']), 60, false).changes).toEqual(['4 healthy'])
  })

  it('2.4: should take silence of a UDP server for success, and a refusal for failure', () => {
    expect(
      ['answered', 'silent', 'blocked', 'refused'].map(
        (what) => resultOf(what as Found, { ...CHECK, protocol: 'udp' }).passed,
      ),
    ).toEqual([true, true, true, false])
  })

  it('should not be carried out while nothing changes', () => {
    expect(play(DEFAULTS, found([0, 'answered'], [5_000, 'refused']), 10_000, true).probes).toBe(3)
  })

  it('should come to every verdict at the instant at which all probes, one by one, come to it', () => {
    fc.assert(
      fc.property(aCheck, aCourse, fc.boolean(), (check, course, isSteady) => {
        const findsAt = (instant: number) => course.findLast(({ at }) => at <= instant)!.found
        const naive = playProbes(check, isSteady ? 'healthy' : 'initial', findsAt, 500)
        expect(play(check, course, 500, isSteady).changes).toEqual(naive)
      }),
    )
  })
})
