/** The fastest batches that stay SAFE. */
import { describe, expect, it } from 'vitest'
import { sizeBatches } from '../../src/searching/size-batches.ts'
import { aShop, aStudy } from './a-shop.ts'

const DEPLOY = 'timeline: [ { at: 1m, deploy: shop, version: v2 } ]'

function choiceFor(app: string, more = DEPLOY) {
  const { answers, notSized } = sizeBatches(aStudy(aShop(app, more)))
  expect(notSized).toEqual([])
  expect(answers).toHaveLength(1)
  return answers[0]!
}

describe('sizeBatches', () => {
  it('should find that fewer batches are faster, tell the time of each, and prove the answer', () => {
    const choice = choiceFor(
      'instances: 3\nlifecycle: { start: 10s..30s }\ndeploy: { strategy: { batches: 3 }, minReady: 2 }',
    )
    expect(choice.fastest).toBe(0)
    expect(choice.tried[0]).toMatchObject({ batches: 1, isDeclared: false, proof: { verdict: 'PROVED' } })
    const times = choice.tried.map(({ doneUs }) => doneUs!)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(choice.tried.filter(({ isDeclared }) => isDeclared)).toMatchObject([{ batches: 3 }])
    // A gray batch of 1 and then 1 of 2 are not the same as 2 batches: 1, 2 – they are, and are tried once.
    const cuts = choice.tried.map(({ batches, gray }) => `${gray ?? 0}+${batches}`)
    expect(new Set(cuts).size).toBe(cuts.length)
  })

  it('should refuse a single batch that takes all away at once, where nothing keeps a floor', () => {
    const choice = choiceFor(
      'instances: 4\neips: shop\nlifecycle: { start: 60s, eipBind: 1s, eipRelease: 1s }\ndeploy: { strategy: { batches: 4 }, minReady: 0 }',
      `eipPools: { shop: { addresses: [ 203.0.113.10-203.0.113.17 ] } }\n${DEPLOY}`,
    )
    const best = choice.tried[choice.fastest!]!
    expect(best).toMatchObject({ batches: 2, proof: { verdict: 'PROVED' } })
    const single = choice.tried.find(({ batches, gray }) => batches === 1 && gray === undefined)!
    // In the runs, or by exploration: in either case it is known to be too fast.
    expect(single.failure ?? single.proof).toBeDefined()
    expect(single.failure?.what ?? 'REFUTED').toMatch(/deploy shop is OUTAGE|REFUTED/)
  })

  it('should keep what the file expects: a plan that is SAFE and loses it is none', () => {
    const app =
      'instances: 4\nlifecycle: { start: 60s }\ndeploy: { strategy: { batches: 4 }, minReady: 0, maxSurge: 0 }'
    const free = choiceFor(app)
    expect(free.tried[free.fastest!]!.batches).toBeLessThan(4)
    const held = choiceFor(app, `${DEPLOY}\nexpect: [ { app: shop, serving: '>= 3', always: true } ]`)
    expect(held.tried[held.fastest!]).toMatchObject({ batches: 4 })
    for (const { batches, gray, failure } of held.tried)
      if (batches + (gray ?? 0) < 4) expect(failure?.what).toMatch(/does not hold|OUTAGE/)
  })

  it('should try without the waits of the file, and tell what they cost', () => {
    const choice = choiceFor(
      'instances: 2\ndeploy: { strategy: { batches: 2, batchWait: 60s }, instanceWait: 30s }',
    )
    expect(choice.tried[choice.fastest!]).toMatchObject({ batchWaitUs: 0, instanceWaitUs: 0 })
    const declared = choice.tried.find(({ isDeclared }) => isDeclared)!
    expect(declared).toMatchObject({ batchWaitUs: 60_000_000, instanceWaitUs: 30_000_000 })
    expect(declared.doneUs!).toBeGreaterThan(choice.tried[choice.fastest!]!.doneUs! + 60_000_000)
  })

  it('should take the strategy of a deployment of its own', () => {
    const choice = choiceFor(
      'instances: 3',
      'timeline: [ { at: 1m, deploy: shop, version: v2, strategy: { batches: 3, batchWait: 2m } } ]',
    )
    expect(choice.tried.find(({ isDeclared }) => isDeclared)).toMatchObject({
      batches: 3,
      batchWaitUs: 120_000_000,
    })
    expect(choice.tried[choice.fastest!]).toMatchObject({ batches: 1, isDeclared: false })
  })

  it('should find none where the pool lets nobody move', () => {
    const choice = choiceFor(
      'instances: 2\neips: shop',
      `eipPools: { shop: { addresses: [ 203.0.113.10-203.0.113.11 ] } }\n${DEPLOY}`,
    )
    expect(choice.fastest).toBeUndefined()
    expect(choice.pool).toEqual({ name: 'shop', size: 2 })
    for (const { failure } of choice.tried)
      expect(failure?.what).toBe('deploy shop is STUCK (EIP_POOL_EMPTY)')
    expect(choice.tried[0]!.proof).toMatchObject({ verdict: 'REFUTED', what: 'every change completes' })
  })

  it.each([
    [
      'its batches are confirmed by hand, and are as fast as that',
      'instances: 2\ndeploy: { strategy: { batches: 2, release: manual } }',
      DEPLOY,
    ],
    ['the timeline has no deployment', 'instances: 2', 'timeline: [ { at: 1m, restart: shop } ]'],
  ])('should say that %s', (why, app, more) => {
    const { answers, notSized } = sizeBatches(aStudy(aShop(app, more)))
    expect(answers).toEqual([])
    expect(notSized).toMatchObject([{ question: 'batches', why }])
  })
})
