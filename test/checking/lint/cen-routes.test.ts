/** Routes that a CEN tells and that are not effective (facts/vpc R2.13, R2.14, R7.11). */
import { describe, expect, it } from 'vitest'
import { cenRoutes } from '../../../src/checking/lint/cen-routes.ts'
import { topologyOf } from '../../datapath/scene.ts'

const NO_CONTEXT = {} as Parameters<typeof cenRoutes.find>[1]

const found = (routes: readonly string[], d = 'data 10.9.1.0/24', acceptRoutes = true) =>
  [
    ...cenRoutes.find(
      topologyOf({
        vpcs: {
          shop: { cidr: '172.16.0.0/16', tables: { own: { vswitches: ['h'], routes } } },
          data: '10.9.0.0/16',
        },
        vswitches: { h: 'shop 172.16.1.0/24', d },
        nats: { exit: { eips: [], snat: [] } },
        cens: {
          net: { attachments: { shop: { vswitches: ['h'], acceptRoutes }, data: { vswitches: ['d'] } } },
        },
      }),
      NO_CONTEXT,
    ),
  ].map(({ code, message }) => `${code} ${message}`)

describe('routes that a CEN tells', () => {
  it('R2.13: should be told where a custom route for the same destination wins', () => {
    expect(found(['10.9.1.0/24 via natGateway/exit'])).toEqual([
      'CEN_ROUTE_INEFFECTIVE the route 10.9.1.0/24 to VPC data that CEN net tells VPC shop is in conflict with the custom route for the same destination in route table own, which wins',
    ])
    expect(found(['10.9.1.0/24 via cen/net', '10.9.0.0/16 via natGateway/exit'])).toEqual([])
    expect(found(['10.9.1.0/24 via natGateway/exit'], undefined, false)).toEqual([])
  })

  it('R7.11: should be told where they overlap a vSwitch, on both sides', () => {
    const overlapping = found([], 'data 172.16.0.0/20')
    expect(overlapping).toHaveLength(2)
    expect(overlapping[0]).toContain('it overlaps vSwitch h (172.16.1.0/24)')
  })
})
