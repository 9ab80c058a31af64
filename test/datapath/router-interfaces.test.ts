/** Facts/vpc 2.2 and R2.17: router interfaces between VPCs, one alone and several beside one another. */
import { describe, expect, it } from 'vitest'
import { askPacket } from '../../src/datapath/ask.ts'
import { decide } from '../../src/datapath/decide.ts'
import { newDecision } from '../../src/datapath/decision.ts'
import { outcome, packetFrom, type SceneText, scene, seenSource, tell } from './scene.ts'

interface Sides {
  readonly shop?: readonly string[]
  readonly data?: readonly string[]
  readonly more?: Partial<SceneText>
}

/** Interfaces a and b lead from VPC shop to VPC data, c to VPC third. */
const around = ({
  shop = ['10.9.0.0/16 via routerInterface/a'],
  data = ['172.16.0.0/16 via routerInterface/a'],
  more = {},
}: Sides = {}) =>
  scene({
    vpcs: {
      shop: { cidr: '172.16.0.0/16', tables: { system: { routes: shop } } },
      data: { cidr: '10.9.0.0/16', tables: { system: { routes: data } } },
      third: '10.7.0.0/16',
    },
    vswitches: { h: 'shop 172.16.1.0/24', d: 'data 10.9.1.0/24', t: 'third 10.7.1.0/24' },
    groups: {
      web: { ingress: ['accept all from 0.0.0.0/0'] },
      inner: { vpc: 'data', ingress: ['accept all from 172.16.1.0/24'] },
    },
    apps: { shop: { groups: ['web'] }, data: { vpc: 'data', groups: ['inner'] } },
    routerInterfaces: { a: ['shop', 'data'], b: ['data', 'shop'], c: ['shop', 'third'] },
    enis: ['shop h 172.16.1.5', 'data d 10.9.1.5'],
    ...more,
  })

const TARGET = '10.9.1.5:80'
const EQUAL = '10.9.0.0/16 via routerInterface/a+b'

describe('router interfaces', () => {
  it('2.2: should connect two VPCs with the private source, and need routes in both', () => {
    expect(outcome(around(), packetFrom(around(), 0, TARGET))).toBe('reached')
    expect(seenSource(around(), packetFrom(around(), 0, TARGET))).toBe('172.16.1.5')
    const oneWay = around({ data: [] })
    expect(outcome(oneWay, packetFrom(oneWay, 0, TARGET))).toBe('NO_RETURN_ROUTE')
    const [blocker] = tell(oneWay, packetFrom(oneWay, 0, TARGET)).blockers
    expect(blocker!.details).toMatchObject({ back: '172.16.1.5/32 via routerInterface/a', vpc: 'data' })
  })

  it('2.2: should end in the far VPC', () => {
    const where = around({ shop: ['10.0.0.0/8 via routerInterface/a'] })
    expect(outcome(where, packetFrom(where, 0, '10.7.1.5'))).toBe('ADDRESS_UNKNOWN')
    const [blocker] = tell(where, packetFrom(where, 0, '10.7.1.5')).blockers
    expect(blocker!.details).toMatchObject({ place: 'VPC data' })
  })

  it('R2.4, R2.16: should not be a next hop from a third VPC', () => {
    const where = around({ shop: ['10.9.0.0/16 via routerInterface/a+gone'] })
    expect(outcome(where, packetFrom(where, 0, TARGET))).toBe('ROUTE_TARGET_DOWN')
  })

  it('R2.17: should take replies back by any pair between the same VPCs', () => {
    const where = around({ shop: [EQUAL], data: ['172.16.0.0/16 via routerInterface/b'] })
    expect(askPacket(where.tables, where.live, packetFrom(where, 0, TARGET)).reachable).toBe(true)
  })

  it('R2.17: should hash connections onto the next hops by weight', () => {
    const share = (route: string) => {
      const where = around({ shop: [route] })
      const decision = newDecision()
      let count = 0
      for (let sourcePort = 20_000; sourcePort < 24_000; sourcePort++) {
        decide(where.tables, where.live, packetFrom(where, 0, TARGET, { sourcePort }), decision)
        if (decision.routerInterface === where.tables.numbers.routerInterfaces.numberOf('a')) count++
      }
      return count / 4_000
    }
    expect(share(EQUAL)).toBeCloseTo(0.5, 1)
    expect(share('10.9.0.0/16 via routerInterface/a*3+b*1')).toBeCloseTo(0.75, 1)
  })

  it('R2.17: should keep a connection on one of them', () => {
    const where = around({ shop: [EQUAL] })
    const taken = [1, 2, 3].map(() => {
      const decision = newDecision()
      decide(where.tables, where.live, packetFrom(where, 0, TARGET), decision)
      return decision.routerInterface
    })
    expect(new Set(taken).size).toBe(1)
  })

  it('R2.17: should get through only if every one of them does, and tell the one that does not', () => {
    const where = around({ shop: ['10.9.0.0/16 via routerInterface/a+c'] })
    for (const sourcePort of [50_000, 50_001, 50_002, 50_003]) {
      const packet = packetFrom(where, 0, TARGET, { sourcePort })
      const { reachable, code, details } = askPacket(where.tables, where.live, packet)
      expect({ reachable, code }).toEqual({ reachable: false, code: 'ADDRESS_UNKNOWN' })
      expect(details).toMatchObject({ place: 'VPC third' })
    }
  })

  it('R2.17: should get through only if every way of the reply does', () => {
    const more: Partial<SceneText> = {
      routerInterfaces: { a: ['shop', 'data'], b: ['data', 'shop'], c: ['data', 'third'] },
    }
    const where = around({ data: ['172.16.0.0/16 via routerInterface/a+c'], more })
    const { reachable, code } = askPacket(where.tables, where.live, packetFrom(where, 0, TARGET))
    expect({ reachable, code }).toEqual({ reachable: false, code: 'NO_RETURN_ROUTE' })
  })

  it('R2.17: should be told as one of several', () => {
    const where = around({ shop: [EQUAL] })
    const { hops } = tell(where, packetFrom(where, 0, TARGET))
    const hop = hops.find(({ stage }) => stage === 'router-interface')
    expect(hop!.why).toBe(
      'The packet comes into VPC data and keeps its source. A hash of the connection has chosen it among the 2 next hops of the route.',
    )
  })
})
