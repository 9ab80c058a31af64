/** ECS servers on the way of a packet: facts/vpc sections 3.1, 5 and 11. */
import { describe, expect, it } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import { compileTables } from '../../src/datapath/tables.ts'
import { ICMP, UDP } from '../../src/net/protocol.ts'
import { flow, outcome, packetFrom, packetFromInternet, scene, seenSource, tell } from './scene.ts'

/** Slots: 0 and 1 run, 2 is stopped, 3 is an instance of the application. */
const where = scene({
  groups: {
    web: { ingress: ['accept tcp 80 from 0.0.0.0/0'] },
    ecs: {
      ingress: [
        'accept tcp 22/9000 from 0.0.0.0/0',
        'accept udp 53 from group web',
        'accept icmp from 0.0.0.0/0',
      ],
    },
    more: { ingress: ['drop tcp 23 from 0.0.0.0/0'] },
  },
  apps: { shop: { groups: ['web'] } },
  servers: {
    stock: { at: 'h 172.16.1.20 203.0.113.20', groups: ['ecs', 'more'], listens: ['tcp 9000', 'udp 53'] },
    batch: { at: 'i 172.16.2.20', groups: ['web'], listens: ['tcp 22'] },
    idle: { at: 'i 172.16.2.21', groups: ['ecs'], listens: ['tcp 9000'], running: false },
  },
  hosts: { client: { address: '192.0.2.7' }, partner: { address: '192.0.2.80', port: 443 } },
  enis: ['shop h 172.16.1.5'],
})
const { tables, live } = where

describe('servers', () => {
  it('should be reached on what they serve, through the rules of all their groups', () => {
    expect(outcome(where, packetFrom(where, 3, '172.16.1.20:9000'))).toBe('reached')
    expect(outcome(where, packetFrom(where, 3, '172.16.1.20:53', { protocol: UDP }))).toBe('reached')
    expect(outcome(where, packetFrom(where, 3, '172.16.1.20', { protocol: ICMP }))).toBe('reached')
    expect(outcome(where, packetFrom(where, 3, '172.16.1.20:23'))).toBe('SG_DENY_RULE')
    expect(outcome(where, packetFrom(where, 3, '172.16.1.20:21'))).toBe('SG_NO_ALLOW_IN')
    expect(outcome(where, packetFrom(where, 3, '172.16.1.20:25'))).toBe('PORT_NOT_SERVED')
    expect(outcome(where, packetFrom(where, 3, '172.16.1.20:9000', { protocol: UDP }))).toBe('SG_NO_ALLOW_IN')
  })

  it('should neither answer nor call while they are stopped', () => {
    expect(outcome(where, packetFrom(where, 3, '172.16.2.21:9000'))).toBe('SERVER_NOT_RUNNING')
    expect(outcome(where, packetFrom(where, 3, '172.16.2.21', { protocol: ICMP }))).toBe('SERVER_NOT_RUNNING')
    const { hops, blockers } = tell(where, packetFrom(where, 2, '172.16.1.20:9000'))
    expect(blockers.map(({ code }) => code)).toEqual(['SERVER_NOT_RUNNING'])
    expect(hops[0]).toMatchObject({ stage: 'originate', component: 'server idle', verdict: 'dropped' })
    expect(ask(tables, live, flow('server/idle', 'server/stock', 9000), 2)).toMatchObject({
      code: 'SERVER_NOT_RUNNING',
      sources: [],
      details: { server: 'idle', path: 'servers.idle', line: '13' },
    })
  })

  it('should reach instances of an application at the network, which a flow cannot rely on', () => {
    expect(outcome(where, packetFrom(where, 0, '172.16.1.5'))).toBe('reached')
    expect(ask(tables, live, flow('server/stock', 'app/shop'), 0)).toMatchObject({
      code: 'INSTANCE_ADDRESS_NOT_A_CONTRACT',
      details: { from: 'stock', to: 'shop' },
    })
  })

  it('R3.2, R3.4: an EIP is the way out and in', () => {
    expect(seenSource(where, packetFrom(where, 0, '192.0.2.80:443'))).toBe('203.0.113.20')
    expect(outcome(where, packetFrom(where, 0, '192.0.2.80:443'))).toBe('reached')
    expect(outcome(where, packetFromInternet(where, '192.0.2.7', '203.0.113.20:9000'))).toBe('reached')
    expect(ask(tables, live, flow('internet/client', 'server/stock', 9000), 0)).toMatchObject({
      reachable: true,
    })
    expect(ask(tables, live, flow('internet/client', 'server/batch', 22), 1)).toMatchObject({
      code: 'EIP_NONE_ON_INSTANCE',
      details: { app: 'batch', anEip: 'an EIP' },
    })
    expect(outcome(where, packetFrom(where, 1, '192.0.2.80:443'))).toBe('VPC_NO_INTERNET_BY_DEFAULT')
  })

  it('R4.20, R4.22: without an EIP, a DNAT entry for the port is the way in, or else an IP mapping', () => {
    const behind = (dnat: readonly string[]) =>
      scene({
        groups: { ecs: { ingress: ['accept tcp 22/9000 from 0.0.0.0/0'] } },
        nats: { main: { eips: ['203.0.113.100', '203.0.113.101'], snat: [], dnat } },
        servers: { stock: { at: 'h 172.16.1.20', groups: ['ecs'], listens: ['tcp 22', 'tcp 9000'] } },
        hosts: { client: { address: '192.0.2.7' } },
        enis: [],
      })
    const answer = (dnat: readonly string[], port: number) => {
      const { tables, live } = behind(dnat)
      return ask(tables, live, flow('internet/client', 'server/stock', port), 0)
    }
    const ofPort = '203.0.113.100 tcp 443 to 172.16.1.20 9000'
    expect(answer([ofPort], 9000)).toMatchObject({ reachable: true })
    expect(answer([ofPort], 22)).toMatchObject({ reachable: false, code: 'EIP_NONE_ON_INSTANCE' })
    expect(answer([ofPort, '203.0.113.101 to 172.16.1.20'], 22)).toMatchObject({ reachable: true })
    expect(answer(['203.0.113.100 tcp 443 to 172.16.1.21 9000'], 9000).reachable).toBe(false)
  })

  it('should tell the server by its name', () => {
    const { hops } = tell(where, packetFrom(where, 3, '172.16.1.20:9000'))
    const [entered, delivered] = hops.filter(({ stage }) => stage === 'sg-in' || stage === 'deliver')
    expect(entered!.component).toBe('security group ecs, more of stock')
    expect(delivered).toMatchObject({ component: 'server stock', why: 'stock answers on port 9000.' })
  })

  it('should keep its slot when it is stopped by a change of configuration', () => {
    const servers = new Map(where.topology.servers)
    servers.set('stock', { ...servers.get('stock')!, running: false })
    const stopped = { ...where, tables: compileTables({ ...where.topology, servers }, tables) }
    expect(outcome(stopped, packetFrom(stopped, 3, '172.16.1.20:9000'))).toBe('SERVER_NOT_RUNNING')
    expect(stopped.tables.owners[0]).toBe(tables.owners[0])
  })
})
