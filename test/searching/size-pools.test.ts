/** The smallest pools: instances and one to spare (facts/deployment section 0), found, proved, and not found where no size helps. */
import { describe, expect, it } from 'vitest'
import { formatIpv4, ipv4 } from '../../src/net/ipv4.ts'
import { sizePools } from '../../src/searching/size-pools.ts'
import { addressesOf, rangesOf } from '../../src/searching/spare-addresses.ts'
import { aShop, aStudy } from './a-shop.ts'

const DEPLOY = 'timeline: [ { at: 1m, deploy: shop, version: v2 } ]'

function aPool(addresses: string, app: string, more = DEPLOY): string {
  return aShop(`eips: shop\n${app}`, `eipPools: { shop: { addresses: [ ${addresses} ] } }\n${more}`)
}

describe('sizePools', () => {
  it.each([
    [1, '{ strategy: { batches: 1 } }'],
    [2, '{ strategy: { batches: 2 } }'],
    [3, '{ strategy: { batches: 3 }, minReady: 2 }'],
    [3, '{ strategy: { batches: 2, gray: 1 } }'],
    [4, '{ strategy: { batches: 1 } }'],
  ])(
    'should find one EIP more than %i instances for %s, and prove it and that one less fails',
    (instances, deploy) => {
      const study = aStudy(aPool('203.0.113.10-203.0.113.19', `instances: ${instances}\ndeploy: ${deploy}`))
      const { answers, notSized } = sizePools(study, 0)
      expect(notSized).toEqual([])
      expect(answers).toMatchObject([{ pool: 'shop', declared: 10, instances, apps: ['shop'] }])
      const [answer] = answers[0]!.answers
      expect(answer).toMatchObject({
        smallest: instances + 1,
        isMonotone: true,
        anyway: [],
        proof: { verdict: 'PROVED' },
        proofBelow: { verdict: 'REFUTED', what: 'every change completes' },
      })
      expect(answer!.tried.find(({ value }) => value === instances)?.failure?.what).toBe(
        'deploy shop is STUCK (EIP_POOL_EMPTY)',
      )
    },
  )

  it('should size for crashes, too: what a crash frees comes back, so that the same is enough', () => {
    const study = aStudy(
      aPool('203.0.113.10-203.0.113.12', 'instances: 3\ndeploy: { strategy: { batches: 3 } }'),
    )
    const [pool] = sizePools(study, 1).answers
    expect(pool!.answers.map(({ crashes, smallest }) => [crashes, smallest])).toEqual([
      [0, 4],
      [1, 4],
    ])
    const [, crashed] = pool!.answers
    expect(crashed!.proof).toMatchObject({ verdict: 'PROVED', leftOut: [] })
    for (const { failure } of crashed!.tried)
      if (failure !== undefined) expect(failure.crashes).toHaveLength(1)
  })

  it('should not ask for what no size keeps, and say so: as many crashes as instances leave nobody', () => {
    const study = aStudy(
      aPool('203.0.113.10-203.0.113.12', 'instances: 2\ndeploy: { strategy: { batches: 2 } }'),
      [1],
    )
    const [pool] = sizePools(study, 2).answers
    expect(pool!.answers[1]).toMatchObject({
      crashes: 2,
      smallest: 3,
      proof: { verdict: 'PROVED', leftOut: ['no outage of shop'] },
      proofBelow: { verdict: 'REFUTED', what: 'every change completes' },
    })
  })

  it('should count the spare once where two applications share a pool', () => {
    const text = aPool(
      '203.0.113.10-203.0.113.20',
      'instances: 2',
      `timeline:
  - { at: 1m, deploy: shop, version: v2 }
  - { at: 1m, deploy: api, version: v2 }`,
    ).replace(
      'apps:\n',
      'apps:\n  api: { vswitches: [ shop-h ], securityGroup: web, instances: 1, port: 8080, eips: shop }\n',
    )
    const [pool] = sizePools(aStudy(text), 0).answers
    expect(pool).toMatchObject({ instances: 3, apps: ['api', 'shop'] })
    expect(pool!.answers[0]).toMatchObject({ smallest: 4, proof: { verdict: 'PROVED' } })
  })

  it('should hold a scaled application to its largest number', () => {
    const more = `timeline:
  - { at: 1m, scale: shop, instances: 4 }
  - { at: 4m, deploy: shop, version: v2 }`
    const [pool] = sizePools(aStudy(aPool('203.0.113.10-203.0.113.12', 'instances: 2', more)), 0).answers
    expect(pool).toMatchObject({ instances: 4 })
    expect(pool!.answers[0]!.smallest).toBe(5)
  })

  it('should tell the quota that a larger pool needs', () => {
    const text = aPool('203.0.113.10-203.0.113.29', 'instances: 20')
    const [pool] = sizePools(aStudy(text, [1]), 0).answers
    expect(pool!.answers[0]).toMatchObject({ smallest: 21, quota: 21 })
  })

  it('should tell what goes wrong with any size, and size for the rest', () => {
    // The version never gets ready: the batch times out whatever the pool.
    const app = `instances: 2
versions: { v2: { readiness: { passesFrom: 9h } } }
probes: { readiness: { period: 5s } }
deploy: { strategy: { batches: 2 }, batchTimeout: 1m, minReady: 1 }`
    const [pool] = sizePools(aStudy(aPool('203.0.113.10-203.0.113.14', app), [1]), 0).answers
    const [answer] = pool!.answers
    expect(answer!.anyway.length).toBeGreaterThan(0)
    expect(answer!.proof).toMatchObject({ verdict: 'UNDETERMINED' })
  })

  it.each([
    ['the file has no pool of EIPs', aShop('instances: 2', DEPLOY)],
    [
      'no application draws from it',
      aShop('instances: 2', `eipPools: { shop: { addresses: [ 203.0.113.10 ] } }\n${DEPLOY}`),
    ],
    [
      'the timeline changes it: set eipPools.shop.addresses',
      aPool(
        '203.0.113.10-203.0.113.12',
        'instances: 2',
        'timeline: [ { at: 1m, set: eipPools.shop.addresses, to: [ 203.0.113.10-203.0.113.13 ] } ]',
      ),
    ],
  ])('should say that %s', (why, text) => {
    const { answers, notSized } = sizePools(aStudy(text), 0)
    expect(answers).toEqual([])
    expect(notSized).toMatchObject([{ question: 'pool', why }])
  })

  it('should give the same answers again', () => {
    const text = aPool('203.0.113.10-203.0.113.12', 'instances: 3\nlifecycle: { start: 10s..40s }')
    expect(sizePools(aStudy(text), 1)).toEqual(sizePools(aStudy(text), 1))
  })
})

describe('addresses for a larger pool', () => {
  it('should be behind the last one, and nobody else’s', () => {
    const text = aPool(
      '203.0.113.10, 203.0.113.253',
      'instances: 2',
      `internet: { partner: { address: 203.0.114.2, port: 443, whitelist: [ 203.0.114.0/24 ] } }\n${DEPLOY}`,
    )
    const { source, scenario } = aStudy(text)
    const pool = scenario.topology.eipPools.get('shop')!
    expect(addressesOf(pool, 5, source, scenario.topology).map(formatIpv4)).toEqual([
      '203.0.113.10',
      '203.0.113.253',
      '203.0.113.254',
      '203.0.114.1',
      '203.0.114.3',
    ])
    expect(addressesOf(pool, 1, source, scenario.topology).map(formatIpv4)).toEqual(['203.0.113.10'])
  })

  it('should be written as ranges in their order', () => {
    const base = ipv4(203, 0, 113, 0)
    expect(rangesOf([base + 5, base + 1, base + 2, base + 9])).toEqual([
      '203.0.113.5',
      '203.0.113.1-203.0.113.2',
      '203.0.113.9',
    ])
  })
})
