/** Why a run of `simulate check` has failed, and when two failures are the same. */
import { describe, expect, it } from 'vitest'
import { type Flaw, flawText, isAlike } from '../../src/checking/flaw.ts'
import { checkedRun } from '../../src/searching/checked-run.ts'
import { aShop, reasonOf, scenarioOf } from '../searching/read.ts'

const flawOf = (more: string, shop: Parameters<typeof aShop>[0] = {}) =>
  checkedRun(scenarioOf(aShop({ ...shop, more })), reasonOf).flaw

const CRASH = '  - { at: 10m, crash: shop }\n'
const OUTAGE = '  - { at: 20m, stop: shop }\n'

describe('what is wrong with a run', () => {
  it('should be the first expectation of the file that is broken', () =>
    expect(
      flawOf(`${CRASH}expect:
  - { app: shop, ready: '>= 1', always: true }
  - { app: shop, ready: '>= 3', always: true }
  - { app: shop, ready: '= 5', sometimes: true }
`),
    ).toMatchObject({ kind: 'expectation', text: 'app shop ready >= 3 always', lasts: false }))

  it('should be an expectation that never came into play', () =>
    expect(flawOf("expect: [ { app: shop, ready: '= 5', sometimes: true } ]\n")).toMatchObject({
      kind: 'expectation',
    }))

  it('should be nothing where the run only ended too early', () => {
    const open = checkedRun(
      scenarioOf(
        aShop({ more: 'expect: [ { rollout: shop, outcome: completed } ]\n' }).replace('40m', '90s'),
      ),
      reasonOf,
    )
    expect(open).toMatchObject({ isUndecided: true })
    expect(open.flaw).toBeUndefined()
  })

  it('should be a change that loses the service, unless a verdict is expected of it', () => {
    const lost = { instances: 1, deploy: 'minReady: 0, eipGate: bound' }
    const text = (more: string) =>
      aShop({ ...lost, more }).replace('eips: shop\n', 'probes: { readiness: none }\n')
    const run = (more: string) => checkedRun(scenarioOf(text(more)), reasonOf)
    expect(run('').summary.changes[0]!.verdict).toBe('OUTAGE')
    expect(run('').flaw).toMatchObject({ kind: 'outage', app: 'shop', nth: 1 })
    expect(run('expect: [ { rollout: shop, verdict: OUTAGE } ]\n').flaw).toBeUndefined()
    expect(flawText(run('').flaw!)).toBe('no outage of shop')
  })

  it('should not be what is done on purpose', () => expect(flawOf(OUTAGE)).toBeUndefined())
})

describe('two failures', () => {
  const flaw: Flaw = { kind: 'expectation', text: 'a', message: 'x', code: 'C', fromUs: 5, lasts: false }

  it('should be alike by what is expected and why it is not so, not by when', () =>
    expect(isAlike(flaw, { ...flaw, message: 'y', fromUs: 7 })).toBe(true))

  it.each<[string, Flaw | undefined]>([
    ['another expectation', { ...flaw, text: 'b' }],
    ['another reason', { ...flaw, code: 'D' }],
    ['from the start', { ...flaw, fromUs: 0 }],
    ['to the end', { ...flaw, lasts: true }],
    ['none', undefined],
    ['a change', { kind: 'outage', app: 'shop', nth: 1, message: 'x', fromUs: 5 }],
  ])('should be two where one is %s', (_, other) => expect(isAlike(flaw, other)).toBe(false))
})
