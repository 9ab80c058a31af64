/** Claims on requests; and every code of their own table comes out of a run. */
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { REQUEST_REASONS } from '../../src/simulation/request-reasons.ts'
import { NETWORK, play } from '../conformance/play.ts'

interface Draft {
  readonly requests: string
  readonly expect?: readonly string[]
  readonly timeline?: string
  /** Of the application, and of the server group. */
  readonly app?: string
  readonly group?: string
  readonly rules?: string
}

const judged = ({
  requests,
  expect: claims = [],
  timeline = '',
  app = '',
  group = '',
  rules = '',
}: Draft) => {
  const { scenario, summary, trace } =
    play(`${NETWORK.replace('duration: 60m', 'duration: 5m')}  shoppers: { address: 203.0.113.7 }
apps:
  shop: { vswitches: [ net-h ], securityGroup: web, port: 8080, instances: 1, deploy: { minReady: 0 }${app} }
serverGroups:
  shop: { servers: [ app/shop ]${group} }
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ net-h, net-i ]
    publicAddresses: [ 198.51.100.10, 198.51.100.11 ]
    listeners: { http: { port: 80, protocol: http, default: shop, requestTimeout: 10s${rules} } }
flows:
  buy: { from: shoppers, to: loadBalancer/front, requests: { ${requests} } }
${timeline === '' ? '' : `timeline:\n  - { ${timeline} }\n`}expect:
  - { flow: buy, sometimes: reachable }
${claims.map((claim) => `  - { ${claim} }\n`).join('')}`)
  return { findings: engine.judge(summary, scenario).slice(1), trace, summary }
}

const STEADY = 'rate: 10/s, arrivals: constant, serviceTime: 20ms'

describe('metrics of requests', () => {
  it('4.5: should fail beyond the bound with what, when, why, since and what to change', () => {
    const { findings, trace } = judged({
      requests: STEADY,
      expect: [
        'metric: errors(buy), max: 0',
        'metric: successRate(buy), min: 99.9%',
        'metric: successRate(buy), min: 10%',
      ],
      timeline: 'at: 4m, stop: shop',
    })
    const [errors, rate, low] = findings
    expect(errors).toMatchObject({ status: 'failed', code: 'BACKENDS_NONE', fromUs: 245_000_000 })
    expect(errors!.message).toMatch(
      /^600 of 3000 requests of buy fail, expected none, 550 with 503, first at 4m5s: BACKENDS_NONE\./,
    )
    expect(trace.events[errors!.since!]).toMatchObject({ kind: 'backend', pool: 'shop', state: 'gone' })
    expect(errors!.fix).not.toContain('<')
    expect(rate).toMatchObject({ status: 'failed', code: 'BACKENDS_NONE' })
    expect(rate!.message).toMatch(/^80\.00 % of 3000 requests of buy succeed, expected at least 99\.9 %/)
    expect(low).toMatchObject({ status: 'held', message: '80.00 % of 3000 requests of buy succeed' })
  })

  it('should hold the 99th percentile against a duration', () => {
    const { findings } = judged({
      requests: STEADY,
      expect: ['metric: p99(buy), max: 20ms', 'metric: p99(buy), max: 19ms'],
    })
    expect(findings.map(({ status }) => status)).toEqual(['held', 'failed'])
    expect(findings[1]!.message).toBe(
      '99 % of the requests of buy that succeed take at most 20ms, half of them 20ms, expected at most 19ms',
    )
  })

  it('should not be exercised where no request has ended', () => {
    const { findings } = judged({
      requests: 'rate: 1/s, from: 10m',
      expect: [
        'metric: errors(buy), max: 0',
        'metric: successRate(buy), min: 0%',
        'metric: p99(buy), max: 1s',
      ],
    })
    expect(findings.map(({ status }) => status)).toEqual(['notExercised', 'notExercised', 'notExercised'])
  })
})

/** A service of EAS behind a fully managed gateway of one node; `service` has more of its keys. */
interface EasDraft {
  readonly requests: string
  readonly service: string
}

const judgedEas = ({ requests, service }: EasDraft) =>
  play(`${NETWORK.replace('duration: 60m', 'duration: 1m')}  shoppers: { address: 203.0.113.7 }
gateways:
  gate: { type: managed, spec: 2c4g, nodes: 1, internet: { entry: on, whitelist: [ 0.0.0.0/0 ] } }
apps:
  llm: { kind: eas, gateway: gate, instances: 1${service} }
flows:
  buy: { from: shoppers, to: gateway/gate, service: llm, requests: { ${requests} } }
expect:
  - { flow: buy, sometimes: reachable }
`)

/** A run for each code. */
const RUNS: Readonly<Record<string, Draft | EasDraft>> = {
  REQUEST_TIMEOUT: { requests: 'at: [ 1s ], serviceTime: 11s' },
  REQUEST_UNSENT: { requests: 'at: [ 1s ], sendTime: 11s' },
  BODY_CUT_SHORT: { requests: 'at: [ 1s ], body: short' },
  CLIENT_TIMEOUT: { requests: 'at: [ 1s ], serviceTime: 9s, timeout: 5s' },
  BACKLOG_FULL: { requests: 'at: [ 1s, 1s ], serviceTime: 5s', app: ', concurrency: 1, backlog: 0' },
  SERVER_ENDED: { requests: 'at: [ 59s ], serviceTime: 9s', timeline: 'at: 1m, stop: shop' },
  SERVER_LOST: {
    requests: 'at: [ 59s ], serviceTime: 9s',
    timeline: 'at: 1m, zoneOutage: cn-hangzhou-h, for: 1m',
  },
  DRAIN_CUT: {
    requests: 'at: [ 59s ], serviceTime: 9s',
    timeline: 'at: 1m, stop: shop',
    app: ', lifecycle: { preStop: 20s }',
    group: ', drain: 0s',
  },
  RATE_LIMITED: {
    requests: 'at: [ 1s, 1.001s ]',
    rules:
      ', rules: { all: { priority: 1, when: [ { path: / } ], do: [ { trafficLimit: { qps: 1 } }, { forward: shop } ] } }',
  },
  GW_OVERLOADED: { requests: 'rate: 6000/s, arrivals: constant, until: 1s', service: ', workers: 500' },
  GW_RATE_LIMITED: { requests: 'at: [ 1s, 1.001s ]', service: ', rateLimit: 1/s' },
  EAS_QUEUE_FULL: { requests: 'at: [ 1s, 1s ]', service: ', workers: 1, queue: 0' },
  EAS_KEEPALIVE_EXCEEDED: { requests: 'at: [ 1s ], serviceTime: 3s', service: ', keepalive: 2s' },
}

describe('the codes of requests', () => {
  it.each(REQUEST_REASONS.map(({ code }) => code))('should come out of a run: %s', (code) => {
    const draft = RUNS[code]!
    const { summary } = 'service' in draft ? judgedEas(draft) : judged(draft)
    const [of] = summary.requests!
    expect(of!.total.errors.map((error) => error.code)).toEqual([code])
  })
})

describe('requests to the Internet', () => {
  const out = (requests: string) => {
    const { scenario, summary } = play(`${NETWORK.replace('duration: 60m', 'duration: 1m')}natGateways:
  exit: { vpc: net, vswitch: net-h, eips: [ 203.0.113.50 ], snat: [ { vswitch: net-h, eips: [ 203.0.113.50 ] } ] }
apps: { shop: { vswitches: [ net-h ], securityGroup: web, instances: 2, port: 8080 } }
flows:
  orders: { from: app/shop, to: partner, requests: { arrivals: constant, serviceTime: 20ms, timeout: 1s, ${requests} } }
expect:
  - { metric: errors(orders), max: 0 }
  - { metric: snatPorts(exit), max: 50% }
`)
    return { findings: engine.judge(summary, scenario), summary }
  }

  it('vpc section 4.3: should take a port each, which is free again 10 s after the end', () => {
    // Within 10.02 s 10,020 of them are at work or not forgotten yet.
    const { findings, summary } = out('rate: 1000/s')
    expect(summary.snatPorts).toMatchObject([{ gateway: 'exit', peak: 10_020, capacity: 55_000 }])
    expect(findings.map(({ status }) => status)).toEqual(['held', 'held'])
    expect(summary.requests![0]!.total.backends).toMatchObject([{ server: 'partner', count: 60_000 }])
  })

  it('T9, vpc section 4.3: should get no answer where the EIP has no port left', () => {
    const { findings, summary } = out('rate: 6000/s, until: 10s')
    expect(summary.snatPorts).toMatchObject([{ peak: 55_000 }])
    const { errors } = summary.requests![0]!.total
    expect(errors).toMatchObject([{ status: 0, code: 'SNAT_PORTS_EXHAUSTED', failed: 5_000 }])
    expect(findings[0]).toMatchObject({
      status: 'failed',
      fix: 'Add an EIP to natGateways.exit.snat[0] (line 17) of NAT gateway exit: 203.0.113.50 has 55000 ports towards 192.0.2.80:443; or keep fewer connections, or call another port.',
    })
  })
})
