/** Facts/vpc section 1, VPCs and vSwitches: what a file may say of them, and what their borders do. */
import { describe, expect, it } from 'vitest'
import { formatCidr } from '../../src/net/cidr.ts'
import {
  outcome,
  packetFrom,
  packetFromInternet,
  type SceneText,
  scene,
  seenSource,
  tell,
} from '../datapath/scene.ts'
import { NETWORK, play, problemsOf } from './play.ts'

const vpcs = (text: string) => `simulate: 1\nvpcs:\n${text}\n`
const vpc = (keys: string) => vpcs(`  net: { ${keys} }`)
/** A VPC 10.0.0.0/8 with these blocks as vSwitches. */
const vswitches = (...blocks: string[]) =>
  vpc(
    `cidr: 10.0.0.0/8, vswitches: { ${blocks.map((block, index) => `s${index}: { zone: cn-hangzhou-h, cidr: ${block} }`).join(', ')} }`,
  )
const set = (path: string, to: string) => `${NETWORK}timeline:\n  - { at: 1m, set: ${path}, to: ${to} }\n`
const vpcOf = (text: string) => play(text).scenario.topology.vpcs.get('net')!

describe('facts/vpc section 1.1, a VPC in a file', () => {
  it('R1.1: may have the recommended ranges and parts of them, of a recommended size', () => {
    const recommended = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '10.77.0.0/16', '192.168.9.16/28']
    for (const cidr of recommended) expect(problemsOf(vpc(`cidr: ${cidr}`))).toEqual([])
  })

  it('R1.2: has a mask of /8 to /28', () => {
    const codes = [7, 8, 28, 29].map((mask) => problemsOf(vpc(`cidr: 10.0.0.0/${mask}`)))
    expect(codes).toEqual([['InvalidParameter'], [], [], ['InvalidParameter']])
  })

  it('R1.3: may have any block but those set aside, and no part of these', () => {
    for (const cidr of ['100.64.0.0/10', '100.127.0.0/16', '224.1.0.0/16', '127.0.0.0/8', '169.254.0.0/24'])
      expect(problemsOf(vpc(`cidr: ${cidr}`))).toEqual(['InvalidParameter'])
    for (const cidr of ['100.128.0.0/16', '100.0.0.0/16', '8.8.0.0/16', '126.0.0.0/8'])
      expect(problemsOf(vpc(`cidr: ${cidr}`))).toEqual([])
  })

  it('R1.4: is 172.16.0.0/12 where the file says nothing', () => {
    expect(formatCidr(vpcOf(vpc('')).cidr)).toBe('172.16.0.0/12')
    expect(formatCidr(vpcOf(vpc('cidr: 10.0.0.0/8')).cidr)).toBe('10.0.0.0/8')
  })

  it('R1.5: keeps its block; a secondary one makes room', () => {
    expect(problemsOf(set('vpcs.net.cidr', '172.16.0.0/12'))).toEqual(['SET_PATH'])
    const outside = 'vswitches: { s: { zone: cn-hangzhou-h, cidr: 172.17.0.0/24 } }'
    expect(problemsOf(vpc(`cidr: 172.16.0.0/16, ${outside}`))).toEqual(['InvalidParameter'])
    expect(problemsOf(vpc(`cidr: 172.16.0.0/16, secondaryCidrs: [172.17.0.0/16], ${outside}`))).toEqual([])
  })

  it('R1.6: comes with a system route table, which nobody has to write', () => {
    expect(vpcOf(NETWORK).routeTables).toEqual([])
    const where = scene({
      groups: { web: {} },
      apps: { shop: { groups: ['web'] } },
      enis: ['shop h 172.16.1.5'],
    })
    expect(where.tables.vpcs[0]!.systemTable.name).toBe('system')
    expect(where.tables.vpcs[0]!.systemTable.routes.length).toBeGreaterThan(0)
  })

  it('R1.8: takes secondary blocks of /8 to /28 that overlap nothing and do not start with 0', () => {
    const codes = (...blocks: string[]) =>
      problemsOf(vpc(`cidr: 10.0.0.0/16, secondaryCidrs: [${blocks.join(', ')}]`))
    expect(codes('11.0.0.0/8', '10.1.0.0/28')).toEqual([])
    expect([codes('12.0.0.0/7'), codes('10.1.0.0/29')]).toEqual([['CIDR_INVALID'], ['CIDR_INVALID']])
    expect(codes('0.1.0.0/16')).toEqual(['CIDR_INVALID'])
    expect(codes('10.0.128.0/24')).toEqual(['CIDR_OVERLAP'])
    expect(codes('11.0.0.0/16', '11.0.0.0/24')).toEqual(['CIDR_OVERLAP'])
  })

  it('R1.20: has at most three user CIDRs, from its beginning on', () => {
    const user = (count: number) =>
      vpc(
        `userCidrs: [${[20, 21, 22, 23]
          .slice(0, count)
          .map((first) => `${first}.0.0.0/8`)
          .join(', ')}]`,
      )
    expect([problemsOf(user(3)), problemsOf(user(4))]).toEqual([[], ['InvalidUserCidr.Quota']])
    expect(problemsOf(set('vpcs.net.userCidrs', '[20.0.0.0/8]'))).toEqual(['SET_PATH'])
  })
})

describe('facts/vpc section 1.1, a vSwitch in a file', () => {
  it('R1.9: has a mask of /16 to /29', () => {
    const codes = [15, 16, 29, 30].map((mask) => problemsOf(vswitches(`10.2.0.0/${mask}`)))
    expect(codes).toEqual([['InvalidCirdrBlock.MaskLength'], [], [], ['InvalidCirdrBlock.MaskLength']])
  })

  it('R1.9: lies in a block of its VPC, and stays there', () => {
    expect(problemsOf(vswitches('11.0.0.0/16'))).toEqual(['InvalidParameter'])
    expect(problemsOf(set('vpcs.net.vswitches.net-h.cidr', '172.16.9.0/24'))).toEqual(['SET_PATH'])
  })

  it('R1.10: lies in one zone of the region, and its VPC in as many as one likes', () => {
    const zones = (...names: string[]) =>
      vpc(
        `cidr: 10.0.0.0/8, vswitches: { ${names.map((zone, index) => `s${index}: { zone: ${zone}, cidr: 10.0.${index}.0/24 }`).join(', ')} }`,
      )
    expect(problemsOf(zones('cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-j', 'cn-hangzhou-h'))).toEqual([])
    expect(problemsOf(zones('cn-shanghai-h'))).toEqual(['InvalidZoneId.NotFound'])
    expect(problemsOf(zones('[cn-hangzhou-h, cn-hangzhou-i]'))).toEqual(['SCENARIO_SCHEMA'])
  })

  it('R1.11: overlaps no other of its VPC, while those of two VPCs may be alike', () => {
    expect(problemsOf(vswitches('10.0.1.0/24', '10.0.2.0/24'))).toEqual([])
    expect(problemsOf(vswitches('10.0.1.0/24', '10.0.1.128/25'))).toEqual(['InvalidCidrBlock.Overlapped'])
    const alike = (name: string) =>
      `  ${name}: { cidr: 10.0.0.0/8, vswitches: { ${name}-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 } } }`
    expect(problemsOf(vpcs(`${alike('a')}\n${alike('b')}`))).toEqual([])
  })

  it('R1.12: is not the destination of a custom route, but may be a part of one, and then wins', () => {
    const routed = (to: string) =>
      `${vpc(`cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } }, routeTables: { system: { routes: [ { to: ${to}, via: natGateway/out } ] } }`)}natGateways: { out: { vpc: net, vswitch: h, eips: [203.0.113.1] } }\n`
    expect(problemsOf(routed('172.16.1.0/24'))).toEqual(['InvalidCidrBlock'])
    expect(problemsOf(routed('172.16.0.0/23'))).toEqual([])
    const where = world({
      vpcs: {
        shop: { cidr: '172.16.0.0/16', tables: { system: { routes: ['172.16.0.0/23 via natGateway/out'] } } },
      },
      nats: { out: { eips: ['203.0.113.1'], snat: [] } },
    })
    expect(outcome(where, packetFrom(where, 1, '172.16.1.5'))).toBe('reached')
    expect(outcome(where, packetFrom(where, 1, '172.16.0.5'))).toBe('PRIVATE_ADDRESS_TO_INTERNET')
  })

  it('R1.13: may be the whole VPC, and is then the only one', () => {
    const whole = 'w: { zone: cn-hangzhou-h, cidr: 10.0.0.0/16 }'
    expect(problemsOf(vpc(`cidr: 10.0.0.0/16, vswitches: { ${whole} }`))).toEqual([])
    expect(
      problemsOf(
        vpc(`cidr: 10.0.0.0/16, vswitches: { ${whole}, more: { zone: cn-hangzhou-i, cidr: 10.0.9.0/24 } }`),
      ),
    ).toEqual(['InvalidCidrBlock.Overlapped'])
  })
})

/** Slots: 0 and 2 in vSwitch h, 1 in vSwitch i. */
const world = (more: Partial<SceneText> = {}) =>
  scene({
    groups: { web: { ingress: ['accept all from 0.0.0.0/0'] } },
    apps: { shop: { groups: ['web'] } },
    hosts: { partner: { address: '192.0.2.80', port: 443 }, office: { address: '198.51.100.9', port: 443 } },
    enis: ['shop h 172.16.1.5', 'shop i 172.16.2.5', 'shop h 172.16.1.6'],
    ...more,
  })

describe('facts/vpc section 1, over the borders', () => {
  it('R1.16: neither broadcast nor multicast reaches a neighbour', () => {
    const where = world({
      groups: { web: { ingress: ['accept all from 0.0.0.0/0'], egress: ['accept all to 0.0.0.0/0'] } },
    })
    expect(outcome(where, packetFrom(where, 0, '172.16.1.6', { protocol: 17 }))).toBe('reached')
    for (const everybody of ['172.16.1.255', '255.255.255.255', '224.0.0.1'])
      expect(outcome(where, packetFrom(where, 0, everybody, { protocol: 17 }))).not.toBe('reached')
  })

  it('R1.18: nothing crosses from one VPC into another until they are connected', () => {
    const two = (tables: { shop: string[]; data: string[] }, more: Partial<SceneText> = {}) =>
      scene({
        vpcs: {
          shop: { cidr: '172.16.0.0/16', tables: { system: { routes: tables.shop } } },
          data: { cidr: '10.9.0.0/16', tables: { system: { routes: tables.data } } },
        },
        vswitches: { h: 'shop 172.16.1.0/24', d: 'data 10.9.1.0/24' },
        groups: {
          web: { ingress: ['accept all from 0.0.0.0/0'] },
          inner: { vpc: 'data', ingress: ['accept all from 0.0.0.0/0'] },
        },
        apps: { shop: { groups: ['web'] }, data: { vpc: 'data', groups: ['inner'] } },
        enis: ['shop h 172.16.1.5', 'data d 10.9.1.5'],
        ...more,
      })
    const apart = two({ shop: [], data: [] })
    expect(outcome(apart, packetFrom(apart, 0, '10.9.1.5'))).toBe('VPC_NOT_CONNECTED')
    expect(outcome(apart, packetFrom(apart, 1, '172.16.1.5'))).toBe('VPC_NOT_CONNECTED')
    const routes = { shop: ['10.9.0.0/16 via peering/link'], data: ['172.16.0.0/16 via peering/link'] }
    const peered = two(routes, { peerings: { link: ['shop', 'data'] } })
    expect(outcome(peered, packetFrom(peered, 0, '10.9.1.5'))).toBe('reached')
    expect(outcome(peered, packetFrom(peered, 1, '172.16.1.5'))).toBe('reached')
  })

  it('R1.19: an instance has no Internet in either direction until it has an EIP, or a NAT gateway each way', () => {
    const [out, eip] = ['203.0.113.100', '203.0.113.10']
    const alone = world()
    expect(outcome(alone, packetFrom(alone, 0, '192.0.2.80:443'))).toBe('VPC_NO_INTERNET_BY_DEFAULT')
    expect(outcome(alone, packetFromInternet(alone, '192.0.2.80', '172.16.1.5'))).not.toBe('reached')
    const own = world({ enis: [`shop h 172.16.1.5 ${eip}`] })
    expect(outcome(own, packetFrom(own, 0, '192.0.2.80:443'))).toBe('reached')
    expect(outcome(own, packetFromInternet(own, '192.0.2.80', eip))).toBe('reached')
    const shared = world({
      nats: {
        main: {
          eips: [out],
          snat: [{ from: '172.16.0.0/16', eips: [out] }],
          dnat: [`${out} tcp 80 to 172.16.1.5`],
        },
      },
    })
    expect(outcome(shared, packetFrom(shared, 0, '192.0.2.80:443'))).toBe('reached')
    expect(outcome(shared, packetFromInternet(shared, '192.0.2.80', out))).toBe('reached')
  })

  it('R1.20: of two user CIDRs that overlap the shorter mask counts', () => {
    const own = '203.0.113.10'
    const seen = (user: string[], to: string) => {
      const where = world({
        vpcs: { shop: { cidr: '172.16.0.0/16', user } },
        nats: {
          main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.0.0/16', eips: ['203.0.113.100'] }] },
        },
        enis: [`shop h 172.16.1.5 ${own}`],
      })
      return seenSource(where, packetFrom(where, 0, to))
    }
    const [narrow, wide] = ['198.51.100.8/29', '198.51.100.0/24']
    for (const user of [
      [narrow, wide],
      [wide, narrow],
    ])
      for (const to of ['198.51.100.9:443', '198.51.100.200:443'])
        expect(seen(user, to)).toBe('203.0.113.100')
    expect(seen([narrow], '198.51.100.200:443')).toBe(own)
  })

  it('R1.22: whoever has a public address of his own leaves by it, and no route is asked', () => {
    const [eip, mapped, out] = ['203.0.113.10', '203.0.113.101', '203.0.113.100']
    const where = world({
      vpcs: {
        shop: {
          cidr: '172.16.0.0/16',
          tables: { own: { vswitches: ['h'], routes: ['192.0.2.0/24 via natGateway/main'] } },
        },
      },
      nats: {
        main: {
          vswitch: 'i',
          eips: [out, mapped],
          snat: [{ from: '172.16.0.0/16', eips: [out] }],
          dnat: [`${mapped} to 172.16.1.6`],
        },
      },
      enis: [`shop h 172.16.1.5 ${eip}`, 'shop h 172.16.1.6', 'shop h 172.16.1.7'],
    })
    const seen = (slot: number, to: string) => seenSource(where, packetFrom(where, slot, to))
    expect([0, 1, 2].map((slot) => seen(slot, '192.0.2.80:443'))).toEqual([eip, mapped, out])
    const codes = [0, 1, 2].map((slot) => outcome(where, packetFrom(where, slot, '198.51.100.9:443')))
    expect(codes).toEqual(['reached', 'reached', 'NO_ROUTE'])
    const stages = (slot: number) =>
      tell(where, packetFrom(where, slot, '192.0.2.80:443')).hops.map(({ stage }) => stage)
    expect(stages(0)).not.toContain('route')
    expect(stages(2)).toContain('route')
  })
})
