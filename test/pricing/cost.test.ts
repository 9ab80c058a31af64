/** What a run costs: facts/deployment section C, one product after the other. */
import { describe, expect, it } from 'vitest'
import { shippedPrices } from '../../src/cli/shipped-prices.ts'
import { type CostOptions, costOf } from '../../src/pricing/cost.ts'
import type { CostLine, CostSheet } from '../../src/pricing/cost-sheet.ts'
import type { Item, PriceTable } from '../../src/pricing/price-table.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { summarize } from '../../src/trace/summarize.ts'

const NET = `simulate: 1
duration: 90m
region: cn-hangzhou
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
  far:
    cidr: 10.0.0.0/16
    vswitches:
      far-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      far-i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
securityGroups:
  web: { vpc: shop, ingress: [ { accept: all, from: 0.0.0.0/0 } ] }
  far: { vpc: far }
internet: { partner: { address: 192.0.2.80, port: 443 }, shoppers: { address: 198.51.100.7 } }
`
const app = (more = '') =>
  `apps: { shop: { vswitches: [ shop-h ], securityGroup: web, instances: 3, port: 8080, lifecycle: { start: 20s }${more} } }\n`
const POOL = 'eipPools: { shop: { addresses: [ 203.0.113.10-203.0.113.13 ] } }\n'
const NAT =
  'natGateways: { exit: { vpc: shop, vswitch: shop-h, eips: [ 203.0.113.50 ], snat: [ { vswitch: shop-h } ] } }\n'
const DEPLOY = 'timeline: [ { at: 1m, deploy: shop, version: v2 } ]\n'
const ALB = `serverGroups: { web: { servers: [ app/shop ] } }
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ shop-h, shop-i ]
    publicAddresses: [ 203.0.113.60, 203.0.113.61 ]
    listeners: { http: { port: 80, protocol: http, default: web } }
`
const CLB = `serverGroups: { web: { product: clb, servers: [ app/shop ] } }
loadBalancers:
  front: { type: clb, network: internet, vpc: shop, publicAddress: 203.0.113.60, listeners: { LISTENER } }
`
const clb = (listener: string) => CLB.replace('LISTENER', listener)
const flowOut = (requests: string) =>
  `flows: { partner: { from: app/shop, to: partner, requests: ${requests} } }\n`
const flowIn = (requests: string, to = 'loadBalancer/front, port: 80') =>
  `flows: { buy: { from: shoppers, to: ${to}, requests: ${requests} } }\n`

const USUAL: CostOptions = { currency: 'CNY', waivesSaeEips: false, deploysPerDay: 1 }

function sheetOf(
  text: string,
  options: Partial<CostOptions> = {},
  own: readonly PriceTable[] = [],
  region = 'cn-hangzhou',
): CostSheet {
  const read = readScenario((NET + text).replaceAll('cn-hangzhou', region), { file: 'x.yaml' })
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  const { scenario } = read
  const trace = simulate(scenario)
  return costOf({ scenario, trace, summary: summarize(trace, scenario) }, [...own, shippedPrices()], {
    ...USUAL,
    ...options,
  })
}

function lineOf({ lines }: CostSheet, item: Item, owner = ''): CostLine {
  const found = lines.find((line) => line.item === item && line.owner.includes(owner))
  if (found === undefined) throw new Error(`no line of ${item}: ${lines.map((line) => line.item).join()}`)
  return found
}

const quantities = (sheet: CostSheet, item: Item, owner?: string) => lineOf(sheet, item, owner).quantities
const has = ({ lines }: CostSheet, item: Item) => lines.some((line) => line.item === item)

describe('the configuration fee of EIPs', () => {
  it('should be paid for every address of a pool, bound or not, by started hours', () => {
    const sheet = sheetOf(POOL + app(', eips: shop'))
    // 90 minutes are 2 hours each.
    expect(quantities(sheet, 'eip.configuration')).toEqual({ run: 8, hourly: 4, monthly: 2880 })
    expect(sheet.totals.run).toBeCloseTo(0.16)
    expect(sheet.totals.monthly).toBeCloseTo(57.6)
    expect(sheet.assumptions.map(({ source }) => source)).toContain('facts/deployment C, F.4')
  })

  it('should be waived for SAE instances only when asked: nobody has confirmed it', () => {
    const sheet = sheetOf(POOL + app(', eips: shop'), { waivesSaeEips: true })
    expect(lineOf(sheet, 'eip.configuration')).toMatchObject({ waived: expect.any(String) })
    expect(sheet.totals).toEqual({ run: 0, hourly: 0, monthly: 0 })
    expect(sheet.assumptions[0]?.text).toContain('nobody has confirmed it')
  })

  it('should be waived for the primary ENI of a server, and paid on secondary ENIs, HaVips, NAT gateways and ALBs', () => {
    const sheet = sheetOf(
      `servers:
  web: { vswitch: shop-h, securityGroups: [ web ], eip: 203.0.113.70, enis: { eth1: { vswitch: shop-h, securityGroups: [ web ], eip: 203.0.113.71 } } }
haVips: { vip: { vswitch: shop-h, address: 172.16.1.99, members: [ web ], active: web, eip: 203.0.113.72 } }
${NAT}${app()}${ALB}`,
    )
    const fees = sheet.lines.filter(({ item }) => item === 'eip.configuration')
    expect(
      fees.map(({ owner, waived, quantities }) => [owner, waived !== undefined, quantities.hourly]),
    ).toEqual([
      ['NAT gateway exit', false, 1],
      ['server web', true, 1],
      ['server web/eth1', false, 1],
      ['HaVip vip', false, 1],
      ['ALB front', false, 2],
    ])
  })

  it('should begin and end with a `set`', () => {
    const set = (at: string, addresses: string) =>
      `timeline: [ { at: ${at}, set: eipPools.shop.addresses, to: [ ${addresses} ] } ]\n`
    const longer = sheetOf(`${POOL}${app()}${set('20m', '203.0.113.10-203.0.113.15')}`)
    // Four for 90 minutes, two for 70.
    expect(quantities(longer, 'eip.configuration')).toEqual({ run: 4 * 2 + 2 * 2, hourly: 6, monthly: 4320 })
    const later = sheetOf(`${POOL}${app()}${set('31m', '203.0.113.10-203.0.113.15')}`)
    expect(quantities(later, 'eip.configuration').run).toBe(4 * 2 + 2)
    const shorter = sheetOf(`${POOL}${app()}${set('30m', '203.0.113.10')}`)
    expect(quantities(shorter, 'eip.configuration')).toEqual({ run: 2 + 3, hourly: 1, monthly: 720 })
  })
})

describe('the association fee of EIPs', () => {
  const rolled = POOL + app(', eips: shop') + DEPLOY

  it('should be free up to 5 x the EIP quota a day', () => {
    const sheet = sheetOf(rolled, { deploysPerDay: 33 }) // 99 of 100
    expect(has(sheet, 'eip.association')).toBe(false)
    expect(
      sheet.assumptions.some(({ text }) => text.includes('3 EIPs are bound each time, 33 times a day')),
    ).toBe(true)
  })

  it('should be 1.00 each beyond them', () => {
    const sheet = sheetOf(rolled, { deploysPerDay: 50 }) // 150 of 100
    expect(quantities(sheet, 'eip.association')).toEqual({ run: 0, hourly: 50 / 24, monthly: 1500 })
    expect(sheet.totals.monthly).toBeCloseTo(57.6 + 1500)
  })

  it('should have more free ones with a higher quota', () =>
    expect(has(sheetOf(`quotas: { eip: 30 }\n${rolled}`, { deploysPerDay: 50 }), 'eip.association')).toBe(
      false,
    ))

  it('should not be known in USD', () => {
    const sheet = sheetOf(rolled, { deploysPerDay: 50, currency: 'USD' })
    expect(sheet.unknown).toEqual(['eip.association'])
    expect(sheet.totals).toEqual({ run: expect.closeTo(8 * 0.0031) })
  })
})

describe('traffic', () => {
  // 10 a second for an hour: 36 000 times 1 MB out and 4 MB in.
  const OUT = flowOut('{ rate: 10/s, arrivals: constant, requestSize: 1MB, responseSize: 4MB }')

  it('should be paid for what leaves, requests of callers inside', () => {
    const sheet = sheetOf(POOL + app(', eips: shop') + OUT)
    expect(quantities(sheet, 'eip.traffic', 'flow partner')).toEqual({
      run: expect.closeTo(54, 1),
      hourly: expect.closeTo(36),
      monthly: expect.closeTo(25_920),
    })
  })

  it('should be paid for what leaves, answers to callers outside', () => {
    const sheet = sheetOf(
      POOL +
        app(', eips: shop') +
        flowIn('{ rate: 10/s, arrivals: constant, requestSize: 1MB, responseSize: 4MB }', 'app/shop'),
    )
    expect(quantities(sheet, 'eip.traffic').hourly).toBeCloseTo(144)
  })

  it('should be told as not declared, and never guessed', () => {
    for (const requests of ['{ rate: 10/s }', '{ rate: 10/s, requestSize: 1MB }']) {
      const sheet = sheetOf(POOL + app(', eips: shop') + flowOut(requests))
      expect(sheet.undeclared).toEqual(['partner'])
      expect(sheet.notCounted[0]).toContain('traffic of flow partner is not declared')
    }
    const silent = sheetOf(
      `${POOL}${app(', eips: shop')}flows: { partner: { from: app/shop, to: partner } }\n`,
    )
    expect(silent.undeclared).toEqual(['partner'])
    expect(has(silent, 'eip.traffic')).toBe(false)
  })

  it('should not be paid where nobody answers', () => {
    const sheet = sheetOf(app() + OUT) // no way out
    expect(sheet.lines).toEqual([])
    expect(sheet.totals.monthly).toBe(0)
  })

  it('should be a mean where it does not last', () => {
    const sheet = sheetOf(
      POOL +
        app(', eips: shop') +
        flowOut('{ rate: 10/s, arrivals: constant, until: 45m, requestSize: 1MB, responseSize: 1B }'),
    )
    expect(quantities(sheet, 'eip.traffic').hourly).toBeCloseTo(18)
  })
})

describe('a NAT gateway', () => {
  const cu = (requests: string) => quantities(sheetOf(NAT + app() + flowOut(requests)), 'nat.cu').hourly

  it('should cost its hours and its capacity units, and its EIP the fee and what is sent', () => {
    const sheet = sheetOf(
      NAT +
        app() +
        flowOut('{ rate: 10/s, arrivals: constant, serviceTime: 50ms, requestSize: 5KB, responseSize: 5KB }'),
    )
    expect(quantities(sheet, 'nat.instance')).toEqual({ run: 2, hourly: 1, monthly: 720 })
    expect(quantities(sheet, 'nat.cu').hourly).toBeCloseTo(0.36) // 0.36 GB an hour, in and out
    expect(quantities(sheet, 'eip.traffic').hourly).toBeCloseTo(0.18)
    expect(sheet.totals.hourly).toBeCloseTo(0.195 + 0.195 * 0.36 + 0.02 + 0.18 * 0.8)
  })

  it('should count the measure that needs most: new connections, open ones, GB', () => {
    expect(
      cu('{ rate: 20/s, arrivals: constant, serviceTime: 1ms, requestSize: 1B, responseSize: 1B }'),
    ).toBeCloseTo(0.02)
    expect(
      cu('{ rate: 20/s, arrivals: constant, serviceTime: 10s, requestSize: 1B, responseSize: 1B }'),
    ).toBeCloseTo(0.02)
    expect(
      cu('{ rate: 20/s, arrivals: constant, serviceTime: 20s, requestSize: 1B, responseSize: 1B }'),
    ).toBeCloseTo(0.04)
    expect(
      cu('{ rate: 20/s, arrivals: constant, serviceTime: 1ms, requestSize: 1KB, responseSize: 1MB }'),
    ).toBeCloseTo(72.072)
  })

  it('should count connections that stay open', () => {
    const sheet = sheetOf(
      `${NAT}${app()}flows: { partner: { from: app/shop, to: partner, connections: { perInstance: 1000 } } }\n`,
    )
    expect(quantities(sheet, 'nat.cu')).toMatchObject({
      run: expect.closeTo(0.45),
      hourly: expect.closeTo(0.3),
    })
  })
})

describe('load balancers', () => {
  const REQUESTS =
    '{ rate: 10/s, arrivals: constant, serviceTime: 50ms, requestSize: 1KB, responseSize: 9KB }'

  it('should cost, an ALB: its edition, its LCUs and its EIPs', () => {
    const sheet = sheetOf(app() + ALB + flowIn(REQUESTS))
    expect(quantities(sheet, 'alb.standard')).toEqual({ run: 2, hourly: 1, monthly: 720 })
    expect(quantities(sheet, 'alb.lcu').hourly).toBeCloseTo(0.4) // 10 new connections a second of 25
    expect(quantities(sheet, 'eip.traffic').hourly).toBeCloseTo(0.324)
    const basic = ALB.replace('type: alb', 'type: alb\n    edition: basic')
    expect(has(sheetOf(app() + basic), 'alb.basic')).toBe(true)
  })

  it('should cost, an ALB: rule evaluations, where they are most', () => {
    const rules = Array.from(
      { length: 45 },
      (_, at) => `r${at}: { priority: ${at + 1}, when: { path: /p${at} }, do: [ { forward: web } ] }`,
    )
    const text = ALB.replace('default: web', `default: web, rules: { ${rules.join(', ')} }`)
    const sheet = sheetOf(app() + text + flowIn(REQUESTS))
    expect(quantities(sheet, 'alb.lcu').hourly).toBeCloseTo(0.45) // 10 a second by 45 rules, of 1 000
  })

  it('should cost, a public CLB: instance, public IP, LCUs and its own traffic, by the clock', () => {
    const sheet = sheetOf(app() + clb('http: { port: 80, protocol: http, default: web }') + flowIn(REQUESTS))
    expect(quantities(sheet, 'clb.instance').run).toBe(2)
    expect(quantities(sheet, 'clb.publicIp').hourly).toBe(1)
    expect(quantities(sheet, 'clb.lcu').hourly).toBeCloseTo(0.4)
    expect(quantities(sheet, 'clb.traffic').hourly).toBeCloseTo(0.324)
    expect(has(sheet, 'eip.traffic')).toBe(false)
    expect(sheet.assumptions.map(({ text }) => text).join()).toContain('CLB is that of ALB in layer 7')
  })

  it('should cost, in layer 4, by the capacity unit of NLB', () => {
    const sheet = sheetOf(app() + clb('tcp: { port: 80, protocol: tcp, default: web }') + flowIn(REQUESTS))
    expect(quantities(sheet, 'clb.lcu').hourly).toBeCloseTo(0.36) // GB; 10 of 800 connections are less
  })
})

describe('what else is rented', () => {
  it('should cost an endpoint of PrivateLink by its zones', () => {
    const sheet = sheetOf(
      `servers: { jobs: { vswitch: far-h, securityGroups: [ far ], ports: [ tcp 8443 ] } }
endpointServices: { jobs: { vswitches: [ far-h, far-i ], servers: [ jobs ], port: 8443 } }
endpoints: { jobs: { service: jobs, vswitches: [ shop-h, shop-i ], securityGroup: web } }
`.replace(/^/, ''),
    )
    expect(quantities(sheet, 'privatelink.endpoint')).toEqual({ run: 4, hourly: 2, monthly: 1440 })
    expect(sheet.notCounted.join()).toContain('traffic through endpoint jobs')
  })

  it('should cost a CEN by its attached VPCs', () => {
    const sheet = sheetOf(
      'cens: { net: { mesh: true, attachments: { shop: { vswitches: [ shop-h, shop-i ] } } } }\n',
    )
    expect(quantities(sheet, 'cen.attachment').hourly).toBe(1)
  })

  it('should cost SAE instances that say what they are: 1 CU a core second, 0.25 a GiB second', () => {
    const sheet = sheetOf(app(', cpu: 2, memory: 4GiB'))
    expect(quantities(sheet, 'sae.cu')).toEqual({
      run: 3 * 3 * 5400,
      hourly: 3 * 3 * 3600,
      monthly: 3 * 3 * 3600 * 720,
    })
    expect(sheetOf(app()).notCounted.join()).toContain('SAE compute of shop')
  })

  it('should cost instances while they are there, old and new', () => {
    const sheet = sheetOf(app(', cpu: 1, memory: 4GiB') + DEPLOY)
    expect(quantities(sheet, 'sae.cu').run).toBeGreaterThan(3 * 2 * 5400)
    expect(quantities(sheet, 'sae.cu').hourly).toBe(3 * 2 * 3600)
  })
})

describe('a price that is not known', () => {
  const GATEWAY = 'gateways: { front: { type: managed, spec: 2c4g, nodes: 2 } }\n'

  it('should refuse every total that needs it: the node of an EAS gateway', () => {
    const sheet = sheetOf(POOL + app(', eips: shop') + GATEWAY)
    expect(sheet.unknown).toEqual(['eas.gatewayNode'])
    expect(sheet.totals).toEqual({})
    expect(quantities(sheet, 'eas.gatewayNode').hourly).toBe(2)
  })

  it("should be given by one's own table", () => {
    const own: PriceTable = {
      regions: {},
      meters: {},
      prices: [
        {
          item: 'eas.gatewayNode',
          price: 3,
          currency: 'CNY',
          regions: ['mainland'],
          date: null,
          source: 'the contract',
          mark: 'C',
        },
      ],
    }
    expect(sheetOf(GATEWAY, {}, [own]).totals).toEqual({ run: 12, hourly: 6, monthly: 4320 })
  })

  it('should be one of a region or of a time without prices', () => {
    const text = POOL + app(', eips: shop')
    expect(sheetOf(text, { asOf: '2019' }).unknown).toEqual(['eip.configuration'])
    expect(sheetOf(text, {}, [], 'eu-central-1').unknown).toEqual(['eip.configuration'])
  })
})

describe('other means', () => {
  const LOADED = flowOut('{ rate: 10/s, arrivals: constant, requestSize: 5KB, responseSize: 5KB }')

  it('should be an EIP each or one NAT gateway, for the same load from either', () => {
    for (const [text, today] of [
      [POOL + app(', eips: shop'), 'eip'],
      [NAT + app(), 'nat'],
    ] as const) {
      const [choice] = sheetOf(text + LOADED).alternatives.outward
      expect(choice).toMatchObject({
        app: 'shop',
        instances: 3,
        today,
        isDeclared: true,
        units: expect.closeTo(0.36),
      })
      expect(choice!.offers.map(({ hourly }) => hourly)).toEqual([
        expect.closeTo(4 * 0.02),
        expect.closeTo(0.195 + 0.02 + 0.195 * 0.36),
      ])
      expect(choice!.evenAt).toBeCloseTo((0.195 + 0.02 + 0.195 * 0.36) / 0.02)
    }
  })

  it('should always be EIPs where their fee is waived', () => {
    const [choice] = sheetOf(POOL + app(', eips: shop') + LOADED, { waivesSaeEips: true }).alternatives
      .outward
    expect(choice).toMatchObject({ most: Number.POSITIVE_INFINITY, offers: [{ hourly: 0 }, {}] })
    expect(choice!.evenAt).toBeUndefined()
  })

  it('should be EIPs, an ALB or a CLB on the way in', () => {
    const [choice] = sheetOf(
      app() +
        ALB +
        flowIn('{ rate: 10/s, arrivals: constant, serviceTime: 50ms, requestSize: 1KB, responseSize: 9KB }'),
    ).alternatives.inward
    expect(choice).toMatchObject({ flow: 'buy', apps: ['shop'], instances: 3, today: 'alb' })
    expect(choice!.offers.map(({ kind, hourly }) => [kind, hourly])).toEqual([
      ['eip', expect.closeTo(4 * 0.02 + 0.324 * 0.8)],
      ['alb', expect.closeTo(0.147 + 2 * 0.02 + 0.4 * 0.049 + 0.324 * 0.8)],
      ['clb', expect.closeTo(0.147 + 0.02 + 0.4 * 0.042 + 0.324 * 0.8)],
    ])
  })

  it('should have no cost where a price is not known', () => {
    const [choice] = sheetOf(POOL + app(', eips: shop') + LOADED, { asOf: '2020-12' }).alternatives.outward
    expect(choice!.offers).toEqual([{ kind: 'eip', hourly: expect.closeTo(0.08) }, { kind: 'nat' }])
  })
})
