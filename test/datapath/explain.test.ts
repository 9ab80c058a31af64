import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../src/datapath/explain.ts'
import { formatFiveTuple } from '../../src/net/five-tuple.ts'
import { packetFrom, packetFromInternet, scene, tell } from './scene.ts'

function story({ hops }: Explanation): string {
  return hops
    .map(({ stage, direction, component, verdict, why, rule, after, hypothetical }) => {
      const mark = `${direction === 'return' ? '<- ' : ''}${hypothetical ? '(if) ' : ''}${stage} ${verdict}`
      const place = rule === undefined ? '' : ` [${rule.origin.path}:${rule.origin.line}]`
      return `${mark}: ${component}: ${why}${place}\n  ${formatFiveTuple(after)}`
    })
    .join('\n')
}

describe('explain', () => {
  const where = scene({
    groups: { web: { ingress: ['accept tcp 80 from 0.0.0.0/0'], egress: ['drop tcp 443 to 192.0.2.0/24'] } },
    apps: { shop: { groups: ['web'] } },
    nats: { main: { eips: ['203.0.113.100'], snat: [{ from: '172.16.1.0/24', eips: ['203.0.113.100'] }] } },
    hosts: {
      partner: { address: '192.0.2.80', port: 8443, whitelist: ['203.0.113.10'] },
      client: { address: '192.0.2.7' },
    },
    enis: ['shop h 172.16.1.5', 'shop h 172.16.1.6 203.0.113.10', 'shop i 172.16.2.5'],
  })

  it('should tell the way there and back', () => {
    expect(story(tell(where, packetFromInternet(where, '192.0.2.7', '203.0.113.10')))).toMatchInlineSnapshot(`
      "internet passed: the Internet: The Internet has somebody at 203.0.113.10.
        tcp 192.0.2.7:50000 -> 203.0.113.10:80
      eip-map passed: EIP: The EIP is in use on an instance, which gets the packet as 172.16.1.6.
        tcp 192.0.2.7:50000 -> 172.16.1.6:80
      sg-in passed: security group web of shop: The first rule that matches accepts: accept tcp 80 from 0.0.0.0/0, priority 1. [rule "accept tcp 80 from 0.0.0.0/0":7]
        tcp 192.0.2.7:50000 -> 172.16.1.6:80
      deliver passed: instance of shop: shop answers on port 80.
        tcp 192.0.2.7:50000 -> 172.16.1.6:80
      <- sg-in passed: security group web of shop: The reply belongs to a session that the security group let in, so no rule is asked.
        tcp 172.16.1.6:80 -> 192.0.2.7:50000
      <- eip-map passed: EIP: The reply leaves with the EIP that was called.
        tcp 203.0.113.10:80 -> 192.0.2.7:50000"
    `)
  })

  it('should find all blockers, and mark what lies behind the first as hypothetical', () => {
    const explained = tell(where, packetFrom(where, 0, '192.0.2.80:443'))
    expect(explained.blockers.map(({ code }) => code)).toEqual([
      'SG_DENY_RULE',
      'SOURCE_NOT_WHITELISTED',
      'PORT_NOT_SERVED',
    ])
    expect(story(explained)).toMatchInlineSnapshot(`
      "sg-out dropped: security group web of shop: A drop rule of a security group is the first rule that matches. [rule "drop tcp 443 to 192.0.2.0/24":7]
        tcp 172.16.1.5:50000 -> 192.0.2.80:443
      (if) route passed: route table of VPC shop: The longest match is 0.0.0.0/0 to NAT gateway main. [natGateways.main:0]
        tcp 172.16.1.5:50000 -> 192.0.2.80:443
      (if) snat passed: NAT gateway main: The SNAT entry for 172.16.1.0/24 translates the source to 203.0.113.100. [natGateways.main.snat[0]:9]
        tcp 203.0.113.100:50000 -> 192.0.2.80:443
      (if) internet passed: the Internet: The Internet has somebody at 192.0.2.80.
        tcp 203.0.113.100:50000 -> 192.0.2.80:443
      (if) service-whitelist dropped: whitelist of partner: The service refuses the source address after translation, because its whitelist does not have it. [internet.partner.whitelist:0]
        tcp 203.0.113.100:50000 -> 192.0.2.80:443
      (if) deliver dropped: partner: The packet arrives, but nobody serves the port there.
        tcp 203.0.113.100:50000 -> 192.0.2.80:443"
    `)
  })

  it('should say that it cannot tell where the source is not known, and not blame the whitelist', () => {
    const explained = tell(where, packetFrom(where, 2, '192.0.2.80:8443'))
    expect(explained.blockers.map(({ code }) => code)).toEqual(['SNAT_NO_ENTRY'])
    const asked = explained.hops.find(({ stage }) => stage === 'service-whitelist')
    expect(asked).toMatchObject({ verdict: 'unknown', hypothetical: true })
  })
})
