import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NextHop } from '../../src/cloud/route-table.ts'
import { ask } from '../../src/datapath/ask.ts'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import type { Flow } from '../../src/datapath/flow.ts'
import { packetOf } from '../../src/datapath/flow-packet.ts'
import { aWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import { type Eni, type World, walkNaively } from '../golden/naive-datapath.ts'
import { flow, ip, scene } from './scene.ts'

const shop = (whitelist: string[], affinity = false) =>
  scene({
    groups: { web: { ingress: ['accept tcp 80 from 0.0.0.0/0'] } },
    apps: { shop: { groups: ['web'] } },
    nats: {
      main: {
        eips: ['203.0.113.100', '203.0.113.101', '203.0.113.102'],
        snat: [
          { from: '172.16.0.0/16', eips: ['203.0.113.100', '203.0.113.101', '203.0.113.102'], affinity },
        ],
      },
    },
    hosts: {
      partner: { address: '192.0.2.80', port: 443, whitelist },
      client: { address: '192.0.2.7' },
    },
    enis: ['shop h 172.16.1.5', 'shop h 172.16.1.6 203.0.113.10'],
  })

const toPartner = flow('app/shop', 'internet/partner', 443)
const inbound = flow('internet/client', 'app/shop')

describe('ask', () => {
  it('R4.15: should get through an SNAT pool only if every EIP of it does', () => {
    const sources = ['203.0.113.100', '203.0.113.101', '203.0.113.102'].map(ip)
    const all = shop(['203.0.113.100/30'])
    expect(ask(all.tables, all.live, toPartner, 0)).toEqual({ reachable: true, sources, details: {} })
    const lacking = shop(['203.0.113.100/31'])
    expect(ask(lacking.tables, lacking.live, toPartner, 0)).toMatchObject({
      reachable: false,
      code: 'SOURCE_NOT_WHITELISTED',
      sources,
      details: { source: '203.0.113.102', host: 'partner', entries: '203.0.113.100/31' },
    })
  })

  it('R4.16: should have one source with affinity, and the same each time', () => {
    const { tables, live } = shop(['203.0.113.100/30'], true)
    const first = ask(tables, live, toPartner, 0)
    expect(first.sources).toHaveLength(1)
    expect(ask(tables, live, { ...toPartner, port: 444 }, 0).sources).toEqual(first.sources)
  })

  it('should see the EIP of the instance before all SNAT', () => {
    const { tables, live } = shop(['203.0.113.10'])
    expect(ask(tables, live, toPartner, 1)).toEqual({
      reachable: true,
      sources: [ip('203.0.113.10')],
      details: {},
    })
  })

  it('should follow the live state: without its EIP an instance cannot be called', () => {
    const { tables, live } = shop([])
    expect(ask(tables, live, inbound, 1)).toEqual({
      reachable: true,
      sources: [ip('192.0.2.7')],
      details: {},
    })
    live.answers(1, false)
    expect(ask(tables, live, inbound, 1)).toMatchObject({ reachable: false, code: 'INSTANCE_NOT_ANSWERING' })
    live.unbind(1)
    expect(ask(tables, live, inbound, 1)).toMatchObject({ reachable: false, code: 'EIP_NONE_ON_INSTANCE' })
  })

  it('should name no source where the packet never left', () => {
    const where = scene({
      groups: { strict: { type: 'advanced' } },
      apps: { shop: { groups: ['strict'] } },
      hosts: { partner: { address: '192.0.2.80', port: 443 } },
      enis: ['shop h 172.16.1.5 203.0.113.10'],
    })
    expect(ask(where.tables, where.live, toPartner, 0)).toMatchObject({
      code: 'SG_NO_ALLOW_OUT',
      sources: [],
    })
  })

  it('seed 000: instances of another application are not to be called by their address', () => {
    const { tables, live } = shop([])
    const answer = ask(tables, live, flow('app/shop', 'app/shop'), 0)
    expect(answer).toMatchObject({ code: 'INSTANCE_ADDRESS_NOT_A_CONTRACT', details: { to: 'shop' } })
  })

  it('should refuse a flow to nobody, and a slot without an ENI', () => {
    const { tables, live } = shop([])
    expect(() => ask(tables, live, flow('app/shop', 'internet/nobody'), 0)).toThrow(RangeError)
    expect(() => ask(tables, live, toPartner, 9)).toThrow(RangeError)
  })

  it('should agree with the naive twin, asked once for each EIP that the entry may pick', () =>
    fc.assert(
      fc.property(aWorld(), (world) => {
        const { tables, live } = bringUp(world)
        const decision = newDecision()
        for (const [slot, eni] of world.enis.entries()) {
          for (const out of flowsFrom(eni, world)) {
            const packet = packetOf(tables, live, out, slot)
            if (packet === undefined) continue
            const { code } = ask(tables, live, out, slot)
            decide(tables, live, packet, decision)
            const ways = decision.ways === 1 ? [world] : waysThrough(world)
            const codes = ways.map((one) => walkNaively(one, packet, slot).blockers[0])
            if (world.topology.vpcNatGateways.size === 0)
              expect(code).toBe(codes.find((one) => one !== undefined))
            // With several choices one after the other the order is that of `ways.ts`.
            else if (codes.every((one) => one === undefined)) expect(code).toBeUndefined()
            else expect(codes).toContain(code ?? 'reached')
          }
        }
      }),
      { numRuns: 300 },
    ))
})

/** To everybody that has an address to call. */
function flowsFrom({ kind, app }: Eni, { topology }: World): Flow[] {
  const from = `${kind ?? 'app'}/${app}`
  const { internet, servers, databases } = topology
  return [
    ...[...internet.values()].map(({ name, port = 80 }) => flow(from, `internet/${name}`, port)),
    ...[...servers.values()].map(({ name }) => flow(from, `server/${name}`)),
    ...[...databases.values()].flatMap(({ name, port, publicAddress }) => [
      flow(from, `db/${name}`, port),
      ...(publicAddress === undefined ? [] : [flow(from, `db/${name}`, port, 'public')]),
    ]),
  ]
}

/** All the worlds in which nothing is left to a hash. */
function waysThrough(world: World): World[] {
  const plain = [0, 1, 2, 3].map((pick) => withOneEip(world, pick))
  if (world.topology.vpcNatGateways.size === 0) return plain
  return plain.flatMap((one) =>
    [0, 1, 2, 3].flatMap((pick) =>
      [0, 1, 2, 3].flatMap((near) => [0, 1, 2, 3].map((far) => withOneWay(one, pick, [near, far]))),
    ),
  )
}

/** One NAT IP of each entry, and one next hop of each route, in the first and in the other VPCs. */
function withOneWay(world: World, pick: number, [near, far]: readonly [number, number]): World {
  const vpcNatGateways = new Map(
    [...world.topology.vpcNatGateways].map(([name, gateway]) => {
      const snat = gateway.snat.map((entry) => {
        const bound = entry.eips.filter((natIp) => gateway.natIps.includes(natIp))
        const one = bound.slice(pick % bound.length, (pick % bound.length) + 1)
        return entry.affinity || bound.length === 0 ? entry : { ...entry, eips: one }
      })
      return [name, { ...gateway, snat }] as const
    }),
  )
  const vpcs = new Map(
    [...world.topology.vpcs].map(([name, vpc], at) => {
      const withOneHop = <R extends { readonly nextHop: NextHop }>(route: R): R => {
        const { nextHop } = route
        if (nextHop.kind !== 'routerInterface') return route
        const hop = nextHop.hops[(at === 0 ? near : far) % nextHop.hops.length]!
        return { ...route, nextHop: { ...nextHop, name: hop.name, hops: [hop] } }
      }
      const routeTables = vpc.routeTables.map((table) => ({
        ...table,
        routes: table.routes.map(withOneHop),
        listRoutes: (table.listRoutes ?? []).map(withOneHop),
      }))
      return [name, { ...vpc, routeTables }] as const
    }),
  )
  return { ...world, topology: { ...world.topology, vpcNatGateways, vpcs } }
}

/** The same world, in which every SNAT entry without affinity has only one of its bound EIPs left. */
function withOneEip(world: World, pick: number): World {
  const natGateways = new Map(
    [...world.topology.natGateways].map(([name, gateway]) => {
      const snat = gateway.snat.map((entry) => {
        const bound = entry.eips.filter((eip) => gateway.eips.includes(eip))
        const one = bound.slice(pick % bound.length, (pick % bound.length) + 1)
        return entry.affinity || bound.length === 0 ? entry : { ...entry, eips: one }
      })
      return [name, { ...gateway, snat }] as const
    }),
  )
  return { ...world, topology: { ...world.topology, natGateways } }
}
