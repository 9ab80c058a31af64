/** Facts/vpc R8.5 to R8.8: which name leads where, for whom. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../../src/cloud/reason.ts'
import { compileNames } from '../../src/datapath/name-table.ts'
import { reasons } from '../../src/datapath/reasons.ts'
import { resolveName } from '../../src/datapath/resolve-name.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import { aName, aNameCaller, aNamespace } from '../arbitraries/a-namespace.ts'
import { resolveNaively } from '../golden/naive-names.ts'
import { named, outcomeOf, story } from './named-world.ts'

/** Two VPCs that may not call each other; a server in each, and a database with both addresses. */
const world = named(`
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } }
  other:
    cidr: 10.0.0.0/16
    vswitches: { o: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 } }
securityGroups:
  web: { vpc: shop }
  far: { vpc: other }
servers:
  web: { vswitch: h, securityGroups: [ web ], address: 172.16.1.5, eip: 203.0.113.5 }
  far: { vswitch: o, securityGroups: [ far ], address: 10.0.1.5, eip: 203.0.113.6 }
databases:
  orders:
    engine: rds
    vswitch: h
    address: 172.16.1.30
    publicAddress: 192.0.2.33
    whitelist: { all: [ 0.0.0.0/0 ] }
internet:
  client: { address: 198.51.100.7 }
  partner: { address: 192.0.2.80, port: 3306 }
dns:
  pay.shop.example: { a: 192.0.2.80 }
  db.shop.example: { cname: orders-public.db.example, ttl: 30s }
  inner.shop.example: { a: 172.16.1.30 }
  text.shop.example: { txt: hello }
privateZones:
  internal:
    zone: shop.internal
    vpcs: [ shop ]
    records:
      orders: { a: 172.16.1.30 }
      alias: { cname: orders.shop.internal, ttl: 10s }
      '@': { cname: pay.shop.example }
      out: { cname: pay.shop.example, ttl: 20s }
  split:
    zone: shop.example
    vpcs: [ shop ]
    proxy: record
    records: { db: { cname: orders.shop.internal } }
  strict:
    zone: db.shop.example
    vpcs: [ other ]
    records: { x: { a: 10.0.1.9 } }
flows:
  private: { from: server/web, to: orders.shop.internal, port: 3306 }
  alias: { from: server/web, to: name/alias.shop.internal, port: 3306 }
  apex: { from: server/web, to: shop.internal, port: 3306 }
  split: { from: server/web, to: db.shop.example, port: 3306 }
  proxied: { from: server/web, to: pay.shop.example, port: 3306 }
  unbound: { from: server/far, to: orders.shop.internal, port: 3306 }
  hidden: { from: server/far, to: db.shop.example, port: 3306 }
  far: { from: server/far, to: pay.shop.example, port: 3306 }
  mistyped: { from: server/web, to: oders.shop.internal, port: 3306 }
  text: { from: server/web, to: text.shop.example, port: 3306 }
  internalName: { from: server/web, to: orders.db.example, port: 3306 }
  publicName: { from: server/web, to: orders-public.db.example, port: 3306 }
  foreignName: { from: server/far, to: orders.db.example, port: 3306 }
  outside: { from: internet/client, to: db.shop.example, port: 3306 }
  otherSide: { from: internet/client, to: orders.db.example, port: 3306 }
  innerOutside: { from: internet/client, to: inner.shop.example, port: 3306 }
  nowhere: { from: internet/client, to: orders.shop.internal, port: 3306 }
`)

const leadsTo = (flow: string) => story(world, flow).told!.packet.destination
const adviceOf = (flow: string) => {
  const { code, details } = story(world, flow).answer
  return fillTemplate(reasons.find((reason) => reason.code === code)!.fix, details)
}

describe('names', () => {
  it('R8.5: a private zone is seen in the VPCs that it is bound to, and nowhere else', () => {
    expect(outcomeOf(world, 'private')).toBe('reached')
    expect(leadsTo('private')).toBe(ipv4(172, 16, 1, 30))
    expect(outcomeOf(world, 'unbound')).toBe('NAME_UNKNOWN')
    expect(outcomeOf(world, 'nowhere')).toBe('NAME_UNKNOWN')
  })

  it('R8.5: a bound zone comes before public DNS', () => {
    expect(leadsTo('split')).toBe(ipv4(172, 16, 1, 30))
    expect(leadsTo('outside')).toBe(ipv4(192, 0, 2, 33))
    expect(outcomeOf(world, 'outside')).toBe('reached')
  })

  it('R8.6: proxy zone denies the names that it does not have, proxy record asks public DNS for them', () => {
    expect(outcomeOf(world, 'proxied')).toBe('reached')
    expect(leadsTo('proxied')).toBe(ipv4(192, 0, 2, 80))
    expect(outcomeOf(world, 'hidden')).toBe('NAME_UNKNOWN')
    expect(adviceOf('hidden')).toMatch(
      /^Check the name db\.shop\.example: private zone strict .* has no name/,
    )
    expect(adviceOf('hidden')).toMatch(/proxy: record would let the zone ask there\)\.$/)
    expect(outcomeOf(world, 'far')).toBe('reached')
  })

  it('R8.7: a CNAME begins the search anew, over zones and public DNS', () => {
    expect(leadsTo('alias')).toBe(ipv4(172, 16, 1, 30))
    expect(leadsTo('apex')).toBe(ipv4(192, 0, 2, 80))
  })

  it('R8.7: records of a private zone live 60 s by default, and an answer as long as the shortest of its records', () => {
    const ttl = (name: string) => {
      const resolution = resolveName(world.tables.names, name, { vpc: 'shop', zone: 'cn-hangzhou-h' })
      return resolution.ok ? resolution.ttlUs / 1_000_000 : undefined
    }
    expect(ttl('orders.shop.internal')).toBe(60)
    expect(ttl('alias.shop.internal')).toBe(10)
    expect(ttl('out.shop.internal')).toBe(20)
    expect(ttl('pay.shop.example')).toBe(600)
  })

  it('R8.7: a record of another type leads nowhere', () => {
    expect(outcomeOf(world, 'text')).toBe('NAME_UNKNOWN')
    expect(adviceOf('text')).toMatch(/none of type A or CNAME/)
  })

  it('R8.8, R5.20, R6.10: no rule comes between a caller and the resolver', () => {
    const closed = named(`
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } }
    networkAcls: { shut: { vswitches: [ h ], ingress: [], egress: [] } }
securityGroups: { strict: { vpc: shop, type: advanced } }
servers: { web: { vswitch: h, securityGroups: [ strict ], address: 172.16.1.5 } }
privateZones: { internal: { zone: shop.internal, vpcs: [ shop ], records: { db: { a: 172.16.1.30 } } } }
flows: { db: { from: server/web, to: db.shop.internal, port: 3306 } }
`)
    const [first, second] = story(closed, 'db').told!.explanation.hops
    expect(first).toMatchObject({ stage: 'resolve-name', verdict: 'passed' })
    expect(second).toMatchObject({ stage: 'sg-out', verdict: 'dropped' })
  })

  it('should tell the resolution as the first hop, with the record that decided', () => {
    const [hop] = story(world, 'alias').told!.explanation.hops
    expect(hop).toMatchObject({ stage: 'resolve-name', component: 'resolver of VPC shop' })
    expect(hop!.why).toBe(
      'alias.shop.internal is an alias of orders.shop.internal. Private zone internal has orders.shop.internal at 172.16.1.30, the internal address of database orders. The answer may be kept for 10s.',
    )
    expect(hop!.rule!.origin.path).toBe('privateZones.internal.records.orders')
  })

  it('should guess what was meant by a name that nobody has', () => {
    expect(adviceOf('mistyped')).toMatch(/\(did you mean orders\.shop\.internal\?\)\.$/)
    expect(adviceOf('unbound')).toMatch(/a private zone of VPC shop has it\)\.$/)
  })

  it('R9.3, R9.4: a database has an internal and a public name, and everybody resolves both', () => {
    expect(leadsTo('internalName')).toBe(ipv4(172, 16, 1, 30))
    expect(outcomeOf(world, 'internalName')).toBe('reached')
    expect(leadsTo('publicName')).toBe(ipv4(192, 0, 2, 33))
    expect(outcomeOf(world, 'publicName')).toBe('reached')
    expect(story(world, 'publicName').told!.explanation.notes).toMatchObject([
      { code: 'DB_PUBLIC_NAME_INSIDE_VPC' },
    ])
    expect(outcomeOf(world, 'foreignName')).toBe('DB_OTHER_VPC')
  })

  it('should not let the Internet call the private address that a name leads to', () => {
    expect(outcomeOf(world, 'otherSide')).toBe('NAME_OTHER_SIDE')
    expect(adviceOf('otherSide')).toMatch(
      /orders-public\.db\.example is the public name of database orders\.$/,
    )
    expect(outcomeOf(world, 'innerOutside')).toBe('NAME_OTHER_SIDE')
  })

  it('should blame an answer from before only where a fresh one would do', () => {
    const kept = { address: ipv4(172, 16, 1, 99), changedUs: 1_000_000, untilUs: 61_000_000 }
    const old = story(world, 'private', kept)
    expect(old.answer.code).toBe('NAME_CACHED_OLD')
    expect(old.answer.details).toMatchObject({ until: '1m1s', kept: '172.16.1.99', fresh: '172.16.1.30' })
    const { hops, blockers } = old.told!.explanation
    expect(blockers.map(({ code }) => code)).toEqual(['NAME_CACHED_OLD', 'ADDRESS_UNKNOWN'])
    expect(hops[0]).toMatchObject({ stage: 'resolve-name', verdict: 'dropped', hypothetical: false })
    expect(hops.slice(1).every(({ hypothetical }) => hypothetical)).toBe(true)
    expect(outcomeOf(world, 'far', { ...kept, address: ipv4(10, 0, 1, 77) })).toBe('NAME_CACHED_OLD')
    expect(outcomeOf(world, 'foreignName', kept)).not.toBe('NAME_CACHED_OLD')
    expect(outcomeOf(world, 'private', { ...kept, address: ipv4(172, 16, 1, 30) })).toBe('reached')
  })

  it('R8.5 to R8.7: should resolve like the naive twin', () =>
    fc.assert(
      fc.property(aNamespace, fc.array(fc.tuple(aName, aNameCaller), { minLength: 1 }), (topology, asked) => {
        const names = compileNames(topology)
        for (const [name, caller] of asked) {
          const found = resolveName(names, name, caller)
          const got = found.ok ? { address: found.address, ttlUs: found.ttlUs } : { fails: found.why }
          expect(got).toEqual(resolveNaively(topology, name, caller))
        }
      }),
      { numRuns: 500 },
    ))
})
