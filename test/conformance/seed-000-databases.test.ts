/**
 * Seed 000 (SAE network concepts), what it says of ECS servers and managed databases, its two troubleshooting entries
 * among it: one test a sentence, restated in our words.
 */
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import { explain } from '../../src/datapath/explain.ts'
import { packetOf } from '../../src/datapath/flow-packet.ts'
import { reasons } from '../../src/datapath/reasons.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { TCP } from '../../src/net/protocol.ts'
import { momentAt } from '../../src/simulation/simulate.ts'
import { app, flow, NETWORK as NET, play } from './play.ts'

const NETWORK = NET.replace(
  'securityGroups:\n',
  'securityGroups:\n  ecs: { vpc: net, ingress: [ { accept: tcp 8080, from: 172.16.0.0/16 } ] }\n',
)

const SHOP = `apps:\n${app('shop', 'instances: 2')}`
const POOL = 'eipPools:\n  pool: { addresses: [ 203.0.113.1-203.0.113.3 ] }\n'
const WITH_EIPS = `${POOL}apps:\n${app('shop', 'instances: 2, eips: pool')}`
const SERVER = (keys = '') =>
  `servers:\n  stock: { vswitch: net-i, address: 172.16.2.100, securityGroups: [ ecs ], ports: [ tcp 8080 ]${keys} }\n`
const DATABASE = (whitelist: string, engine = 'rds') =>
  `databases:\n  orders: { engine: ${engine}, vswitch: net-h, address: 172.16.1.200, publicAddress: 192.0.2.33, whitelist: { apps: [ ${whitelist} ] } }\n`
const CALLS = 'flows:\n  call: { from: app/shop, to: db/orders }\n'
const PUBLIC_CALLS = 'flows:\n  call: { from: app/shop, to: db/orders, via: public }\n'

const verdict = (text: string, name = 'call') => flow(play(`${NETWORK}${text}`).summary, name).verdict
const reason = (text: string, name = 'call') => {
  const [first] = flow(play(`${NETWORK}${text}`).summary, name).intervals
  const { fix } = reasons.find(({ code }) => code === first!.code)!
  return `${first!.code}: ${fillTemplate(fix, first!.details!)}`
}

describe('resources of the same VPC', () => {
  it('“the application reaches ECS, RDS and Tair in its VPC directly”', () => {
    expect(verdict(`${SHOP}${SERVER()}flows:\n  call: { from: app/shop, to: server/stock }\n`)).toBe(
      'REACHABLE',
    )
    for (const engine of ['rds', 'tair'])
      expect(verdict(`${SHOP}${DATABASE('172.16.0.0/16', engine)}${CALLS}`)).toBe('REACHABLE')
  })

  it('“and conversely resources of the VPC reach the application”, though not by a lasting address', () => {
    const { scenario, trace } = play(
      `${NETWORK}${SHOP}${SERVER()}flows:\n  back: { from: server/stock, to: app/shop }\n`,
    )
    const { tables, live, instances } = momentAt(scenario, 1_000_000)
    const source = live.address(0)
    for (const { slot } of instances) {
      const destination = live.address(slot)
      const packet = {
        slot: 0,
        protocol: TCP,
        source,
        sourcePort: 50_000,
        destination,
        destinationPort: 8080,
      } as const
      expect(decide(tables, live, packet, newDecision())).toBe(true)
    }
    const answers = trace.events.filter(({ kind }) => kind === 'answer')
    expect(answers).toMatchObject([{ instance: 'stock', code: 'INSTANCE_ADDRESS_NOT_A_CONTRACT' }])
  })
})

describe('“the application cannot reach the ECS server”', () => {
  const TWO_VPCS = `${NETWORK.replace(
    'securityGroups:',
    '  far: { cidr: 10.0.0.0/16, vswitches: { far-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 } } }\nsecurityGroups:\n  far: { vpc: far, ingress: [ { accept: all, from: 0.0.0.0/0 } ] }',
  )}`

  it('“make sure that both are in the same VPC”', () => {
    const { summary } = play(
      `${TWO_VPCS}${SHOP}servers:\n  stock: { vswitch: far-h, securityGroups: [ far ], ports: [ tcp 8080 ] }\nflows:\n  call: { from: app/shop, to: server/stock }\n`,
    )
    expect(flow(summary, 'call').intervals[0]).toMatchObject({ code: 'VPC_NOT_CONNECTED' })
  })

  it('“make sure that the port is open in the security group”', () => {
    const closed = `${SHOP}${SERVER().replace('tcp 8080', 'tcp 9000')}flows:\n  call: { from: app/shop, to: server/stock }\n`
    expect(reason(closed)).toMatch(
      /^SG_NO_ALLOW_IN: Add an ingress rule to security group ecs: accept tcp 9000 from 172\.16\.[12]\./,
    )
  })

  it('“test the connection with ping and telnet”: each is a flow, and they may differ', () => {
    const both = `${SHOP}${SERVER()}flows:\n  ping: { from: app/shop, to: server/stock, protocol: icmp }\n  telnet: { from: app/shop, to: server/stock }\n`
    expect(verdict(both, 'telnet')).toBe('REACHABLE')
    expect(reason(both, 'ping')).toMatch(/^SG_NO_ALLOW_IN: .*accept icmp/)
  })

  it('and a server that is stopped, or does not listen, is told apart from a closed port', () => {
    const call = 'flows:\n  call: { from: app/shop, to: server/stock, port: 8080 }\n'
    expect(reason(`${SHOP}${SERVER(', running: false')}${call}`)).toMatch(
      /^SERVER_NOT_RUNNING: Start server stock/,
    )
    expect(reason(`${SHOP}${SERVER().replace('ports: [ tcp 8080 ]', 'ports: []')}${call}`)).toMatch(
      /^PORT_NOT_SERVED/,
    )
  })
})

describe('“the application cannot reach the RDS or Tair database”', () => {
  it('“for internal access, add the VPC or vSwitch range to the whitelist”', () => {
    expect(reason(`${SHOP}${DATABASE('')}${CALLS}`)).toMatch(
      /^DB_WHITELIST_LACKS_VSWITCH: Add 172\.16\.[12]\.0\/24 \(vSwitch net-[hi]\) to the whitelist of database orders/,
    )
    expect(verdict(`${SHOP}${DATABASE('172.16.1.0/24, 172.16.2.0/24')}${CALLS}`)).toBe('REACHABLE')
    expect(verdict(`${SHOP}${DATABASE('172.16.0.0/16')}${CALLS}`)).toBe('REACHABLE')
    expect(verdict(`${SHOP}${DATABASE('172.16.1.0/24')}${CALLS}`)).toBe('BLOCKED')
  })

  it('“for public access, add the public EIP to the whitelist”', () => {
    expect(reason(`${WITH_EIPS}${DATABASE('172.16.0.0/16')}${PUBLIC_CALLS}`)).toMatch(
      /^DB_WHITELIST_LACKS_EGRESS_IP: Add 203\.0\.113\.1 to the whitelist of .*all other EIPs of pool pool/,
    )
    expect(verdict(`${WITH_EIPS}${DATABASE('203.0.113.1, 203.0.113.2')}${PUBLIC_CALLS}`)).toBe('REACHABLE')
  })

  it('“all EIPs of the pool”: a rolling replacement draws the one that is not listed', () => {
    const deploy = 'timeline:\n  - { at: 1m, deploy: shop, version: v2 }\n'
    const listed = (entries: string) => `${WITH_EIPS}${DATABASE(entries)}${PUBLIC_CALLS}${deploy}`
    expect(verdict(listed('203.0.113.1, 203.0.113.2'))).toBe('INTERMITTENT')
    expect(verdict(listed('203.0.113.1, 203.0.113.2/31'))).toBe('REACHABLE')
  })

  it('“in the same VPC the internal address is recommended”', () => {
    const { scenario } = play(`${NETWORK}${WITH_EIPS}${DATABASE('203.0.113.0/24')}${PUBLIC_CALLS}`)
    const { tables, live, instances } = momentAt(scenario, 0)
    const packet = packetOf(tables, live, scenario.flows[0]!, instances[0]!.slot)!
    expect(formatIpv4(packet.destination)).toBe('192.0.2.33')
    const { reached, notes } = explain(tables, live, packet)
    expect(reached).toBe(true)
    expect(notes).toMatchObject([
      { code: 'DB_PUBLIC_NAME_INSIDE_VPC', details: { internal: '172.16.1.200' } },
    ])
  })

  it('“a database in another VPC is connected by CEN, then called by its internal address”', () => {
    const { summary } = play(
      `${NETWORK.replace(
        'securityGroups:',
        '  far: { cidr: 10.0.0.0/16, vswitches: { far-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 } } }\nsecurityGroups:',
      )}${SHOP}databases:\n  orders: { engine: tair, vswitch: far-h, whitelist: { apps: [ 172.16.0.0/16 ] } }\n${CALLS}`,
    )
    expect(flow(summary, 'call').intervals[0]).toMatchObject({
      status: 'BLOCKED',
      code: 'DB_OTHER_VPC',
      details: { vpc: 'net', otherVpc: 'far', database: 'orders' },
    })
  })

  it('“test with ping and telnet”: both get through once the list has the caller', () => {
    const both =
      'flows:\n  ping: { from: app/shop, to: db/orders, protocol: icmp }\n  telnet: { from: app/shop, to: db/orders }\n'
    for (const name of ['ping', 'telnet']) {
      expect(verdict(`${SHOP}${DATABASE('172.16.0.0/16')}${both}`, name)).toBe('REACHABLE')
      expect(verdict(`${SHOP}${DATABASE('')}${both}`, name)).toBe('BLOCKED')
    }
  })
})
