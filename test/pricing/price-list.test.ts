/** Which row of the tables holds; and that the shipped table says what facts/deployment section C says. */
import { describe, expect, it } from 'vitest'
import { shippedPrices } from '../../src/cli/shipped-prices.ts'
import { priceListOf } from '../../src/pricing/price-list.ts'
import {
  type Currency,
  ITEM_NAMES,
  type Item,
  type PriceRow,
  type PriceTable,
} from '../../src/pricing/price-table.ts'

const shipped = shippedPrices()
const price = (item: Item, region: string, currency: Currency, asOf?: string, tables = [shipped]) =>
  priceListOf(tables, { region, currency, ...(asOf !== undefined && { asOf }) }).rowOf(item)?.price

// facts/deployment C, row by row. Undefined: nobody gives a price there.
const ROWS: readonly (readonly [Item, string, Currency, string | undefined, number | null | undefined])[] = [
  ['eip.configuration', 'cn-hangzhou', 'CNY', undefined, 0.02],
  ['eip.configuration', 'cn-beijing', 'CNY', '2020-11', 0.02],
  ['eip.configuration', 'cn-hongkong', 'CNY', undefined, 0.056],
  ['eip.configuration', 'ap-southeast-1', 'CNY', undefined, 0.04],
  ['eip.configuration', 'ap-northeast-1', 'CNY', undefined, 0.032],
  ['eip.configuration', 'cn-hangzhou', 'USD', undefined, 0.0031],
  ['eip.configuration', 'cn-hongkong', 'USD', undefined, 0.0088],
  ['eip.configuration', 'ap-southeast-1', 'USD', undefined, 0.0063],
  ['eip.configuration', 'ap-northeast-1', 'USD', undefined, 0.0047],
  ['eip.configuration', 'cn-beijing', 'USD', undefined, undefined],
  ['eip.configuration', 'eu-central-1', 'CNY', undefined, undefined],
  ['eip.traffic', 'cn-shanghai', 'CNY', undefined, 0.8],
  ['eip.traffic', 'cn-qingdao', 'CNY', undefined, 0.72],
  ['eip.traffic', 'cn-hongkong', 'CNY', undefined, 1],
  ['eip.traffic', 'ap-southeast-1', 'CNY', undefined, 0.75],
  ['eip.traffic', 'ap-northeast-1', 'CNY', undefined, 0.6],
  ['eip.traffic', 'cn-hangzhou', 'USD', undefined, 0.125],
  ['eip.traffic', 'cn-hongkong', 'USD', undefined, 0.156],
  ['eip.traffic', 'ap-southeast-1', 'USD', undefined, 0.117],
  ['eip.traffic', 'ap-northeast-1', 'USD', undefined, 0.12],
  ['eip.association', 'cn-hangzhou', 'CNY', undefined, 1],
  ['eip.association', 'cn-hangzhou', 'USD', undefined, undefined],
  ['nat.instance', 'cn-hangzhou', 'CNY', undefined, 0.195],
  ['nat.cu', 'cn-hangzhou', 'CNY', '2025-01', 0.195],
  ['nat.instance', 'cn-hangzhou', 'CNY', '2024-12', 0.23],
  ['nat.cu', 'cn-hangzhou', 'CNY', '2021-07', 0.23],
  ['nat.cu', 'cn-hangzhou', 'CNY', '2021-06', undefined],
  ['nat.instance', 'cn-hongkong', 'CNY', undefined, 0.3],
  ['nat.cu', 'us-east-1', 'CNY', undefined, 0.3],
  ['nat.instance', 'cn-hangzhou', 'USD', undefined, 0.034],
  ['nat.cu', 'ap-northeast-1', 'USD', undefined, 0.043],
  ['nat.small', 'cn-hangzhou', 'CNY', undefined, 12],
  ['alb.basic', 'cn-hangzhou', 'CNY', undefined, 0.049],
  ['alb.standard', 'cn-hangzhou', 'CNY', undefined, 0.147],
  ['alb.waf', 'cn-hangzhou', 'CNY', undefined, 0.245],
  ['alb.basic', 'cn-hangzhou', 'USD', undefined, 0.007],
  ['alb.standard', 'cn-hangzhou', 'USD', undefined, 0.021],
  ['alb.waf', 'cn-hangzhou', 'USD', undefined, 0.035],
  ['alb.lcu', 'cn-hangzhou', 'CNY', undefined, 0.049],
  ['clb.instance', 'cn-hangzhou', 'CNY', '2024-12', 0.147],
  ['clb.instance', 'cn-hangzhou', 'CNY', '2024-11', undefined],
  ['clb.publicIp', 'cn-hangzhou', 'CNY', undefined, 0.02],
  ['clb.lcu', 'cn-hangzhou', 'CNY', undefined, 0.042],
  ['clb.traffic', 'cn-hangzhou', 'CNY', undefined, 0.8],
  ['nlb.instance', 'eu-central-1', 'CNY', undefined, 0.147],
  ['nlb.lcu', 'eu-central-1', 'CNY', undefined, 0.037],
  ['nlb.lcu', 'cn-hangzhou', 'CNY', undefined, null],
  ['privatelink.endpoint', 'cn-hangzhou', 'CNY', '2000', 0.07],
  ['privatelink.traffic', 'cn-hangzhou', 'CNY', undefined, 0.07],
  ['privatelink.endpoint', 'cn-hangzhou', 'USD', undefined, 0.01],
  ['privatelink.traffic', 'cn-hangzhou', 'USD', undefined, 0.01],
  ['privatelink.endpoint', 'ap-southeast-1', 'CNY', undefined, undefined],
  ['cen.attachment', 'cn-hangzhou', 'CNY', undefined, 0.35],
  ['cen.traffic', 'cn-hangzhou', 'CNY', undefined, 0.13],
  ['sae.cu', 'cn-hangzhou', 'CNY', undefined, 0.00005144],
  ['sae.cu', 'cn-hongkong', 'CNY', undefined, 0.00006944],
  ['eas.gatewayNode', 'cn-hangzhou', 'CNY', undefined, null],
]

describe('the shipped table of prices', () => {
  it.each(ROWS)(
    'should have for %s in %s the price in %s as of %s: %s',
    (item, region, currency, asOf, expected) => expect(price(item, region, currency, asOf)).toBe(expected),
  )

  it('should price every item somewhere, or say that it is not known', () =>
    expect(ITEM_NAMES.filter((item) => !shipped.prices.some((row) => row.item === item))).toEqual([]))

  it('should name source and mark of each', () => {
    for (const { source, mark, price } of shipped.prices) {
      expect(source).not.toBe('')
      if (price === null) expect(mark).toBe('U')
    }
  })

  it('should have the capacity units of facts/deployment C', () => {
    expect(shipped.meters['nat.cu']).toMatchObject({
      newConnectionsPerSecond: 1_000,
      concurrentConnections: 10_000,
      gigabytesPerHour: 1,
    })
    expect(shipped.meters['alb.lcu']).toMatchObject({
      newConnectionsPerSecond: 25,
      concurrentConnections: 3_000,
      gigabytesPerHour: 1,
      ruleEvaluationsPerSecond: 1_000,
    })
    expect(shipped.freeAssociations).toMatchObject({ count: 5 })
    expect(shipped.compute).toMatchObject({ perCoreSecond: 1, perGibibyteSecond: 0.25 })
  })
})

describe('a price list', () => {
  const row = (changes: Partial<PriceRow>): PriceRow => ({
    item: 'nat.cu',
    price: 1,
    currency: 'CNY',
    regions: ['mainland'],
    date: null,
    source: 'x',
    mark: 'C',
    ...changes,
  })
  const own = (...prices: PriceRow[]): PriceTable => ({ regions: {}, meters: {}, prices })
  const ours = (...prices: PriceRow[]) =>
    price('nat.cu', 'cn-hangzhou', 'CNY', undefined, [own(...prices), shipped])

  it('should take the row for the narrowest region, then the youngest', () => {
    expect(
      ours(row({ price: 1, date: '2026' }), row({ price: 2, regions: ['hangzhou'], date: '2020' })),
    ).toBe(2)
    expect(ours(row({ price: 1, date: '2025-12' }), row({ price: 2, date: '2026' }))).toBe(2)
    expect(ours(row({ price: 1, date: '2020' }), row({ price: 2, date: null }))).toBe(1)
  })

  it("should take one's own row before ours, and ours where there is none", () => {
    expect(ours(row({ price: 9, date: '2001' }))).toBe(9)
    expect(ours(row({ price: null }))).toBe(null)
    expect(ours(row({ item: 'nat.instance' }))).toBe(0.195)
    expect(ours(row({ regions: ['hongkong'] }))).toBe(0.195)
  })

  it("should know a region by one's own table, or by its own name", () => {
    const far = (regions: PriceTable['regions'], name: string) =>
      price('nat.cu', 'mars-1', 'CNY', undefined, [
        { regions, meters: {}, prices: [row({ price: 5, regions: [name] })] },
        shipped,
      ])
    expect(far({ 'mars-1': ['mars'] }, 'mars')).toBe(5)
    expect(far({}, 'mars-1')).toBe(5)
    expect(far({}, 'mars')).toBe(undefined)
  })
})
