/** Connections of flows in a run: opened, refused, lost, closed; facts/vpc section 4.3, R4.18, R5.14. */
import { describe, expect, it } from 'vitest'
import { NETWORK, type Play, play } from '../conformance/play.ts'

const text = `securityGroups:
  web: { vpc: net, ingress: [ { accept: tcp 8080, from: 0.0.0.0/0 } ] }
  inner: { vpc: net, ingress: [ { accept: tcp 8080, from: 172.16.0.0/16 } ] }
`
const run = (connections: string, timeline: string, flows = '') =>
  play(
    `${NETWORK.replace(/securityGroups:\n.*\n/, text).replace('port: 443', 'port: 443, whitelist: [ 203.0.113.0/24 ]')}natGateways:
  exit: { vpc: net, vswitch: net-h, eips: [ 203.0.113.50, 203.0.113.51 ], snat: [ { cidr: 172.16.0.0/16, eips: [ 203.0.113.50 ] } ] }
apps:
  shop: { vswitches: [ net-h ], securityGroup: web, port: 8080, instances: 2 }
servers:
  stock: { vswitch: net-i, securityGroups: [ inner ], ports: [ tcp 8080 ] }
databases:
  orders: { engine: rds, vswitch: net-i, publicAddress: 192.0.2.33, whitelist: { apps: [ 172.16.0.0/16 ] } }
flows:
  out: { from: app/shop, to: partner, connections: { ${connections} } }
  inner: { from: app/shop, to: server/stock, connections: { ${connections} } }
  query: { from: app/shop, to: orders, connections: { ${connections} } }
${flows}${timeline === '' ? '' : `timeline:\n${timeline}`}`,
  )

/** `['0 opened 10 of shop-1', …]` */
const storyOf = ({ trace }: Play, flow: string) =>
  trace.events.flatMap((event) =>
    event.kind === 'connections' && event.flow === flow
      ? [
          `${event.atUs / 1_000_000} ${event.change} ${event.count} of ${event.instance}${event.code === undefined ? '' : ` ${event.code}`}`,
        ]
      : [],
  )
const OPENED = ['0 opened 10 of shop-1', '0 opened 10 of shop-2']
const lost = (second: number, code: string) =>
  ['shop-1', 'shop-2'].map((instance) => `${second} lost 10 of ${instance} ${code}`)

describe('connections', () => {
  it('should be opened by each instance at the start and stay', () => {
    const played = run('perInstance: 10', '')
    for (const flow of ['out', 'inner', 'query']) expect(storyOf(played, flow)).toEqual(OPENED)
    expect(played.summary.connections?.[0]).toMatchObject({ opened: 20, peak: 20, atEnd: 20, lost: 0 })
  })

  it('R4.18: should be lost with the EIP of their SNAT entry, at their next packet', () => {
    const played = run(
      'perInstance: 10',
      "  - { at: 65s, set: 'natGateways.exit.snat[0].eips', to: [ 203.0.113.51 ] }\n",
    )
    expect(storyOf(played, 'out')).toEqual([...OPENED, ...lost(90, 'CONNECTION_SOURCE_GONE')])
    expect(storyOf(played, 'query')).toEqual(OPENED)
    const [first] = played.summary.connections![0]!.losses
    expect(first).toMatchObject({ count: 20, instances: ['shop-1', 'shop-2'] })
    expect(played.trace.events[first!.since]?.cause).toBe(
      played.trace.events.findIndex(({ kind }) => kind === 'configured'),
    )
  })

  it('R4.18: should be lost though the EIP comes back before their next packet', () => {
    const played = run(
      'perInstance: 10',
      `  - { at: 65s, set: 'natGateways.exit.snat[0].eips', to: [ 203.0.113.51 ] }
  - { at: 66s, set: 'natGateways.exit.snat[0].eips', to: [ 203.0.113.50 ] }
`,
    )
    expect(storyOf(played, 'out')).toEqual([...OPENED, ...lost(90, 'CONNECTION_SOURCE_GONE')])
  })

  it('R4.18: should survive an EIP that is added', () => {
    const played = run(
      'perInstance: 10',
      "  - { at: 1m, set: 'natGateways.exit.snat[0].eips', to: [ 203.0.113.51, 203.0.113.50 ] }\n",
    )
    expect(storyOf(played, 'out')).toEqual(OPENED)
  })

  it('R4.9: should be lost with the SNAT entry', () => {
    const played = run('perInstance: 10', '  - { at: 1m, set: natGateways.exit.snat, to: [] }\n')
    expect(storyOf(played, 'out')).toEqual([...OPENED, ...lost(60, 'SNAT_NO_ENTRY')])
  })

  it('R5.14: should survive a tightened rule until their session is 910 s old, and then ask it', () => {
    const tighten = '  - { at: 1m, set: securityGroups.inner.ingress, to: [] }\n'
    // Packets come each 30 s: the first at or after 910 s is that of 930 s.
    expect(storyOf(run('perInstance: 10', tighten), 'inner')).toEqual([
      ...OPENED,
      ...lost(930, 'SG_NO_ALLOW_IN'),
    ])
    // A session is recorded anew when it lapses: 930 s, 1860 s.
    expect(storyOf(run('perInstance: 10', tighten.replace('1m', '1000s')), 'inner')).toEqual([
      ...OPENED,
      ...lost(1860, 'SG_NO_ALLOW_IN'),
    ])
    const back =
      '  - { at: 2m, set: securityGroups.inner.ingress, to: [ { accept: tcp 8080, from: 0.0.0.0/0 } ] }\n'
    expect(storyOf(run('perInstance: 10', tighten + back), 'inner')).toEqual(OPENED)
  })

  it('R9.7: should survive a whitelist that has them no more, and new ones should not', () => {
    const played = run(
      'perInstance: 10, every: 10m',
      '  - { at: 1m, set: databases.orders.whitelist.apps, to: [ 127.0.0.1 ] }\n',
    )
    expect(storyOf(played, 'query').slice(0, 4)).toEqual([
      ...OPENED,
      '600 refused 10 of shop-1 DB_WHITELIST_LACKS_VSWITCH',
      '600 refused 10 of shop-2 DB_WHITELIST_LACKS_VSWITCH',
    ])
    expect(played.summary.connections![2]).toMatchObject({ lost: 0, atEnd: 20 })
  })

  it('R6.2: should be lost at the first packet that a network ACL drops', () => {
    const acl = run(
      'perInstance: 10, packetEvery: 20s',
      '  - { at: 50s, set: servers.stock.running, to: false }\n',
    )
    expect(storyOf(acl, 'inner')).toEqual([...OPENED, ...lost(60, 'SERVER_NOT_RUNNING')])
  })

  it('R4.20: should end when a DNAT entry leads to somebody else, or nowhere', () => {
    const inward = (to: string) =>
      play(`${NETWORK}natGateways:
  exit: { vpc: net, vswitch: net-h, eips: [ 203.0.113.50 ], snat: [], dnat: [ { eip: 203.0.113.50, port: 80, protocol: tcp, to: 172.16.1.20, toPort: 8080 } ] }
servers:
  old: { vswitch: net-h, address: 172.16.1.20, securityGroups: [ web ], ports: [ tcp 8080 ] }
  new: { vswitch: net-h, address: 172.16.1.21, securityGroups: [ web ], ports: [ tcp 8080 ] }
flows:
  in: { from: client, to: server/old, port: 8080, connections: { perInstance: 3 } }
timeline:
  - { at: 1m, set: natGateways.exit.dnat, to: ${to} }
`)
    const other = inward('[ { eip: 203.0.113.50, port: 80, protocol: tcp, to: 172.16.1.21, toPort: 8080 } ]')
    expect(storyOf(other, 'in')).toEqual(['0 opened 3 of old', '60 lost 3 of old CONNECTION_TARGET_CHANGED'])
    expect(storyOf(inward('[]'), 'in')).toEqual(['0 opened 3 of old', '60 lost 3 of old NAT_NO_SESSION'])
  })

  it('4.3: should be forgotten by NAT after 900 s without a packet, and by nobody else', () => {
    const played = run('perInstance: 10, packetEvery: 16m', '')
    expect(storyOf(played, 'out')).toEqual([...OPENED, ...lost(900, 'NAT_SESSION_EXPIRED')])
    expect(storyOf(played, 'query')).toEqual(OPENED)
    expect(storyOf(run('perInstance: 10, packetEvery: 14m59s', ''), 'out')).toEqual(OPENED)
  })

  it('should be closed in time, and opened again and again', () => {
    const played = run('perInstance: 10, open: 1m, every: 20m, closeAfter: 5m', '')
    expect(storyOf(played, 'out').filter((line) => line.endsWith('shop-1'))).toEqual([
      '60 opened 10 of shop-1',
      '360 closed 10 of shop-1',
      '1260 opened 10 of shop-1',
      '1560 closed 10 of shop-1',
      '2460 opened 10 of shop-1',
      '2760 closed 10 of shop-1',
    ])
  })

  it('should end with their instance: closed where it stops in order, lost where it crashes', () => {
    const rolled = run('perInstance: 10', '  - { at: 1m, deploy: shop, version: v2 }\n')
    const told = rolled.summary.connections!.find(({ flow }) => flow === 'query')
    expect(told).toMatchObject({ opened: 40, closed: 20, lost: 0, atEnd: 20 })
    const crashed = run('perInstance: 10', '  - { at: 1m, crash: shop, count: 1, mode: container }\n')
    expect(storyOf(crashed, 'query')).toContain('60 lost 10 of shop-1 CONNECTION_END_GONE')
    expect(crashed.summary.connections!.find(({ flow }) => flow === 'query')).toMatchObject({
      opened: 30,
      lost: 10,
      atEnd: 20,
    })
  })

  it('T9: of 55,001 connections to one IP and port the last is refused, one elsewhere is not, and a second EIP cures it', () => {
    const many = (eips: string) =>
      play(
        `${NETWORK}natGateways:
  exit: { vpc: net, vswitch: net-h, eips: [ 203.0.113.50, 203.0.113.51 ], snat: [ { cidr: 172.16.0.0/16, eips: [ ${eips} ] } ] }
apps:
  shop: { vswitches: [ net-h ], securityGroup: web, port: 8080, instances: 1 }
flows:
  most: { from: app/shop, to: partner, connections: { perInstance: 50000, packetEvery: 1m } }
  rest: { from: app/shop, to: partner, connections: { perInstance: 5001, open: 1m } }
  other: { from: app/shop, to: client, port: 444, connections: { perInstance: 1 } }
`.replace('client:  { address: 198.51.100.7 }', 'client:  { address: 192.0.2.81, port: 444 }'),
      )
    const one = many('203.0.113.50').summary
    expect(one.connections!.find(({ flow }) => flow === 'rest')).toMatchObject({
      opened: 5000,
      refused: 1,
      lost: 0,
      refusals: [{ code: 'SNAT_PORTS_EXHAUSTED', count: 1 }],
    })
    expect(one.connections!.find(({ flow }) => flow === 'most')).toMatchObject({ opened: 50_000, lost: 0 })
    expect(one.snatPorts!.map(({ peak, capacity }) => `${peak}/${capacity}`)).toContain('55000/55000')
    expect(one.connections!.find(({ flow }) => flow === 'other')).toMatchObject({ opened: 1, refused: 0 })
    const two = many('203.0.113.50, 203.0.113.51').summary
    expect(two.connections!.find(({ flow }) => flow === 'rest')).toMatchObject({ opened: 5001, refused: 0 })
  })
})
