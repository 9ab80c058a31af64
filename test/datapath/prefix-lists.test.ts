/** Routes to prefix lists: facts/vpc R2.14 and R2.18. */
import { describe, expect, it } from 'vitest'
import { explain } from '../../src/datapath/explain.ts'
import { outcome, packetFrom, type SceneText, scene, seenSource, type TableText } from './scene.ts'

const world = (system: TableText, more: Partial<SceneText> = {}) =>
  scene({
    vpcs: { shop: { cidr: '172.16.0.0/16', tables: { system } } },
    groups: { web: {} },
    apps: { shop: { groups: ['web'] } },
    nats: Object.fromEntries(
      [90, 91].map((last) => [
        `n${last}`,
        { eips: [`203.0.113.${last}`], snat: [{ from: '172.16.0.0/16', eips: [`203.0.113.${last}`] }] },
      ]),
    ),
    hosts: { partner: { address: '192.0.2.80', port: 443 } },
    enis: ['shop h 172.16.1.5'],
    ...more,
  })
const seen = (system: TableText, ...to: string[]) => {
  const where = world(system)
  return to.map((one) => seenSource(where, packetFrom(where, 0, `${one}:443`)))
}

describe('a route to a prefix list', () => {
  const partners = '192.0.2.0/28,192.0.2.80/32 via natGateway/n91'

  it('R2.18: should lead each block of the list to its next hop, and nothing else', () =>
    expect(seen({ lists: { partners } }, '192.0.2.1', '192.0.2.80', '192.0.2.81')).toEqual([
      ...['203.0.113.91', '203.0.113.91', '203.0.113.90'],
    ]))

  it('R2.14: should lose to a static route for the same destination, wherever that stands', () => {
    const routes = ['192.0.2.80 via natGateway/n90']
    expect(seen({ routes, lists: { partners } }, '192.0.2.1', '192.0.2.80')).toEqual([
      ...['203.0.113.91', '203.0.113.90'],
    ])
  })

  it('R2.12: should win over a wider static route, and lose to a narrower one', () => {
    const routes = ['192.0.2.0/24 via natGateway/n90', '192.0.2.2/32 via natGateway/n90']
    expect(seen({ routes, lists: { partners } }, '192.0.2.1', '192.0.2.2', '192.0.2.80')).toEqual([
      ...['203.0.113.91', '203.0.113.90', '203.0.113.91'],
    ])
  })

  it('R4.4: should take the place of the 0.0.0.0/0 of the first NAT gateway', () =>
    expect(seen({ lists: { all: '0.0.0.0/0 via natGateway/n91' } }, '192.0.2.80')).toEqual(['203.0.113.91']))

  it('R2.14: should win over what a CEN tells, and not be published to it (R7.8)', () => {
    const told = (lists: Record<string, string>, publish: string[] = []) =>
      scene({
        vpcs: {
          shop: { cidr: '172.16.0.0/16', tables: { system: { lists } } },
          data: { cidr: '10.9.0.0/16' },
          side: { cidr: '10.8.0.0/16' },
        },
        vswitches: { h: 'shop 172.16.1.0/24', d: 'data 10.9.1.0/24', s: 'side 10.8.1.0/24' },
        groups: { web: {}, inner: { vpc: 'data', ingress: ['accept all from 0.0.0.0/0'] } },
        apps: { shop: { groups: ['web'] }, data: { vpc: 'data', groups: ['inner'] } },
        nats: { exit: { eips: ['203.0.113.100'], snat: [{ from: '0.0.0.0/0', eips: ['203.0.113.100'] }] } },
        hosts: { partner: { address: '192.0.2.80', port: 443 } },
        cens: {
          backbone: { attachments: { shop: { vswitches: ['h'], publish }, data: { vswitches: ['d'] } } },
        },
        peerings: { link: ['shop', 'side'] },
        enis: ['shop h 172.16.1.5', 'data d 10.9.1.5'],
      })
    const into = (lists: Record<string, string>) => {
      const where = told(lists)
      return outcome(where, packetFrom(where, 0, '10.9.1.5'))
    }
    expect(into({})).toBe('reached')
    expect(into({ far: '10.9.0.0/16 via peering/link' })).toBe('reached')
    expect(into({ far: '10.9.1.0/24 via peering/link' })).toBe('PEERING_NOT_TRANSITIVE')
    const outOf = (lists: Record<string, string>) => {
      const where = told(lists, ['0.0.0.0/0'])
      return outcome(where, packetFrom(where, 1, '192.0.2.80:443'))
    }
    expect(outOf({})).toBe('reached')
    expect(outOf({ all: '0.0.0.0/0 via natGateway/exit' })).toBe('VPC_NO_INTERNET_BY_DEFAULT')
  })

  it('should be told with its list', () => {
    const where = world({ routes: ['192.0.2.0/24 via natGateway/n90'], lists: { partners } })
    const { hops } = explain(where.tables, where.live, packetFrom(where, 0, '192.0.2.80:443'))
    expect(hops.find(({ stage }) => stage === 'route')?.rule).toMatchObject({
      text: '192.0.2.80/32 of prefixList/partners to NAT gateway n91',
      origin: { path: 'routeTables.system.routes[1]' },
    })
  })
})
