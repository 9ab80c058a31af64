/** The table of facts/deployment C.1, row by row, from the prices that are shipped. */
import { describe, expect, it } from 'vitest'
import { shippedPrices } from '../../src/cli/shipped-prices.ts'
import { breakEven, mostWithEips, unitsFor } from '../../src/pricing/break-even.ts'
import { type ListChoice, priceListOf, priceOf } from '../../src/pricing/price-list.ts'

const tables = [shippedPrices()]
const cny = { currency: 'CNY' } as const
const mainland = { ...cny, region: 'cn-hangzhou' }

function feesOf(choice: ListChoice) {
  const list = priceListOf(tables, choice)
  return {
    eip: priceOf(list, 'eip.configuration')!,
    nat: priceOf(list, 'nat.instance')!,
    capacityUnit: priceOf(list, 'nat.cu')!,
  }
}

// As printed there: break-even at c = 0, 0.5 and 1, at 1 with one spare, and the c that gives exactly 20.
const ROWS: readonly (readonly [string, ListChoice, readonly [number, number, number, number, number]])[] = [
  ['Mainland CNY, 2025-01', { ...mainland, asOf: '2025-01' }, [10.75, 15.63, 20.5, 19.5, 0.95]],
  ['Mainland CNY, 2021-07', { ...mainland, asOf: '2021-07' }, [12.5, 18.25, 24.0, 23.0, 0.65]],
  ['Hong Kong CNY', { ...cny, region: 'cn-hongkong' }, [6.36, 9.04, 11.71, 10.71, 2.55]],
  ['Singapore CNY', { ...cny, region: 'ap-southeast-1' }, [8.5, 12.25, 16.0, 15.0, 1.53]],
  ['Tokyo CNY', { ...cny, region: 'ap-northeast-1' }, [10.37, 15.06, 19.75, 18.75, 1.03]],
  ['Mainland USD', { currency: 'USD', region: 'cn-hangzhou' }, [11.97, 17.45, 22.94, 21.94, 0.73]],
  ['Singapore USD', { currency: 'USD', region: 'ap-southeast-1' }, [7.83, 11.24, 14.65, 13.65, 1.78]],
]

/** Printed with two digits, the last one cut or rounded. */
const near = (exact: number, printed: number) => expect(Math.abs(exact - printed)).toBeLessThan(0.0101)

describe('the break-even of EIPs and a NAT gateway', () => {
  it.each(ROWS)(
    'should be that of facts/deployment C.1 for %s',
    (_, choice, [none, half, one, spare, even]) => {
      const fees = feesOf(choice)
      near(breakEven(fees, 0), none)
      near(breakEven(fees, 0.5), half)
      near(breakEven(fees, 1), one)
      near(breakEven(fees, 1) - 1, spare)
      near(unitsFor(20, fees), even)
    },
  )

  it('should be that of facts/deployment C.1 for the old small NAT gateway, whatever the load', () => {
    const list = priceListOf(tables, mainland)
    const fees = {
      eip: priceOf(list, 'eip.configuration')!,
      nat: priceOf(list, 'nat.small')! / 24,
      capacityUnit: 0,
    }
    for (const units of [0, 0.5, 1]) near(breakEven(fees, units), 26)
    near(breakEven(fees, 1) - 1, 25)
  })

  it('should be the 20 of seed 000 at one capacity unit: 20 x 0.02 < 0.41 < 21 x 0.02', () => {
    const fees = feesOf({ ...mainland, asOf: '2025-01' })
    expect(mostWithEips(fees, 1, 0)).toBe(20)
    expect(mostWithEips(fees, 1, 1)).toBe(19)
    expect(mostWithEips(fees, 0, 0)).toBe(10) // "with light traffic NAT wins from 11 instances"
  })

  it('should not count instances at which both cost the same', () => {
    const fees = { eip: 0.02, nat: 0.38, capacityUnit: 0.2 }
    expect(breakEven(fees, 0)).toBeCloseTo(20)
    expect(mostWithEips(fees, 0, 0)).toBe(19)
  })

  it('should be never where EIPs cost nothing', () =>
    expect(mostWithEips({ eip: 0, nat: 0.2, capacityUnit: 0.2 }, 0, 1)).toBe(Number.POSITIVE_INFINITY))

  it('should give the months of facts/deployment C.1: 288.00, 302.40, 154.80 and 295.20', () => {
    const { eip, nat, capacityUnit } = feesOf({ ...mainland, asOf: '2025-01' })
    const month = (hourly: number) => (hourly * 720).toFixed(2)
    expect([month(20 * eip), month(21 * eip), month(nat + eip), month(nat + eip + capacityUnit)]).toEqual([
      '288.00',
      '302.40',
      '154.80',
      '295.20',
    ])
  })
})
