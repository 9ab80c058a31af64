/** Pools under the other readings of facts/load-balancing section 9, from `assume:` on. */
import { describe, expect, it } from 'vitest'
import type { ChosenReadings } from '../../src/cloud/assumptions.ts'
import { poolsOf } from '../../src/cloud/backend-pool.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { CHECK } from '../arbitraries/a-pool.ts'
import { clb, group, http, type Rented, rented, stream } from '../cloud/balancers.ts'
import { backend, candidates, poolWith, second } from './pool-text.ts'

/** The only pool of these groups and balancers. */
const pool = (assume: ChosenReadings, words: Rented) => {
  const topology = rented({ ...words, assume })
  return poolsOf(topology)[0]!
}

const ALB = { groups: [group('web', 2, { product: 'alb', healthCheck: CHECK, slowStartUs: second(30) })] }
const behind = (listener: typeof http | typeof stream) => ({
  groups: [group('web', 2)],
  balancers: [clb([listener({ defaultGroup: 'web' })])],
})

describe('facts/load-balancing section 9', () => {
  it.each([
    ['clbHttpAllUnhealthy', http],
    ['clbStreamAllUnhealthy', stream],
  ] as const)('row 8, assume.%s: closed, or open', (key, listener) => {
    expect(candidates(poolWith(pool({}, behind(listener)), 'a! b!'))).toBe('')
    expect(candidates(poolWith(pool({ [key]: 'open' }, behind(listener)), 'a! b!'))).toBe('a b')
  })

  it('row 10, assume.slowStartCurve: linear from 1, or never below a tenth', () => {
    const weights = (assume: ChosenReadings) => {
      const state = poolWith(pool(assume, ALB), 'a')
      state.add(backend('b'), 0)
      state.judged('b', true, 0)
      return [0, 1, 15, 30].map((at) => Math.round(state.effectiveWeight('b', second(at))))
    }
    expect(weights({})).toEqual([1, 3, 50, 100])
    expect(weights({ slowStartCurve: 'envoy' })).toEqual([10, 10, 50, 100])
  })

  it('row 16, assume.newAlbServer: it waits while another one is healthy, or serves', () => {
    expect(candidates(poolWith(pool({}, ALB), 'a b?'))).toBe('a')
    expect(candidates(poolWith(pool({ newAlbServer: 'serves' }, ALB), 'a b?'))).toBe('a b')
  })

  it('3.4, assume.serviceNameMode: drawn, or in turn', () => {
    const serviceNames = new Map([
      [
        'orders',
        {
          name: 'orders',
          app: 'shop',
          ports: [{ port: 80, targetPort: 8080, protocol: 'tcp' as const }],
          origin: unwritten('services.orders'),
        },
      ],
    ])
    const mode = (assume: ChosenReadings) =>
      poolsOf({ ...rented({ assume }), serviceNames })[0]!.service?.mode
    expect([mode({}), mode({ serviceNameMode: 'ipvs' })]).toEqual(['iptables', 'ipvs'])
  })
})
