import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fixed, SECOND_US } from '../../src/cloud/duration-range.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { ALL_PROTOCOLS, ICMP, TCP, UDP } from '../../src/net/protocol.ts'
import { read, shop } from './read.ts'

const full = readFileSync(new URL('full.yaml', import.meta.url), 'utf8')

describe('readScenario', () => {
  const scenario = read(full)
  const { topology } = scenario

  it('should read the head', () =>
    expect(scenario).toMatchObject({
      name: 'Every key',
      file: 'good.yaml',
      durationUs: 3_600 * SECOND_US,
      seed: 42,
      quotas: { eip: 24, eipsPerSnatEntry: 64 },
    }))

  it('should keep the order of the file', () => {
    expect([...topology.vswitches.keys()]).toEqual([
      'main-h',
      'main-i',
      'nat',
      'jobs-h',
      // Behind those of the file: the network of EAS.
      'eas/network/cn-hangzhou-h',
      'eas/network/cn-hangzhou-i',
    ])
    expect([...topology.apps.keys()]).toEqual(['shop', 'worker', 'chat-a', 'chat-b', 'embed'])
    expect(scenario.flows.map(({ name }) => name).slice(0, 4)).toEqual([
      'inbound',
      'partner',
      'inner',
      'ping',
    ])
  })

  it('should tell where each thing was written', () => {
    const line = (text: string) => full.slice(0, full.indexOf(text)).split('\n').length
    expect(topology.vswitches.get('main-i')!.origin).toEqual({
      path: 'vpcs.main.vswitches.main-i',
      line: line('main-i: {'),
      column: 7,
    })
    expect(topology.securityGroups.get('web')!.ingress[1]!.origin).toEqual({
      path: 'securityGroups.web.ingress[1]',
      line: line('- { accept: tcp 22'),
      column: 9,
    })
    expect(topology.internet.get('partner')!.whitelist!.entries[2]!.origin).toMatchObject({
      line: line('    whitelist: ['),
      path: 'internet.partner.whitelist[2]',
    })
    expect(scenario.expectations[3]!.origin).toMatchObject({
      path: 'expect[3]',
      line: line('- { flow: partner, never'),
      column: 5,
    })
  })

  it('should write out pools in the order of allocation', () =>
    expect(topology.eipPools.get('shop')!.addresses).toEqual(
      [10, 11, 12, 13, 16, 17, 18, 19].map((last) => ipv4(203, 0, 113, last)),
    ))

  it('should read security rules', () => {
    const { ingress, egress } = topology.securityGroups.get('web')!
    expect(ingress[0]).toMatchObject({
      policy: 'accept',
      protocol: TCP,
      ports: { first: 8080, last: 8080 },
      priority: 1,
      peer: { kind: 'cidr' },
    })
    expect(ingress[1]!.peer).toMatchObject({
      kind: 'prefixList',
      name: 'offices',
      cidrs: [{ prefixLength: 26 }, { prefixLength: 28 }],
    })
    expect(ingress[3]).toMatchObject({ protocol: ICMP, peer: { kind: 'group', group: 'worker' } })
    expect(ingress[4]).toMatchObject({
      sourcePorts: { first: 1024, last: 65_535 },
      localCidr: { prefixLength: 24 },
      priority: 100,
    })
    expect(egress[0]).toMatchObject({ policy: 'drop' })
    expect(topology.securityGroups.get('worker')!.egress[0]).toMatchObject({
      protocol: ALL_PROTOCOLS,
      ports: { first: 0, last: 65_535 },
    })
    expect(topology.securityGroups.get('strict')).toMatchObject({ type: 'advanced', innerAccess: 'drop' })
  })

  it('should give SNAT entries the EIPs of the gateway unless they name some', () =>
    expect(topology.natGateways.get('out')!.snat).toMatchObject([
      { scope: 'vpc', source: { prefixLength: 16 }, eips: { length: 2 }, affinity: false },
      { scope: 'vswitch', source: { prefixLength: 24 }, eips: [ipv4(203, 0, 113, 101)], affinity: true },
      { scope: 'cidr', source: { prefixLength: 25 }, eips: [ipv4(203, 0, 113, 100)] },
    ]))

  it('should read servers, and give the lowest free address to those that name none', () => {
    expect(topology.servers.get('jump')).toMatchObject({
      vpc: 'main',
      address: ipv4(172, 16, 1, 20),
      securityGroups: ['worker'],
      listeners: [
        { protocol: TCP, ports: { first: 22, last: 22 } },
        { protocol: TCP, ports: { first: 8080, last: 8090 } },
        { protocol: UDP, ports: { first: 53, last: 53 } },
      ],
      running: true,
      eip: ipv4(203, 0, 113, 60),
    })
    expect(topology.servers.get('batch')!.address).toBe(ipv4(172, 16, 2, 1))
    expect(topology.databases.get('cache')!.address).toBe(ipv4(172, 16, 2, 2))
  })

  it('should read databases with their whitelists; the group default is nobody where it is not named', () => {
    expect(topology.databases.get('orders')).toMatchObject({
      engine: 'rds',
      port: 3307,
      publicAddress: ipv4(192, 0, 2, 33),
      whitelist: {
        groups: [
          { name: 'default', entries: [{ text: '127.0.0.1' }] },
          { name: 'apps', entries: [{ text: '172.16.1.0/24' }, { text: '203.0.113.10' }] },
        ],
        securityGroups: ['worker'],
      },
    })
    expect(topology.databases.get('cache')).toMatchObject({
      port: 6379,
      whitelist: { groups: [{ name: 'default', entries: [{ text: '127.0.0.1' }] }], securityGroups: [] },
    })
  })

  it('should read how versions behave', () => {
    const { versions } = topology.apps.get('shop')!
    expect(versions.get('v2')).toMatchObject({
      start: fixed(40 * SECOND_US),
      readiness: { passesFromUs: 45 * SECOND_US, failsFromUs: 600 * SECOND_US },
    })
    expect(versions.get('v2')).not.toHaveProperty('startup')
    expect(versions.get('v3')).toMatchObject({
      readiness: { passesFromUs: Infinity },
      exitsAfterUs: 120 * SECOND_US,
    })
    expect(versions.has('1.10')).toBe(true)
  })

  it('should take the port of a flow from its target, and none where there is none', () =>
    expect(scenario.flows.map(({ port }) => port)).toEqual([
      ...[8080, 443, 9000, 0, 3307, 6379, 3307, 443, 22, 9000, 443, 443, 9000, 9000, 80, 443, 80, 80, 80],
      80,
    ]))

  it('should fill in the documented defaults, of probes those of facts/load-balancing 3.5', () => {
    const { lifecycle, probes, deploy, version } = read(shop()).topology.apps.get('shop')!
    expect(version).toBe('v1')
    expect(lifecycle).toEqual({
      schedule: fixed(4 * SECOND_US),
      pull: fixed(10 * SECOND_US),
      eipBind: fixed(3 * SECOND_US),
      eipRelease: fixed(3 * SECOND_US),
      start: fixed(20 * SECOND_US),
      preStop: fixed(0),
      stop: fixed(5 * SECOND_US),
      graceUs: 30 * SECOND_US,
    })
    expect(probes).toEqual({ readiness: 'sound' })
    expect(deploy).toEqual({
      strategy: { batches: 1, release: 'auto', batchWaitUs: 0 },
      minReady: -1,
      minReadyPercent: -1,
      maxSurge: -1,
      maxSurgePercent: -1,
      instanceWaitUs: 0,
      batchTimeoutUs: 1_800 * SECOND_US,
      eipGate: 'bound',
      eipShortage: 'wait',
      retryUs: 10 * SECOND_US,
      readinessFailure: 'fail',
      readinessGate: false,
    })
    const probed = read(shop('probes: { startup: {}, readiness: {}, liveness: {} }')).topology.apps.get(
      'shop',
    )!.probes
    const common = { timeoutUs: SECOND_US, failureThreshold: 3, successThreshold: 1 }
    expect(probed).toEqual({
      startup: { initialDelayUs: 0, periodUs: 10 * SECOND_US, ...common },
      readiness: { initialDelayUs: 10 * SECOND_US, periodUs: 30 * SECOND_US, ...common },
      liveness: { initialDelayUs: 10 * SECOND_US, periodUs: 30 * SECOND_US, ...common },
    })
  })

  it('should read percentages beside counts', () => {
    expect(
      read(shop('deploy: { minReady: 25%, maxSurge: 1 }')).topology.apps.get('shop')!.deploy,
    ).toMatchObject({ minReady: -1, minReadyPercent: 25, maxSurge: 1, maxSurgePercent: -1 })
    expect(read(shop('deploy: { minReady: 0 }')).topology.apps.get('shop')!.deploy).toMatchObject({
      minReady: 0,
      minReadyPercent: -1,
    })
  })

  it('should sort the timeline by time and keep the order within an instant', () => {
    const { timeline } = read(
      shop(
        '',
        'timeline:\n  - { at: 2m, restart: shop }\n  - { at: 1m, stop: shop }\n  - { at: 1m, start: shop }\n  - { at: 1m, zoneOutage: cn-hangzhou-h }\n',
      ),
    )
    expect(timeline.map(({ text }) => text)).toEqual([
      'stop shop',
      'start shop',
      'zoneOutage cn-hangzhou-h',
      'restart shop',
    ])
    expect(timeline[2]!.action).toMatchObject({ kind: 'zoneOutage', forUs: 14 * 60 * SECOND_US })
  })

  it('should expand what an alias stands for', () => {
    const { topology } = read(
      `${shop('lifecycle: &quick { start: 1s }')}  more: { vswitches: [h], securityGroup: web, instances: 1, port: 1, lifecycle: *quick }\n`,
    )
    expect(topology.apps.get('more')!.lifecycle.start).toEqual(fixed(SECOND_US))
  })

  it('should give the same scenario for the same text', () => expect(read(full)).toEqual(scenario))
})

describe('set', () => {
  const INTERNET = 'internet: { partner: { address: 192.0.2.80, port: 443, whitelist: [203.0.113.1] } }\n'

  it('should change the configuration from one entry to the next', () => {
    const { timeline, topology } = read(
      shop(
        '',
        `${INTERNET}timeline:
  - { at: 2m, set: 'internet.partner.whitelist[0]', to: 203.0.113.8/29 }
  - { at: 1m, set: internet.partner.whitelist, to: [203.0.113.2, 203.0.113.3] }
  - { at: 3m, set: 'securityGroups.web.ingress[0].priority', to: 7 }
`,
      ),
    )
    const after = timeline.map(({ action }) => (action.kind === 'configure' ? action.topology : undefined)!)
    const texts = after.map(({ internet }) =>
      internet.get('partner')!.whitelist!.entries.map(({ text }) => text),
    )
    expect(texts).toEqual([
      ['203.0.113.2', '203.0.113.3'],
      ['203.0.113.8/29', '203.0.113.3'],
      ['203.0.113.8/29', '203.0.113.3'],
    ])
    expect(topology.internet.get('partner')!.whitelist!.entries.map(({ text }) => text)).toEqual([
      '203.0.113.1',
    ])
    expect(after[2]!.securityGroups.get('web')!.ingress[0]!.priority).toBe(7)
    // What did not change is the very same object.
    expect(after[0]!.apps).toBe(topology.apps)
    expect(after[2]!.internet).toBe(after[1]!.internet)
  })

  it('should change the whitelist of a database and what a server does, and nothing else of them', () => {
    const { timeline, topology } = read(
      shop(
        '',
        `servers: { jump: { vswitch: h, securityGroups: [web] } }
databases: { orders: { engine: rds, vswitch: h, whitelist: { apps: [] } } }
timeline:
  - { at: 1m, set: databases.orders.whitelist.more, to: [10.1.2.3/8] }
  - { at: 2m, set: servers.jump.running, to: false }
`,
      ),
    )
    const after = timeline.map(({ action }) => (action.kind === 'configure' ? action.topology : undefined)!)
    const { groups } = after[0]!.databases.get('orders')!.whitelist
    expect(groups.map(({ name, entries }) => `${name} ${entries.map(({ text }) => text)}`)).toEqual([
      'default 127.0.0.1',
      'apps ',
      'more 10.1.2.3/8',
    ])
    expect(after[1]!.servers.get('jump')!.running).toBe(false)
    expect(after[1]!.databases).toBe(after[0]!.databases)
    expect(after[0]!.servers).toBe(topology.servers)
  })

  it('should tell what was set where it was set', () => {
    const { timeline } = read(
      shop('', `${INTERNET}timeline:\n  - { at: 1m, set: internet.partner.whitelist, to: [203.0.113.2] }\n`),
    )
    const action = timeline[0]!.action
    if (action.kind !== 'configure') throw new Error(action.kind)
    expect(action.topology.internet.get('partner')!.whitelist!.entries[0]!.origin).toEqual({
      path: 'internet.partner.whitelist[0]',
      line: 8,
      column: 53,
    })
  })

  it('should add what the file had left to its default', () => {
    const { timeline } = read(
      shop(
        '',
        'internet: { partner: { address: 192.0.2.80 } }\ntimeline:\n  - { at: 1m, set: internet.partner.whitelist, to: [] }\n',
      ),
    )
    expect(timeline[0]!.action).toMatchObject({ kind: 'configure', path: 'internet.partner.whitelist' })
  })
})
