import { describe, expect, it } from 'vitest'
import { Conntrack } from '../../src/datapath/conntrack.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { ip, packetFrom, type Scene, type SceneText, scene } from './scene.ts'

const SECOND_US = 1_000_000

/** Two instances behind a NAT gateway, a partner with a whitelist, and a server in the same VPC. */
const TEXT = {
  vpcs: { shop: '172.16.0.0/16' },
  vswitches: { h: 'shop 172.16.1.0/24' },
  groups: {
    web: { ingress: ['accept tcp 443/444 from 0.0.0.0/0'] },
    inner: { ingress: ['accept tcp 80 from 172.16.1.0/24'] },
  },
  apps: { shop: { groups: ['web'] } },
  servers: { stock: { at: 'h 172.16.1.20', groups: ['inner'], listens: ['tcp 80'] } },
  nats: {
    main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.1.0/24', eips: ['203.0.113.100'] }] },
  },
  hosts: { partner: { address: '192.0.2.80', port: 443, whitelist: ['203.0.113.100/31'] } },
  enis: ['shop h 172.16.1.5', 'shop h 172.16.1.6'],
} satisfies SceneText

/** Over the Internet: it is called by its EIP. */
const FAR = { at: 'h 172.16.1.30 192.0.2.90', groups: ['web'], listens: ['tcp 443/444'] }

const TWO_EIPS = {
  main: {
    eips: ['203.0.113.100', '203.0.113.101'],
    snat: [{ from: '172.16.1.0/24', eips: ['203.0.113.100', '203.0.113.101'] }],
  },
}

/** Servers have the first slots. */
const firstEni = ({ tables }: Scene) => tables.topology.servers.size

/** What becomes of packet number `index` of as many connections to `to`. */
function sender(where: Scene, conntrack = new Conntrack()) {
  const decision = newDecision()
  return {
    conntrack,
    decision,
    send: (to: string, index = 0, nowUs = 0, at: Scene = where) =>
      conntrack.send(
        at.tables,
        at.live,
        packetFrom(at, firstEni(at) + Math.floor(index / 40_000), to, {
          sourcePort: 1024 + (index % 40_000),
        }),
        nowUs,
        decision,
      ),
  }
}

describe('Conntrack', () => {
  it('T9: of 55,001 connections to one IP and port the last is refused, one to another port is not', () => {
    const { send } = sender(scene({ ...TEXT, servers: { ...TEXT.servers, far: FAR } }))
    for (let index = 0; index < 55_000; index++)
      if (send('192.0.2.90:443', index) !== undefined) throw new Error(`connection ${index} is refused`)
    expect(send('192.0.2.90:443', 55_000)).toBe('SNAT_PORTS_EXHAUSTED')
    expect(send('192.0.2.90:444', 55_001)).toBeUndefined()
    // Those that stand live on.
    expect(send('192.0.2.90:443', 0, SECOND_US)).toBeUndefined()
  })

  it('4.3: N EIPs should carry N times as many', () => {
    const { send } = sender(scene({ ...TEXT, nats: TWO_EIPS }))
    for (let index = 0; index < 60_000; index++) expect(send('192.0.2.80:443', index)).toBeUndefined()
  })

  it('4.3: a port should come back 10 s after the close, and 900 s after the last packet', () => {
    const where = scene(TEXT)
    const { conntrack, send } = sender(where)
    send('192.0.2.80:443', 0)
    send('192.0.2.80:443', 1)
    conntrack.close(packetFrom(where, firstEni(where), '192.0.2.80:443', { sourcePort: 1024 }), 0)
    conntrack.sweep(10 * SECOND_US - 1)
    expect(conntrack.flows.count).toBe(2)
    conntrack.sweep(10 * SECOND_US)
    expect(conntrack.flows.count).toBe(1)
    conntrack.sweep(900 * SECOND_US)
    expect(conntrack.flows.count).toBe(0)
    expect(conntrack.ports.used(0)).toBe(0)
  })

  it('R5.14: a session should live on when the rule is gone, for 910 s', () => {
    const where = scene(TEXT)
    const { send } = sender(where)
    const tightened = scene({ ...TEXT, groups: { web: {}, inner: {} } })
    expect(send('172.16.1.20:80', 0)).toBeUndefined()
    expect(send('172.16.1.20:80', 0, 909 * SECOND_US, tightened)).toBeUndefined()
    expect(send('172.16.1.20:80', 1, 909 * SECOND_US, tightened)).toBe('SG_NO_ALLOW_IN')
    expect(send('172.16.1.20:80', 0, 910 * SECOND_US, tightened)).toBe('SG_NO_ALLOW_IN')
  })

  it('R4.18: removing an EIP breaks sessions, adding one does not', () => {
    const { decision, send } = sender(scene(TEXT))
    const seen = () => formatIpv4(decision.tuple.source)
    for (let index = 0; index < 20; index++) send('192.0.2.80:443', index)
    const two = scene({ ...TEXT, nats: TWO_EIPS })
    for (let index = 0; index < 20; index++) {
      expect(send('192.0.2.80:443', index, 1, two)).toBeUndefined()
      expect(seen()).toBe('203.0.113.100')
    }
    const other = scene({
      ...TEXT,
      nats: { main: { eips: ['203.0.113.101'], snat: [{ from: '172.16.1.0/24', eips: ['203.0.113.101'] }] } },
    })
    expect(send('192.0.2.80:443', 0, 2, other)).toBe('CONNECTION_SOURCE_GONE')
    expect(send('192.0.2.80:443', 0, 3, other)).toBeUndefined()
    expect(seen()).toBe('203.0.113.101')
  })

  it('R3.8: a session should end when another EIP is bound to its instance, and live on with the same', () => {
    const open = { ...TEXT.hosts, partner: { address: '192.0.2.80', port: 443 } }
    const where = scene({ ...TEXT, hosts: open, enis: ['shop h 172.16.1.5 203.0.113.10'] })
    const { send } = sender(where)
    expect(send('192.0.2.80:443', 0, 0, where)).toBeUndefined()
    where.live.unbind(firstEni(where))
    where.live.bind(firstEni(where), ip('203.0.113.10'))
    expect(send('192.0.2.80:443', 0, 1, where)).toBeUndefined()
    where.live.unbind(firstEni(where))
    where.live.bind(firstEni(where), ip('203.0.113.11'))
    expect(send('192.0.2.80:443', 0, 2, where)).toBe('CONNECTION_SOURCE_GONE')
  })

  it('R9.7: a whitelist should be asked of new connections alone', () => {
    const { send } = sender(scene(TEXT))
    const closed = scene({ ...TEXT, hosts: { partner: { address: '192.0.2.80', port: 443, whitelist: [] } } })
    expect(send('192.0.2.80:443', 0)).toBeUndefined()
    expect(send('192.0.2.80:443', 0, 1, closed)).toBeUndefined()
    expect(send('192.0.2.80:443', 1, 1, closed)).toBe('SOURCE_NOT_WHITELISTED')
  })

  it('R6.2: a network ACL should drop packets of a session too', () => {
    const { send } = sender(scene(TEXT))
    const fenced = scene({
      ...TEXT,
      vpcs: { shop: { cidr: '172.16.0.0/16', acls: { edge: { vswitches: ['h'] } } } },
    })
    expect(send('192.0.2.80:443', 0)).toBeUndefined()
    expect(send('192.0.2.80:443', 0, 1, fenced)).toBe('ACL_DENY_OUT')
  })
})
