/** The shortest whitelists: all addresses that callers have while the plan goes on, and no entry more than that takes. */
import { describe, expect, it } from 'vitest'
import { formatCidr } from '../../src/net/cidr.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { sizeCovers } from '../../src/searching/size-covers.ts'
import { aShop, aStudy } from './a-shop.ts'

const DEPLOY = 'timeline: [ { at: 1m, deploy: shop, version: v2 } ]'
const PARTNER = 'internet: { partner: { address: 192.0.2.80, port: 443, whitelist: [ 0.0.0.0/0 ] } }'
const FLOW = 'flows: { pay: { from: app/shop, to: internet/partner } }'

function coverOf(text: string) {
  const { answers, notSized } = sizeCovers(aStudy(text))
  expect(notSized).toEqual([])
  expect(answers).toHaveLength(1)
  return answers[0]!
}
const textsOf = (cover: ReturnType<typeof coverOf>) =>
  cover.covers.map(({ blocks, extra }) => [blocks.map(formatCidr).join(' '), extra])

describe('sizeCovers', () => {
  it('should hold the spare addresses of a pool as well, mark them, and fail without any entry that is used', () => {
    const cover = coverOf(
      aShop(
        'instances: 2\neips: shop',
        `eipPools: { shop: { addresses: [ 203.0.113.10-203.0.113.13 ] } }\n${PARTNER}\n${FLOW}\n${DEPLOY}`,
      ),
    )
    expect(cover).toMatchObject({ path: 'internet.partner.whitelist', flows: ['pay'], fitting: 0 })
    expect(cover.cap).toBeUndefined()
    expect(cover.addresses.map(({ address, seen, of }) => [formatIpv4(address), seen?.by, of])).toEqual([
      ['203.0.113.10', 'shop-1', 'pool shop'],
      ['203.0.113.11', 'shop-2', 'pool shop'],
      ['203.0.113.12', 'shop-3', 'pool shop'],
      ['203.0.113.13', undefined, 'pool shop'],
    ])
    expect(textsOf(cover)).toEqual([
      ['203.0.113.10/31 203.0.113.12/31', 0],
      ['203.0.113.8/29', 4],
    ])
    expect(cover.rerun!.failure).toBeUndefined()
    expect(cover.rerun!.without.map(({ block, failure }) => [formatCidr(block), failure?.what])).toEqual([
      ['203.0.113.10/31', 'flow pay is stopped from 0s on (SOURCE_NOT_WHITELISTED)'],
      [
        '203.0.113.12/31',
        expect.stringMatching(/^flow pay is stopped from 1m.* on \(SOURCE_NOT_WHITELISTED\)$/),
      ],
    ])
  })

  it('should tell whose each address is that a shorter list lets in', () => {
    const internet = `internet:
  partner: { address: 192.0.2.80, port: 443, whitelist: [ 0.0.0.0/0 ] }
  stranger: { address: 203.0.113.9 }`
    const cover = coverOf(
      aShop(
        'instances: 1\neips: shop',
        `eipPools: { shop: { addresses: [ 203.0.113.8, 203.0.113.10 ] } }\n${internet}\n${FLOW}\n${DEPLOY}`,
      ),
    )
    expect(cover.covers[1]).toMatchObject({
      extra: 2,
      extras: [
        { whose: 'internet/stranger', count: 1 },
        { whose: 'nobody in the file', count: 1 },
      ],
    })
  })

  it('should say which list fits into the 15 ranges of a gateway, and that the exact one does not', () => {
    const addresses = Array.from({ length: 17 }, (_, index) => `203.0.113.${2 * index + 1}`)
    const gateway = `eipPools: { shop: { addresses: [ ${addresses.join(', ')} ] } }
gateways: { front: { type: managed, spec: 2c4g, nodes: 1, internet: { entry: on, whitelist: [ 0.0.0.0/0 ] } } }
flows: { predict: { from: app/shop, to: gateway/front, via: public, service: llm } }`
    const text = aShop('instances: 16\neips: shop', `${gateway}\n${DEPLOY}`).replace(
      'apps:\n',
      'apps:\n  llm: { kind: eas, gateway: front, instances: 1, token: secret }\n',
    )
    const { answers } = sizeCovers(aStudy(text, [1]))
    const [cover] = answers
    expect(cover).toMatchObject({
      path: 'gateways.front.internet.whitelist',
      cap: { entries: 15, source: 'facts/deployment B.3' },
    })
    expect(cover!.covers[0]!.blocks).toHaveLength(17)
    const fitting = cover!.covers[cover!.fitting!]!
    expect(fitting.blocks.length).toBeLessThanOrEqual(15)
    expect(cover!.fitting).toBe(cover!.covers.findIndex(({ blocks }) => blocks.length <= 15))
    expect(cover!.rerun!.failure).toBeUndefined()
  })

  it('should write a database one group in place of all, for private addresses', () => {
    const cover = coverOf(
      aShop(
        'instances: 2',
        `databases: { orders: { engine: rds, vswitch: shop-i, whitelist: { all: [ 172.16.0.0/16 ] } } }
flows: { query: { from: app/shop, to: db/orders } }\n${DEPLOY}`,
      ),
    )
    expect(cover).toMatchObject({ path: 'databases.orders.whitelist', cap: { entries: 1000 } })
    expect(cover.covers.at(-1)!.extras.map(({ whose }) => whose)).toContain('vSwitch shop-h')
    expect(cover.rerun!.failure).toBeUndefined()
    for (const { failure } of cover.rerun!.without)
      expect(failure?.what).toContain('DB_WHITELIST_LACKS_VSWITCH')
  })

  it('should let nobody in whom the file expects to be blocked', () => {
    const text = aShop(
      'instances: 1\neips: shop',
      `eipPools: { shop: { addresses: [ 203.0.113.10-203.0.113.11 ] } }
internet:
  partner: { address: 192.0.2.80, port: 443, whitelist: [ 198.51.100.1 ] }
${FLOW}\n${DEPLOY}
expect: [ { flow: pay, always: blocked } ]`,
    )
    expect(sizeCovers(aStudy(text)).notSized).toMatchObject([
      { question: 'cidr', why: 'nobody in the file has a whitelist that a flow comes to' },
    ])
  })

  it('should find the callers of a list that is changed by the timeline, and size it as one', () => {
    const cover = coverOf(
      aShop(
        'instances: 1\neips: shop',
        `eipPools: { shop: { addresses: [ 203.0.113.10-203.0.113.11 ] } }
internet: { partner: { address: 192.0.2.80, port: 443, whitelist: [ 203.0.113.10 ] } }
${FLOW}
timeline:
  - { at: 1m, deploy: shop, version: v2 }
  - { at: 5m, set: internet.partner.whitelist, to: [ 203.0.113.11 ] }`,
      ),
    )
    expect(textsOf(cover)).toEqual([['203.0.113.10/31', 0]])
    expect(cover.rerun!.failure).toBeUndefined()
  })
})
