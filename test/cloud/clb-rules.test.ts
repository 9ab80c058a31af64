import { describe, expect, it } from 'vitest'
import { checkClbSwitches, checkClbs } from '../../src/cloud/clb-rules.ts'
import type { Listener } from '../../src/cloud/listener.ts'
import type { Clb } from '../../src/cloud/load-balancer.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { quotasWith } from '../../src/cloud/quotas.ts'
import { saeHealthCheck } from '../../src/cloud/sae-group.ts'
import type { ServerGroup } from '../../src/cloud/server-group.ts'
import { clb, group, http, rented, SECOND_US, stream, told } from './balancers.ts'

const check = (
  listeners: readonly Listener[],
  more: Partial<Clb> = {},
  groups: readonly ServerGroup[] = [],
) => told(checkClbs(rented({ balancers: [clb(listeners, more)], groups }), quotasWith()))

const L4 = 'loadBalancers.edge.listeners.l4'
const WEB = 'loadBalancers.edge.listeners.web'
const HIGH = { isHighPerformance: true }

describe('2.2 schedulers: those of the protocol, and hashes on high-performance instances only', () => {
  it.each([
    ['tcp', 'wrr', true],
    ['tcp', 'rr', true],
    ['tcp', 'sch', true],
    ['tcp', 'tch', true],
    ['tcp', 'qch', false],
    ['udp', 'qch', true],
    ['udp', 'sch', true],
  ] as const)('%s takes %s: %s', (protocol, scheduler, isTaken) =>
    expect(check([stream({ protocol, scheduler })], HIGH)).toEqual(
      isTaken ? [] : [`CLB_SCHEDULER at ${L4}.scheduler`],
    ),
  )

  it('2.3 schedulers: HTTP takes wrr and rr, and no hash', () => {
    for (const scheduler of ['wrr', 'rr'] as const) expect(check([http({ scheduler })])).toEqual([])
    expect(check([http({ scheduler: 'sch' })], HIGH)).toEqual([`CLB_SCHEDULER at ${WEB}.scheduler`])
  })

  it('… of a rule with settings of its own as well (2.6)', () => {
    const own = { scheduler: 'sch' } as const
    const urlRules = [{ name: 'a', url: '/a', group: 'g', own, origin: unwritten('a') }]
    expect(check([http({ urlRules })])).toEqual([`CLB_SCHEDULER at ${WEB}.rules.a.scheduler`])
  })

  it.each(['sch', 'tch', 'qch'] as const)('%s needs a high-performance instance', (scheduler) =>
    expect(check([stream({ protocol: 'udp', scheduler })])).toEqual([`CLB_SCHEDULER at ${L4}.scheduler`]),
  )

  it('wlc is still accepted at layer 4 (K)', () => expect(check([stream({ scheduler: 'wlc' })])).toEqual([]))

  it('wrr and rr cannot become a hash later, nor the other way round', () => {
    const changed = (from: 'wrr' | 'rr' | 'sch' | 'tch', to: 'wrr' | 'rr' | 'sch' | 'tch') =>
      told(
        checkClbSwitches(
          rented({ balancers: [clb([stream({ scheduler: from })], HIGH)] }),
          rented({ balancers: [clb([stream({ scheduler: to })], HIGH)] }),
        ),
      )
    const refused = [`CLB_SCHEDULER_SWITCH at ${L4}.scheduler`]
    expect([changed('wrr', 'sch'), changed('tch', 'rr')]).toEqual([refused, refused])
    expect([changed('wrr', 'rr'), changed('sch', 'tch')]).toEqual([[], []])
  })
})

describe('2.2 what TCP has and UDP has not', () => {
  it('persistence: 0 s to 3600 s, not for UDP', () => {
    expect(check([stream({ persistenceUs: 3_600 * SECOND_US })])).toEqual([])
    expect(check([stream({ persistenceUs: 3_601 * SECOND_US })])).toEqual([
      `VALUE_OUT_OF_RANGE at ${L4}.persistence`,
    ])
    expect(check([stream({ protocol: 'udp', persistenceUs: SECOND_US })])).toEqual([
      `CLB_TCP_ONLY at ${L4}.persistence`,
    ])
  })

  it.each([
    [9, false],
    [10, true],
    [900, true],
    [901, false],
  ])('established timeout and connection drain of %d s: %s', (seconds, isTaken) => {
    const valueUs = seconds * SECOND_US
    expect(check([stream({ establishedTimeoutUs: valueUs })])).toEqual(
      isTaken ? [] : [`VALUE_OUT_OF_RANGE at ${L4}.establishedTimeout`],
    )
    expect(check([stream({ drainUs: valueUs })])).toEqual(
      isTaken ? [] : [`VALUE_OUT_OF_RANGE at ${L4}.drain`],
    )
  })

  it('connection drain is for TCP', () =>
    expect(check([stream({ protocol: 'udp', drainUs: 10 * SECOND_US })])).toEqual([
      `CLB_TCP_ONLY at ${L4}.drain`,
    ]))
})

describe('2.2 backend sets: a master/slave group', () => {
  const pair = (count: number) => [group('pair', count, { isMasterSlave: true })]

  it.each([1, 3])('has exactly two servers, not %d', (count) =>
    expect(check([stream({ defaultGroup: 'pair' })], {}, pair(count))).toEqual([
      'CLB_MASTER_SLAVE at serverGroups.pair.servers',
    ]),
  )

  it('serves TCP and UDP, not HTTP', () => {
    for (const protocol of ['tcp', 'udp'] as const)
      expect(check([stream({ protocol, defaultGroup: 'pair' })], {}, pair(2))).toEqual([])
    expect(check([http({ defaultGroup: 'pair' })], {}, pair(2))).toEqual([
      `CLB_MASTER_SLAVE at ${WEB}.default`,
    ])
  })
})

describe('2.3 layer 7', () => {
  it.each([
    ['idleTimeout', 'idleTimeoutUs', 60],
    ['requestTimeout', 'requestTimeoutUs', 180],
  ] as const)('%s is 1 s to %3$d s', (key, field, most) => {
    const refused = [`VALUE_OUT_OF_RANGE at ${WEB}.${key}`]
    expect(check([http({ [field]: most * SECOND_US })])).toEqual([])
    expect(check([http({ [field]: (most + 1) * SECOND_US })])).toEqual(refused)
    expect(check([http({ [field]: 0 })])).toEqual(refused)
  })

  it('HTTP → HTTPS: the port is an HTTPS listener of the same CLB', () => {
    const secure = http({ name: 'secure', protocol: 'https', port: 443, certificates: ['shop'] })
    const wrong = [`CLB_FORWARD_PORT at ${WEB}.forwardPort`]
    expect(check([http({ forwardPort: 443 }), secure])).toEqual([])
    expect(check([http({ forwardPort: 443 })])).toEqual(wrong)
    expect(check([http({ forwardPort: 81 }), http({ name: 'plain', port: 81 })])).toEqual(wrong)
  })
})

describe('2.4 allowed check types', () => {
  it.each([
    ['tcp', 'tcp', true],
    ['tcp', 'http', true],
    ['tcp', 'udp', false],
    ['udp', 'tcp', true],
    ['udp', 'udp', true],
    ['udp', 'http', true],
  ] as const)('a %s listener may check by %s: %s', (protocol, by, isTaken) => {
    const healthCheck = { ...saeHealthCheck('http', { healthyCodes: '2xx' }), protocol: by }
    expect(check([stream({ protocol, healthCheck })])).toEqual(
      isTaken ? [] : [`CLB_HEALTH_CHECK at ${L4}.healthCheck.protocol`],
    )
  })

  it('an HTTP listener checks by http', () => {
    const healthCheck = { ...saeHealthCheck('http', { healthyCodes: '2xx' }), protocol: 'tcp' } as const
    expect(check([http({ healthCheck })])).toEqual([`CLB_HEALTH_CHECK at ${WEB}.healthCheck.protocol`])
  })

  it('switch: it can be turned off', () => {
    const { healthCheck: _, ...unchecked } = http()
    expect(check([unchecked])).toEqual([])
  })
})

describe('2.6 rules', () => {
  const rule = (name: string, domain?: string, url?: string) => ({
    name,
    group: 'g',
    origin: unwritten(name),
    ...(domain !== undefined && { domain }),
    ...(url !== undefined && { url }),
  })

  it('key: domain, URL, or both', () => {
    expect(
      check([http({ urlRules: [rule('a', 'h.cn'), rule('b', undefined, '/b'), rule('c', 'h.cn', '/c')] })]),
    ).toEqual([])
    expect(check([http({ urlRules: [rule('a')] })])).toEqual([`CLB_RULE_KEY at ${WEB}.rules.a`])
  })

  it('key: unique in the listener', () =>
    expect(check([http({ urlRules: [rule('a', 'h.cn', '/x'), rule('b', 'h.cn', '/x')] })])).toEqual([
      `CLB_RULE_DUPLICATE at ${WEB}.rules.b`,
    ]))

  it('2.9: at most 40 rules for a listener', () => {
    const rules = (count: number) =>
      Array.from({ length: count }, (_, at) => rule(`r${at}`, undefined, `/${at}x`))
    expect(check([http({ urlRules: rules(40) })])).toEqual([])
    expect(check([http({ urlRules: rules(41) })])).toEqual([`QUOTA_EXCEEDED at ${WEB}.rules`])
  })

  it.each([
    ['h.cn', true],
    ['*.h.cn', true],
    ['a-b.h.cn', true],
    ['*', false],
    ['*h.cn', false],
    ['a.*.cn', false],
    ['h_x.cn', false],
    ['h.cn:80', false],
  ])('domain %s: %s', (domain, isTaken) =>
    expect(check([http({ urlRules: [rule('a', domain)] })])).toEqual(
      isTaken ? [] : [`CLB_RULE_DOMAIN at ${WEB}.rules.a.domain`],
    ),
  )

  it.each([
    ['/a', true],
    ['/a-b/c.d%20?x#y&z', true],
    [`/${'a'.repeat(79)}`, true],
    [`/${'a'.repeat(80)}`, false],
    ['/', false],
    ['a', false],
    ['/a*', false],
    ['/a_b', false],
  ])('URL %s: %s', (url, isTaken) =>
    expect(check([http({ urlRules: [rule('a', undefined, url)] })])).toEqual(
      isTaken ? [] : [`CLB_RULE_URL at ${WEB}.rules.a.url`],
    ),
  )
})

describe('2.9 quotas', () => {
  it('50 listeners of an instance', () => {
    const listeners = (count: number) =>
      Array.from({ length: count }, (_, at) => stream({ name: `l${at}`, port: at + 1 }))
    expect(check(listeners(50))).toEqual([])
    expect(check(listeners(51))).toEqual(['QUOTA_EXCEEDED at loadBalancers.edge.listeners'])
  })

  it('200 servers of an instance', () => {
    const listeners = [stream({ defaultGroup: 'g' })]
    expect(check(listeners, {}, [group('g', 200)])).toEqual([])
    expect(check(listeners, {}, [group('g', 201)])).toEqual([
      'QUOTA_EXCEEDED at loadBalancers.edge.listeners',
    ])
  })
})
