/** Seed 002, "Billing", and what the shared gateway limits (facts/deployment B.1), sentence by sentence. */
import { describe, expect, it } from 'vitest'
import { shippedPrices } from '../../src/cli/shipped-prices.ts'
import { costOf } from '../../src/pricing/cost.ts'
import type { CostSheet } from '../../src/pricing/cost-sheet.ts'
import { courseOf, world } from './gateway-play.ts'
import { play } from './play.ts'

const inVpc = 'vswitches: [ net-h ], securityGroup: web'

function sheetOf(text: string): CostSheet {
  return costOf(play(text), [shippedPrices()], { currency: 'CNY', waivesSaeEips: false, deploysPerDay: 1 })
}

const itemsOf = (text: string) => sheetOf(text).lines.map(({ item, owner }) => `${item} of ${owner}`)

describe('the bill', () => {
  it('seed 002: an ALB gateway costs what its ALBs cost, and nothing before there is one', () => {
    const alb = (sides: string) => world({ gateway: `{ type: alb${sides} }`, llm: inVpc })
    expect(itemsOf(alb('')).filter((item) => item.startsWith('alb.'))).toEqual([])
    const both = itemsOf(
      alb(', vpc: { vswitches: [ net-h, net-i ] }, internet: { vswitches: [ net-h, net-i ] }'),
    )
    expect(both.filter((item) => /^alb\.(basic|standard)/.test(item))).toHaveLength(2)
  })

  it('seed 002: nodes of a managed gateway are paid for by the hour, at a price that nobody has published', () => {
    const sheet = sheetOf(world())
    const nodes = sheet.lines.find(({ item }) => item === 'eas.gatewayNode')
    expect(nodes?.quantities.hourly).toBe(2)
    expect(sheet.unknown).toContain('eas.gatewayNode')
    expect(sheet.totals).toEqual({})
  })

  it('seed 002: PrivateLink for private calls and CDT for public ones are named where they are not counted', () =>
    expect(sheetOf(world({ front: 'vpcs: { net: { vswitch: net-h } }' })).notCounted.join()).toMatch(
      /PrivateLink and Internet traffic of gateway front/,
    ))
})

describe('the shared gateway', () => {
  it('seed 002, B.1: the shared gateway limits each service to 1,000 requests a second', () => {
    const flows =
      '  many: { from: laptop, to: gateway/front, service: llm, requests: { rate: 1200/s, arrivals: constant, serviceTime: 1ms } }\n'
    const { summary } = play(world({ gateway: '{ type: shared }', flows, duration: '10s' }))
    expect(summary.requests![0]!.total.statuses).toEqual([
      { status: 200, count: 10_000 },
      { status: 429, count: 2_000 },
    ])
  })

  it('B.1: the shared gateway is there without being written, also when no service takes it any more', () => {
    const flows = '  shared: { from: laptop, to: gateway/shared, service: llm }\n'
    const moved = world({ flows, timeline: ['{ at: 5m, set: apps.llm.gateway, to: front }'] })
    const course = courseOf(moved.replace(', gateway: front }', ' }'), 'shared')
    expect(course).toEqual(['0m REACHABLE', '5m GW_SERVICE_UNKNOWN'])
    expect(courseOf(world({ flows }), 'shared')).toEqual(['0m GW_SERVICE_UNKNOWN'])
  })
})
