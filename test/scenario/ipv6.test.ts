/** IPv6 in a scenario file: addresses, assumptions, questions on the command line (facts/vpc R1.15, R8.1). */
import { describe, expect, it } from 'vitest'
import { tell } from '../../src/datapath/story.ts'
import { compileTables } from '../../src/datapath/tables.ts'
import { formatIpv6 } from '../../src/net/ipv6.ts'
import { readQuestion } from '../../src/scenario/read-question.ts'
import { over6, text6 } from '../datapath/ipv6-scene.ts'
import { read } from './read.ts'

const { topology, assumptions } = read(text6({ acls: 'edge: { vswitches: [ h ] }' }))

describe('IPv6 in a scenario file', () => {
  it('R1.15: should give the lowest free address behind the first one, and keep those that are named', () => {
    const address = (name: string) => formatIpv6(topology.servers.get(name)!.ipv6!)
    expect(['web', 'worker', 'far'].map(address)).toEqual([
      '2001:db8:1:1::1',
      '2001:db8:1:2::9',
      '2001:db8:2:1::1',
    ])
    const taken = text6().replace('plain: { vswitch: h,', 'plain: { vswitch: h, ipv6: 2001:db8:1:1::1,')
    expect(formatIpv6(read(taken).topology.servers.get('web')!.ipv6!)).toBe('2001:db8:1:1::2')
  })

  it('should tell what no document says of it', () => {
    const told = assumptions.map(({ text }) => text).filter((text) => /ipv6|IPv6/.test(text))
    expect(told).toEqual([
      'vpcs.shop.ipv6Cidr: every block that holds a /64 is taken, whatever its mask',
      'vpcs.shop.networkAcls: entries are of IPv4, and IPv6 packets are not filtered',
      'vpcs.shop.ipv6Gateway: it brings no route of its own, and replies to the Internet need ::/0 as well',
      'vpcs.other.ipv6Cidr: every block that holds a /64 is taken, whatever its mask',
      'vpcs.other.ipv6Gateway: it brings no route of its own, and replies to the Internet need ::/0 as well',
      'securityGroups.{open,second,far}: members are known by their IPv6 addresses too',
    ])
  })

  it('should say nothing of IPv6 where a file has none', () => {
    const plain = read('simulate: 1\nvpcs: { main: { cidr: 172.16.0.0/16 } }\n')
    expect(plain.topology.vpcs.get('main')).not.toHaveProperty('ipv6')
    expect(plain.assumptions).toEqual([])
  })
})

describe('a question about IPv6', () => {
  const ask = (asked: Parameters<typeof readQuestion>[0]) => readQuestion(asked, topology, [])

  it('should take an IPv6 address for who has it', () => {
    expect(ask({ from: '2001:db8:ffff::7', to: '2001:db8:1:1::1' })).toMatchObject({
      ok: true,
      question: {
        flow: { from: { kind: 'internet', name: 'client' }, to: { kind: 'server', name: 'web' }, ip: 'v6' },
      },
      standIns: [],
    })
  })

  it('should take an address that nobody has for somebody on the Internet', () => {
    const asked = ask({ from: 'server/web', to: '2001:db8:eeee::1', port: 443 })
    expect(asked).toMatchObject({ ok: true, standIns: ['2001:db8:eeee::1'] })
    if (!asked.ok) return
    const { live } = over6()
    expect(tell(compileTables(asked.topology), live, asked.question.flow, 0).answer).toMatchObject({
      reachable: true,
    })
  })

  it('should use IPv6 where the option or the protocol says so', () => {
    const ends = { from: 'server/web', to: 'internet/partner' }
    expect(ask(ends)).not.toMatchObject({ question: { flow: { ip: 'v6' } } })
    expect(ask({ ...ends, ip: 'v6' })).toMatchObject({ question: { flow: { ip: 'v6' } } })
    expect(ask({ ...ends, protocol: 'icmpv6' })).toMatchObject({ question: { flow: { ip: 'v6' } } })
  })

  it('should refuse what cannot be', () => {
    const ends = { from: 'server/web', to: 'internet/partner' }
    expect(ask({ ...ends, ip: 'v5' })).toMatchObject({ ok: false, message: '--ip: "v5" is no version of IP' })
    expect(ask({ ...ends, ip: 'v6', protocol: 'icmp' })).toMatchObject({ ok: false })
    expect(ask({ from: 'server/web', to: '2001:db8:1:1::77' })).toMatchObject({ ok: false })
    expect(ask({ from: 'server/web', to: 'fe80::1' })).toMatchObject({ ok: false })
    expect(ask({ from: 'server/web', to: '2001:db8::zz' })).toMatchObject({ ok: false })
    expect(ask({ from: 'server/web', to: '2001:db8:ffff::80', ip: 'v4' })).toMatchObject({ ok: false })
  })
})
