/** Domains that lead to load balancers, and what their certificates are to clients: facts/load-balancing 1.1, 1.2, 1.11, 2.1. */
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { reasons } from '../../src/datapath/reasons.ts'
import { balanced, balancedStory, outcome } from './balanced-world.ts'

const HEAD = `
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      a: { zone: cn-hangzhou-h, cidr: 172.16.8.0/24 }
      b: { zone: cn-hangzhou-i, cidr: 172.16.9.0/24 }
internet:
  client: { address: 192.0.2.7 }
apps:
  shop: { vswitches: [ h ], securityGroup: web, port: 8080, instances: 1 }
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 0.0.0.0/0 } ] }
serverGroups:
  web: { servers: [ app/shop ] }
  old: { product: clb, servers: [ app/shop ] }
certificates:
  site: { domains: [ www.shop.example ] }
  rest: { domains: [ '*.shop.example' ], algorithm: ecc }
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ a, b ]
    publicAddresses: [ 203.0.113.10, 203.0.113.11 ]
    listeners:
      http: { port: 80, protocol: http, default: web }
      https: { port: 443, protocol: https, default: web, certificates: [ site, rest ] }
  inner:
    type: alb
    network: intranet
    vswitches: [ a, b ]
    listeners:
      http: { port: 80, protocol: http, default: web, rules: { in: { priority: 1, when: { host: in.shop.example }, do: { forward: web } } } }
  edge:
    type: clb
    network: internet
    publicAddress: 203.0.113.20
    listeners:
      https: { port: 443, protocol: https, running: true, default: old, certificates: rest }
      tcp: { port: 8443, protocol: tcp, running: true, default: old }
`
const DNS = `
dns:
  www.shop.example: { cname: front.alb.example }
  a.b.shop.example: { cname: front.alb.example }
  old.shop.example: { a: 203.0.113.20 }
  fixed.shop.example: { a: 203.0.113.11 }
  in.shop.example: { cname: inner.alb.example }
  text.shop.example: { txt: hello }
`
const world = (flows: string, dns = DNS) => balanced(`${HEAD}${dns}flows:\n${flows}`, ['shop h 172.16.1.5'])
const call = (to: string, keys = 'port: 443', from = 'client') =>
  outcome(world(`  call: { from: ${from}, to: ${to}, ${keys} }\n`), 'call')
const adviceOf = (to: string, dns?: string) => {
  const { code, details } = balancedStory(
    world(`  call: { from: client, to: ${to}, port: 443 }\n`, dns),
    'call',
  ).answer
  return `${code}: ${fillTemplate(reasons.find((reason) => reason.code === code)!.fix, details)}`
}

describe('a domain that leads to a balancer', () => {
  it('1.1: should do so by a CNAME to the name of an ALB, and an address of it does as well', () =>
    expect(['www.shop.example', 'fixed.shop.example'].map((name) => call(name))).toEqual([
      'reached',
      'reached',
    ]))

  it('2.1: should do so by an A record with the address of a CLB', () =>
    expect(call('old.shop.example')).toBe('reached'))

  it('1.1: should not lead the Internet to an intranet ALB', () => {
    expect(call('in.shop.example', 'port: 80')).toBe('NAME_OTHER_SIDE')
    expect(call('in.shop.example', 'port: 80', 'app/shop')).toBe('reached')
    expect(adviceOf('in.shop.example')).toMatchInlineSnapshot(
      `"NAME_OTHER_SIDE: Call a public name from the Internet: in.shop.example leads to 172.16.8.4, which is load balancer inner inside its VPC; let it be of network internet (loadBalancers.inner, line 31)."`,
    )
  })

  it('should be told to be bound where a balancer waits for it, and by what record', () => {
    expect(adviceOf('new.shop.example')).toMatchInlineSnapshot(
      `"DOMAIN_NOT_BOUND: Bind new.shop.example at the DNS provider: a record { cname: front.alb.example } leads to load balancer front; certificate rest of its listener https has the name (loadBalancers.front, line 23)."`,
    )
    expect(adviceOf('text.shop.example')).toMatchInlineSnapshot(
      `"CNAME_MISSING: Put a record { cname: front.alb.example } of text.shop.example in the place of dns.text.shop.example: it leads to load balancer front, certificate rest of its listener https has the name (dns.text.shop.example, line 51)."`,
    )
    const clbOnly = HEAD.slice(HEAD.indexOf('  front:'), HEAD.indexOf('  edge:'))
    const edge = balanced(
      `${HEAD.replace(clbOnly, '')}flows:\n  call: { from: client, to: new.shop.example, port: 443 }\n`,
      [],
    )
    expect(balancedStory(edge, 'call').answer.details).toMatchObject({ binding: '{ a: 203.0.113.20 }' })
  })

  it('should be told to be unknown where nobody waits for it, and how it could be bound', () =>
    expect(adviceOf('elsewhere.example')).toMatchInlineSnapshot(
      `"NAME_UNKNOWN: Check the name elsewhere.example: public DNS has no name elsewhere.example (a record { cname: front.alb.example } would bind it to load balancer front)."`,
    ))
})

describe('the certificate that a client is shown', () => {
  it('1.2: should have the name that is called: a wildcard has one label', () => {
    expect(call('a.b.shop.example')).toBe('CERT_NAME_MISMATCH')
    expect(call('loadBalancer/front')).toBe('CERT_NAME_MISMATCH')
    expect(call('loadBalancer/front', 'port: 443, host: api.shop.example')).toBe('reached')
    expect(call('loadBalancer/front', "port: 443, host: 'API.shop.example:443'")).toBe('reached')
  })

  it('2.3: should be that of CLB as well; by its address no name is sent, and none fits', () => {
    expect(call('loadBalancer/edge', 'port: 443')).toBe('CERT_NAME_MISMATCH')
    expect(call('loadBalancer/edge', 'port: 443, verify: false')).toBe('reached')
  })

  it('should be no matter to a client that does not look, nor to a listener of layer 4', () => {
    expect(call('a.b.shop.example', 'port: 443, verify: false')).toBe('reached')
    expect(call('old.shop.example', 'port: 8443, scheme: https')).toBe('reached')
  })

  it('1.11: is not asked for by plain HTTP, which an HTTPS port answers with 400', () => {
    const flows = '  call: { from: client, to: www.shop.example, port: 443, scheme: http }\n'
    const { answer } = balancedStory(world(flows), 'call')
    expect(answer).toMatchObject({
      code: 'LB_FIXED_RESPONSE',
      details: { status: '400', cause: 'plain HTTP was sent to an HTTPS port' },
    })
  })

  it('1.2: is absent at a listener that speaks HTTP', () =>
    expect(call('www.shop.example', 'port: 80, scheme: https')).toBe('CERT_ABSENT'))

  it('should be told in a hop of its own, with the ground of the choice', () => {
    const { told } = balancedStory(
      world('  call: { from: client, to: www.shop.example, port: 443 }\n'),
      'call',
    )
    const tls = told!.explanation.hops.find(({ stage }) => stage === 'tls')
    expect(tls).toMatchObject({ component: 'listener https of front', rule: { text: 'certificate rest' } })
    expect(tls!.why).toBe(
      'The client asks for www.shop.example, and the listener shows certificate rest, because ECC comes before RSA (site). The client takes it.',
    )
  })
})
