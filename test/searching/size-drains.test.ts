/** The shortest preStop and drain without a lost request: facts/deployment A.9, facts/load-balancing 1.8, 4.5. */
import { describe, expect, it } from 'vitest'
import { sizeDrains } from '../../src/searching/size-drains.ts'
import { aShop, aStudy, BALANCED } from './a-shop.ts'

const DEPLOY = 'timeline: [ { at: 1m, deploy: shop, version: v2 } ]'
const QUICK = 'lifecycle: { start: 5s, pull: 2s, stop: 5s }'

describe('sizeDrains', () => {
  it('should find that preStop has to last as long as the balancer hears nothing', () => {
    const study = aStudy(
      aShop(`instances: 2\n${QUICK}\ndeploy: { strategy: { batches: 2 } }`, `${BALANCED}${DEPLOY}`, '4m'),
    )
    const { answers, notSized } = sizeDrains(study)
    expect(notSized).toEqual([])
    const [preStop, drain] = answers
    expect(preStop).toMatchObject({
      setting: 'preStop',
      name: 'shop',
      declared: 0,
      smallest: 5,
      isMonotone: true,
      flows: ['buy'],
    })
    expect(preStop!.tried.find(({ value }) => value === 4)?.failure?.what).toMatch(
      /^\d+ requests? of flow buy got 502 \(BACKEND_STALE\)$/,
    )
    // With the declared preStop of 0s no drain is enough, so it is sized with 5s.
    expect(drain).toMatchObject({ setting: 'drain', name: 'web', smallest: 1, withPreStop: 5 })
    expect(drain).not.toHaveProperty('declared')
    expect(drain!.tried[0]?.failure?.what).toMatch(/got 502 \(DRAIN_CUT\)$/)
  })

  it('should lengthen the grace period where preStop and stop need more, and tell it', () => {
    const text = aShop(
      `instances: 2\nlifecycle: { start: 5s, pull: 2s, stop: 4s, grace: 5s }\ndeploy: { strategy: { batches: 2 } }`,
      `${BALANCED}${DEPLOY}`,
      '4m',
    )
    const [preStop] = sizeDrains(aStudy(text, [1])).answers
    expect(preStop).toMatchObject({ smallest: 5, grace: 9, most: 296 })
  })

  it.each([
    ['no flow of the file has requests', BALANCED.replace(/, requests: \{[^}]*\}/, ''), DEPLOY],
    ['the timeline does not change it', BALANCED, ''],
    [
      'no application stands behind a balancer or a service name',
      BALANCED.replace('servers: [ app/shop ]', 'servers: [ 172.16.1.50:80 ], vpc: shop'),
      DEPLOY,
    ],
  ])('should say that %s', (why, balanced, timeline) => {
    const { answers, notSized } = sizeDrains(
      aStudy(aShop('instances: 1', `${balanced}${timeline}`, '1m30s'), [1]),
    )
    expect(answers).toEqual([])
    expect(notSized).toMatchObject([{ question: 'drain', why }])
  })
})
