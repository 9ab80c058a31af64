/**
 * Seed 000, FAQ "How do I bind a public domain name to an SAE application?", sentence by sentence; what its advice leaves out –
 * HTTPS needs a certificate of the domain – after facts/load-balancing 1.2.
 */
import { describe, expect, it } from 'vitest'
import { app, flow, NETWORK, play } from './play.ts'

const BALANCERS = `
serverGroups:
  web: { servers: [ app/shop ] }
  old: { product: clb, servers: [ app/shop ] }
certificates:
  shop: { domains: [ '*.shop.example' ] }
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ net-h, net-i ]
    publicAddresses: [ 203.0.113.10, 203.0.113.11 ]
    listeners:
      http: { port: 80, protocol: http, default: web, rules: { shop: { priority: 1, when: { host: www.shop.example }, do: { forward: web } } } }
      https: { port: 443, protocol: https, default: web, certificates: shop }
  edge:
    type: clb
    network: internet
    publicAddress: 203.0.113.20
    listeners:
      http: { port: 80, protocol: http, running: true, default: old }
`
const file = (parts: string) => `${NETWORK}apps:
${app('shop', 'instances: 1')}${BALANCERS}
flows:
  call: { from: client, to: www.shop.example, port: 80 }
  secure: { from: client, to: www.shop.example, port: 443 }
${parts}`

/** `0m REACHABLE`, `3m DOMAIN_NOT_BOUND`: when the flow changed, and to what. */
function courseOf(text: string, name = 'call'): string[] {
  return flow(play(text).summary, name).intervals.map(
    ({ fromUs, status, code }) => `${fromUs / 60_000_000}m ${code ?? status}`,
  )
}

describe('binding a public domain', () => {
  it('"SAE itself does not handle domain-related operations": a rule for a domain binds nothing', () => {
    expect(courseOf(file(''))).toEqual(['0m DOMAIN_NOT_BOUND'])
    const ingress = file(
      'ingresses: { gate: { loadBalancer: front, port: 8080, default: shop, rules: [ { domain: www.shop.example, path: /, app: shop } ] } }\n',
    )
    expect(courseOf(ingress)).toEqual(['0m DOMAIN_NOT_BOUND'])
  })

  it('"configure an ALB … and obtain the corresponding domain name … then bind": a CNAME to the name of the ALB', () =>
    expect(courseOf(file('dns: { www.shop.example: { cname: front.alb.example } }\n'))).toEqual([
      '0m REACHABLE',
    ]))

  it('"… or CLB … public IP address": an A record to the address of the CLB', () =>
    expect(courseOf(file('dns: { www.shop.example: { a: 203.0.113.20 } }\n'))).toEqual(['0m REACHABLE']))

  it('"bind the domain at the DNS service provider": it works from that instant', () => {
    const bind = 'timeline:\n  - { at: 3m, set: dns.www.shop.example, to: { cname: front.alb.example } }\n'
    expect(courseOf(file(bind))).toEqual(['0m DOMAIN_NOT_BOUND', '3m REACHABLE'])
  })

  it('a record that leads to nobody is none', () =>
    expect(courseOf(file('dns: { www.shop.example: { txt: verification } }\n'))).toEqual([
      '0m CNAME_MISSING',
    ]))

  it('another balancer is reached when the old answer has run out (facts/vpc R8.7)', () => {
    const moved = `dns: { www.shop.example: { a: 192.0.2.80, ttl: 2m } }
timeline:
  - { at: 3m, set: dns.www.shop.example, to: { cname: front.alb.example } }
`
    expect(courseOf(file(moved)).slice(1)).toEqual(['3m NAME_CACHED_OLD', '5m REACHABLE'])
  })

  it('1.2: HTTPS needs a certificate with the domain besides', () => {
    const bound = 'dns: { www.shop.example: { cname: front.alb.example } }\n'
    expect(courseOf(file(bound), 'secure')).toEqual(['0m REACHABLE'])
    expect(courseOf(file(bound).replace('*.shop.example', 'other.example'), 'secure')).toEqual([
      '0m CERT_NAME_MISMATCH',
    ])
  })
})
