/** Seed 002: custom domains (Part I 1.3), services and their gateways (Part II), the test call (Part III), monitoring, FAQ. */
import { describe, expect, it } from 'vitest'
import { MINUTE_US } from '../../src/cloud/duration-range.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { courseOf, world } from './gateway-play.ts'
import { play, problemsOf } from './play.ts'

const OPEN = 'internet: { entry: on, whitelist: [ 198.51.100.7 ], publicAddress: 203.0.113.200 }'
const domains = (keys: string) => `domains: { api.example.com: { ${keys} } }`
const CNAME = 'dns: { api.example.com: { cname: gw-front.cn-hangzhou.pai-eas.aliyuncs.com } }'
const own = (port: number, from = 'laptop') =>
  `  own: { from: ${from}, to: name/api.example.com, port: ${port}, service: llm }\n`

/** From when on the flow gets through, in minutes; undefined: never. */
function minuteOf(course: readonly string[]): number | undefined {
  const through = course.find((each) => each.endsWith('REACHABLE'))
  return through === undefined ? undefined : Number.parseFloat(through)
}

describe('a custom domain', () => {
  it('"To use HTTPS, upload or buy an SSL certificate first, then configure it on the gateway"', () => {
    const text = (keys: string) => world({ front: `${OPEN}, ${domains(keys)}`, more: CNAME, flows: own(443) })
    expect(courseOf(text('side: internet, certificate: api'), 'own')).toEqual(['0m REACHABLE'])
    expect(minuteOf(courseOf(text('side: internet'), 'own'))).toBeUndefined()
  })

  it('"With services deployed already, wait a short time, at most 5 minutes, until a public domain is effective"', () => {
    const to = '{ api.example.com: { side: internet, certificate: api } }'
    const timeline = [`{ at: 5m, set: gateways.front.domains, to: ${to} }`]
    const minute = minuteOf(courseOf(world({ more: CNAME, flows: own(443), timeline }), 'own'))
    expect(minute).toBeGreaterThan(5)
    expect(minute).toBeLessThanOrEqual(10)
  })

  it('"Add a CNAME record that points to the public domain name of the gateway": without it nobody finds it', () => {
    const front = `${OPEN}, ${domains('side: internet')}`
    expect(courseOf(world({ front, more: CNAME, flows: own(80) }), 'own')).toEqual(['0m REACHABLE'])
    expect(minuteOf(courseOf(world({ front, flows: own(80) }), 'own'))).toBeUndefined()
  })

  it('"A private custom domain name": from a linked VPC, to its address there', () => {
    const front = `vpcs: { net: { vswitch: net-h, address: 172.16.1.250 } }, ${domains('side: intranet')}`
    for (const record of [
      'privateZones: { own: { zone: example.com, vpcs: [ net ], records: { api: { a: 172.16.1.250 } } } }',
      'dns: { api.example.com: { cname: gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com } }',
    ])
      expect(courseOf(world({ front, more: record, flows: own(80, 'server/pc-h') }), 'own')).toEqual([
        '0m REACHABLE',
      ])
  })

  it('"With services deployed already, wait a short time, at most 5 minutes, until a private domain is effective"', () => {
    const text = world({
      front: 'vpcs: { net: { vswitch: net-h } }',
      more: 'dns: { api.example.com: { cname: gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com } }',
      flows: own(80, 'server/pc-h'),
      timeline: ['{ at: 5m, set: gateways.front.domains, to: { api.example.com: { side: intranet } } }'],
    })
    const effective = play(text).trace.events.find(({ kind }) => kind === 'effective')!
    const course = courseOf(text, 'own')
    expect(course.map((each) => each.split(' ')[1])).toEqual(['GW_SERVICE_UNKNOWN', 'REACHABLE'])
    expect(minuteOf(course)).toBe(effective.atUs / MINUTE_US)
    expect(minuteOf(course)).toBeGreaterThan(5)
    expect(minuteOf(course)).toBeLessThanOrEqual(10)
  })
})

describe('a service', () => {
  const gatewayOf = (text: string) => play(text).scenario.topology.apps.get('llm')!.eas!.gateway
  const unbound = (text: string) => text.replace(', gateway: front', '')

  it('"A gateway can be set as the default one, which is selected automatically for services that are deployed"', () => {
    expect(gatewayOf(unbound(world({ front: `default: true, ${OPEN}` })))).toBe('front')
    expect(gatewayOf(unbound(world()))).toBe('shared')
    const later = unbound(world({ timeline: ['{ at: 5m, set: gateways.front.default, to: true }'] }))
    expect(courseOf(later)).toEqual(['0m GW_SERVICE_UNKNOWN'])
  })

  it('"In the network information, select the gateway": it is called there and nowhere else', () => {
    expect(courseOf(world())).toEqual(['0m REACHABLE'])
    expect(courseOf(unbound(world()))).toEqual(['0m GW_SERVICE_UNKNOWN'])
  })

  it('"For an existing service, update it to change the gateway that it is bound to"', () => {
    const text = unbound(world({ timeline: ['{ at: 5m, set: apps.llm.gateway, to: front }'] }))
    const course = courseOf(text)
    expect(course[0]).toBe('0m GW_SERVICE_UNKNOWN')
    expect(minuteOf(course)).toBeGreaterThanOrEqual(5)
  })

  it('"With a dedicated gateway it cannot scale from zero: set the minimum to 1 or more"', () => {
    const scaling = (min: number) => `autoscaling: { min: ${min}, max: 3, metrics: { qps: 5 } }`
    expect(problemsOf(world({ llm: scaling(0) }))).toEqual(['AUTOSCALING_MIN_ZERO'])
    expect(problemsOf(world({ llm: scaling(1) }))).toEqual([])
    expect(problemsOf(unbound(world({ llm: scaling(0) })))).toEqual([])
  })
})

describe('the test call', () => {
  const call = (keys: string) => `  call: { from: laptop, to: gateway/front, service: llm${keys} }\n`

  it('"The Internet endpoint, the VPC endpoint and the token are shown": names, path and token lead to an answer', () => {
    const token = 'headers: { Authorization: secret-1 }, path: /api/predict/llm'
    const named = (name: string, from: string) => `{ from: ${from}, to: name/${name}, port: 80, ${token} }`
    const flows = `  outside: ${named('gw-front.cn-hangzhou.pai-eas.aliyuncs.com', 'laptop')}
  inside: ${named('gw-front-vpc.cn-hangzhou.pai-eas.aliyuncs.com', 'server/pc-h')}
`
    const text = world({ front: `${OPEN}, vpcs: { net: { vswitch: net-h } }`, flows })
    expect([courseOf(text, 'outside'), courseOf(text, 'inside')]).toEqual([
      ['0m REACHABLE'],
      ['0m REACHABLE'],
    ])
  })

  it('B.2, B.4: capitals of a gateway in the file are none in its domain names', () => {
    const call = 'to: name/gw-front.cn-hangzhou.pai-eas.aliyuncs.com, port: 80, service: llm'
    const text = world({ flows: `  named: { from: laptop, ${call} }\n` })
    const capitals = text.replaceAll(/gateway\/front|gateway: front|^ {2}front:/gm, (one) =>
      one.replace('front', 'Front'),
    )
    expect(capitals).toContain('  Front: { type: managed')
    expect(courseOf(capitals, 'named')).toEqual(['0m REACHABLE'])
  })

  it('"curl <endpoint_URL> -H \'Authorization: <token>\'": with the token of the service and no other', () => {
    expect(courseOf(world({ flows: call(', token: secret-1') }), 'call')).toEqual(['0m REACHABLE'])
    expect(courseOf(world({ flows: call(', token: none') }), 'call')).toEqual(['0m GW_TOKEN_MISSING'])
    expect(courseOf(world({ flows: call(', token: secret-2') }), 'call')).toEqual(['0m GW_TOKEN_WRONG'])
  })

  it('"A public call can be made from a local terminal"', () =>
    expect(courseOf(world())).toEqual(['0m REACHABLE']))

  it('"A private call has to be made from a machine inside the VPC"', () => {
    const front = 'vpcs: { net: { vswitch: net-h } }'
    expect(courseOf(world({ front }), 'private')).toEqual(['0m REACHABLE'])
    expect(courseOf(world({ front }))).toEqual(['0m GW_PUBLIC_ENTRY_OFF'])
    const outside = world({
      front,
      flows: '  wrong: { from: laptop, to: gateway/front, service: llm, via: internal }\n',
    })
    expect(problemsOf(outside)).toEqual(['FLOW_DIRECTION'])
  })

  it('"The test of a GET request without parameters is expected to be answered": with 200', () => {
    const { summary } = play(world({ flows: call(', requests: { rate: 1/s, serviceTime: 5ms }') }))
    expect(summary.requests![0]!.total.statuses.map(({ status }) => status)).toEqual([200])
  })
})

describe('monitoring', () => {
  it('"By default logs and monitoring are disabled"', () => {
    const { scenario, trace, summary } = play(world())
    expect(scenario.topology.gateways.get('front')).toMatchObject({ logs: false, metrics: false })
    expect([trace.gateways, summary.alerts]).toEqual([undefined, undefined])
  })

  it('"Enable monitoring": from then on its minutes are there', () => {
    const flows =
      '  call: { from: laptop, to: gateway/front, service: llm, requests: { rate: 1/s, arrivals: constant } }\n'
    const { trace } = play(world({ front: `${OPEN}, metrics: true`, flows }))
    expect(trace.gateways!.map(({ gateway, minutes }) => [gateway, minutes.length])).toEqual([['front', 20]])
    expect(trace.gateways![0]!.minutes[7]!.statuses).toEqual([{ status: 200, count: 60 }])
  })

  it('"Create an alert policy": each of the recommended alerts is watched', () => {
    const { summary } = play(world({ front: `${OPEN}, alerts: default` }))
    expect(summary.alerts!.map(({ gateway, alert }) => `${gateway}/${alert}`)).toEqual([
      ...['front/cpu', 'front/memory', 'front/successRatio', 'front/certificateDays', 'front/ratio5xx'],
      ...['front/ratio4xx', 'front/meanResponseTime', 'front/requestsFall', 'front/requestsRise'],
      'front/rateLimited',
    ])
  })
})

describe('the FAQ', () => {
  const EXAMPLE = `simulate: 1
region: cn-beijing
vpcs:
  net:
    cidr: 172.16.0.0/16
    vswitches:
      vsw-2zeqwh8hv0gb96zcd: { zone: cn-beijing-g, cidr: 172.16.1.0/24 }
      vsw-in-k: { zone: cn-beijing-k, cidr: 172.16.2.0/24 }
gateways:
  front:
    type: managed
    spec: 2c4g
    nodes: 2
    supportedZones: [ cn-beijing-i, cn-beijing-l, cn-beijing-k ]
    vpcs: { net: { vswitch: vsw-2zeqwh8hv0gb96zcd } }
`

  it('"vSwitch … in zone cn-beijing-g is not supported, supported zones: [cn-beijing-i cn-beijing-l cn-beijing-k]"', () => {
    const read = readScenario(EXAMPLE, { file: 'faq.yaml' })
    expect(read.ok ? [] : read.problems.map(({ message }) => message)).toEqual([
      'vSwitch vsw-2zeqwh8hv0gb96zcd in zone cn-beijing-g is not supported, supported zones: [cn-beijing-i cn-beijing-l cn-beijing-k]',
    ])
  })

  it('"Select a vSwitch that is in one of the supported zones": then it is connected', () =>
    expect(problemsOf(EXAMPLE.replace('vswitch: vsw-2zeqwh8hv0gb96zcd', 'vswitch: vsw-in-k'))).toEqual([]))
})
