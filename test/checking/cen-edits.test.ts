/** Proven fixes of a CEN: the switches that are off (facts/vpc R7.7), and the way out through another VPC (R7.9). */
import { describe, expect, it } from 'vitest'
import { proveFix } from '../../src/checking/proven-fix.ts'
import { tell } from '../../src/datapath/story.ts'
import type { AttachmentText } from '../datapath/cens-text.ts'
import { flow, scene } from '../datapath/scene.ts'

const around = (
  shop: Partial<AttachmentText>,
  data: Partial<AttachmentText> = {},
  routes: readonly string[] = [],
  nat = 'data',
) =>
  scene({
    vpcs: { shop: { cidr: '172.16.0.0/16', tables: { system: { routes } } }, data: '10.9.0.0/16' },
    vswitches: { h: 'shop 172.16.1.0/24', d: 'data 10.9.1.0/24' },
    groups: { web: {} },
    apps: { shop: { groups: ['web'] } },
    databases: { orders: { at: 'd 10.9.1.30', whitelist: ['172.16.1.0/24'] } },
    nats: { [nat === 'data' ? 'exit' : 'own']: { vpc: nat, eips: ['203.0.113.100'], snat: [] } },
    hosts: { partner: { address: '192.0.2.80', port: 443, whitelist: ['203.0.113.100'] } },
    cens: {
      net: { attachments: { shop: { vswitches: ['h'], ...shop }, data: { vswitches: ['d'], ...data } } },
    },
    enis: ['shop h 172.16.1.5'],
  })

/** The changes of the fix, in words. */
const fixFor = ({ tables, live }: ReturnType<typeof around>, to = 'db/orders', port = 3306) => {
  const asked = flow('app/shop', to, port)
  return proveFix((then, state) => [tell(then, state, asked, 0)], tables, live, undefined, asked)?.edits.map(
    ({ words, lines }) => `${words}: ${lines.map(({ sign, text }) => sign + text).join(' ')}`,
  )
}

describe('a proven fix of a CEN', () => {
  it('R7.7: should turn on each switch that is off, there and back', () => {
    expect(fixFor(around({ associate: 'none' }))).toEqual([
      'associate VPC shop with route table default of CEN net: +associate: default',
    ])
    expect(fixFor(around({ autoPublish: false }))).toEqual([
      'let CEN net tell VPC shop its routes: +autoPublish: true',
    ])
    expect(fixFor(around({ acceptRoutes: false }))).toEqual([
      'let VPC shop take the routes of CEN net: -acceptRoutes: false +acceptRoutes: true',
    ])
    expect(fixFor(around({ propagate: [] }, { autoPublish: false }))).toEqual([
      'let VPC shop propagate to route table default of CEN net: +propagate: [ default ]',
      'let CEN net tell VPC data its routes: +autoPublish: true',
    ])
  })

  it.each([
    [
      'R2.13',
      '10.9.1.0/24',
      'let the route for 10.9.1.0/24 in table system of VPC shop lead to cen/net: -via: natGateway/own +via: cen/net',
    ],
    [
      'R2.12',
      '10.9.1.16/28',
      'let route table system of VPC shop lead 10.9.1.30/32 to cen/net: +- { to: 10.9.1.30/32, via: cen/net }',
    ],
  ])('%s: should lead into the CEN what another route takes', (_, to, words) => {
    expect(fixFor(around({}, {}, [`${to} via natGateway/own`], 'shop'))).toEqual([words])
  })

  it('R7.9: should publish the exit of another VPC, and let its NAT gateway translate', () => {
    expect(fixFor(around({}), 'internet/partner', 443)).toEqual([
      'let VPC data publish its way to the Internet in CEN net: +publish: [ 0.0.0.0/0 ]',
      'let NAT gateway exit translate vSwitch h: +snat: +  - { cidr: 172.16.1.0/24 }',
    ])
  })
})
