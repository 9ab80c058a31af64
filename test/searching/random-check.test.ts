/** `simulate check`, many runs: what makes one fail, that it repeats itself, and what becomes of the first that fails. */
import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../../src/checking/fault.ts'
import { checkedRun } from '../../src/searching/checked-run.ts'
import { randomCheck } from '../../src/searching/random-check.ts'
import { aShop, reasonOf, scenarioOf, sourceOf } from './read.ts'

const options = { runs: 20, kinds: [], maxFaults: 2 } as const

function check(text: string, more: Partial<Parameters<typeof randomCheck>[2]> = {}) {
  return randomCheck(text, scenarioOf(text), { ...options, ...more }, reasonOf)
}

describe('many runs', () => {
  it('should hold where nothing can go wrong, and count what came', () => {
    const checked = check(sourceOf('rolling-eip'))
    expect(checked).toMatchObject({ made: 20, undecided: 0, seed: 42 })
    expect(checked.failure).toBeUndefined()
    expect(checked.situations).toContainEqual({ group: 'changes', name: 'SAFE', runs: 20 })
    expect(checked.situations).toContainEqual({ group: 'changes', name: 'OUTAGE', runs: 0 })
  })

  it('should draw other durations in every run', () => {
    const text = aShop({ more: 'expect: [ { rollout: shop, outcome: completed, within: 80s } ]' })
    const { failure, made } = check(text, { runs: 200 })
    expect(failure).toBeDefined()
    expect(made).toBe(failure!.run)
    // The first ones were quick enough.
    expect(made).toBeGreaterThan(1)
  })

  it('should repeat itself, and tell another story by another seed', () => {
    const text = sourceOf('rolling-eip')
    const more = { kinds: FAULT_KINDS, runs: 3 }
    expect(check(text, more)).toEqual(check(text, more))
    expect(check(text, { ...more, seed: 7 })).not.toEqual(check(text, more))
  })

  it('should make run r alike, however many runs there are', () => {
    const text = sourceOf('rolling-eip')
    const few = check(text, { kinds: ['crash'], runs: 5 })
    const many = check(text, { kinds: ['crash'], runs: 500 })
    expect(many.failure).toEqual(few.failure)
  })

  it('should fail where a change loses the service and the file says nothing of it', () => {
    const text = aShop({ instances: 1, pool: 2 })
    const { failure } = check(text, { kinds: ['crash'], runs: 200 })
    expect(failure?.flaw).toMatchObject({ kind: 'outage', app: 'shop', nth: 1 })
    expect(failure!.counterexample.text).toContain('verdict: SAFE')
    // Who expects it is not surprised.
    const expected = `${text}expect: [ { rollout: shop, verdict: OUTAGE } ]`
    expect(checkedRun(scenarioOf(expected), reasonOf).flaw).toMatchObject({ kind: 'expectation' })
  })

  it('should not take a run that ended too early for a proof', () => {
    const text = aShop().replace('duration: 40m', 'duration: 90s')
    const checked = check(text)
    expect(checked).toMatchObject({ undecided: 20 })
    expect(checked.failure).toBeUndefined()
  })

  it('should say which kinds of faults never came', () => {
    const text = aShop().replace('    eips: shop\n', '')
    const { situations } = check(text, { kinds: ['eipBindFails', 'crash'], runs: 5 })
    expect(situations).toContainEqual({ group: 'faults', name: 'EIP association fails', runs: 0 })
    expect(situations.find(({ name }) => name === 'crash')!.runs).toBeGreaterThan(0)
  })
})

describe('the case that is written', () => {
  it.each([
    ['crash', 'rolling-eip'],
    ['zone', 'rolling-eip'],
    ['eipBindFails', 'crash-pool-empty'],
    ['slowStart', 'alb-rolling-prestop'],
    ['crash', 'shared-pool'],
  ] as const)('should fail in the same way when it is read and run: %s in %s', (kind, name) => {
    const text = sourceOf(name)
    const { failure } = check(text, { kinds: [kind], runs: 60 })
    if (failure === undefined) return
    const again = checkedRun(scenarioOf(failure.counterexample.text), reasonOf)
    expect(again.flaw).toMatchObject({ kind: 'expectation', message: failure.counterexample.message })
    expect(failure.counterexample.text).toMatch(/^# Found by simulate check shop\.yaml: run \d+ of seed \d+/)
  })

  it('should keep a fault that is the reason, and no other', () => {
    const { failure } = check(sourceOf('rolling-eip'), { kinds: FAULT_KINDS, runs: 50, maxFaults: 4 })
    const { timeline, draws, failures, durationUs } = scenarioOf(failure!.counterexample.text)
    expect(timeline).toHaveLength(2)
    expect([draws, failures]).toEqual([undefined, undefined])
    expect(durationUs).toBeLessThan(15 * 60e6)
  })

  it('should drop faults that are not the reason', () => {
    const text = aShop({ pool: 3, more: 'expect: [ { rollout: shop, outcome: completed } ]' })
    const { failure } = check(text, { kinds: ['slowStart', 'crash'], maxFaults: 3 })
    const { timeline, topology } = scenarioOf(failure!.counterexample.text)
    expect(timeline.map((entry) => entry.text)).toEqual(['deploy shop v2'])
    expect(topology.apps.get('shop')!.instances).toBe(1)
    expect(topology.eipPools.get('shop')!.addresses).toHaveLength(1)
    expect(failure!.counterexample.waitsFor).toHaveLength(4)
    expect(failure!.smaller.isComplete).toBe(true)
  })

  it('should be made smaller in instances, pool and batches together', () => {
    const text = aShop({
      instances: 12,
      pool: 13,
      deploy: 'strategy: { batches: 4, gray: 2, batchWait: 30s }',
      more: 'expect: [ { rollout: shop, outcome: completed } ]\n',
    }).replace('version: v2 }', 'version: v2 }\n  - { at: 2m, scale: shop, instances: 20 }')
    const broken = text.replace('eips: shop', 'eips: shop\n    versions: { v2: { exitsAfter: 5s } }')
    const { failure } = check(broken, { runs: 1 })
    const { topology, timeline } = scenarioOf(failure!.counterexample.text)
    const shop = topology.apps.get('shop')!
    expect(timeline).toHaveLength(1)
    expect(shop.instances).toBeLessThan(3)
    expect(topology.eipPools.get('shop')!.addresses).toHaveLength(shop.instances + 1)
    expect(shop.deploy.strategy).toMatchObject({ batches: 1 })
    expect(shop.deploy.strategy.gray).toBeUndefined()
  })

  it('should not make a number smaller that the expectation speaks of', () => {
    const { failure } = check(sourceOf('rolling-eip'), { kinds: ['crash'], runs: 50 })
    expect(failure!.flaw).toMatchObject({ text: 'app shop ready >= 2 always' })
    expect(scenarioOf(failure!.counterexample.text).topology.apps.get('shop')!.instances).toBe(3)
  })

  it('should write out anchors, which could not be changed one by one', () => {
    const text =
      `${aShop({ pool: 3 }).replace('{ start: 15s..30s, eipBind: 1s..5s }', '&life { start: 15s..30s }')}expect: [ { rollout: shop, outcome: completed } ]
internet: { shoppers: { address: 198.51.100.7 } }
flows: { inbound: { from: shoppers, to: app/shop }, again: { from: shoppers, to: app/shop } }
`.replace('again: {', 'again: {')
    const anchored = text.replace(
      'deploy: {  }',
      'deploy: {  }\n  other:\n    vswitches: [ shop-h ]\n    securityGroup: web\n    instances: 1\n    port: 80\n    lifecycle: *life',
    )
    const { failure } = check(anchored, { runs: 1 })
    expect(failure!.counterexample.text).not.toContain('*life')
  })
})
