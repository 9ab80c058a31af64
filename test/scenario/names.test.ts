/** Names and PrivateLink in a file: what is assumed of them, and how a `set` finds a name with dots in it. */
import { describe, expect, it } from 'vitest'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { read } from './read.ts'

const file = (more: string) => `simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main } }
servers: { jump: { vswitch: h, securityGroups: [web] } }
${more}`
const assumed = (more: string) => read(file(more)).assumptions.map(({ text }) => text)

describe('names in a scenario file', () => {
  it('should be set by their path, whatever dots they have', () => {
    const { timeline } = read(
      file(`dns:
  shop.example: { a: 192.0.2.1 }
  www.shop.example: { a: 192.0.2.2 }
privateZones:
  inner: { zone: shop.internal, vpcs: [main], records: { db.far: { a: 172.16.1.9 }, '@': { a: 172.16.1.8 } } }
timeline:
  - { at: 1m, set: dns.shop.example.a, to: 192.0.2.3 }
  - { at: 2m, set: dns.www.shop.example.ttl, to: 5s }
  - { at: 3m, set: privateZones.inner.records.db.far.a, to: 172.16.1.7 }
  - { at: 4m, set: privateZones.inner.records.@.a, to: 172.16.1.6 }
`),
    )
    const { action } = timeline.at(-1)!
    if (action.kind !== 'configure') expect.fail('a set is a change of the configuration')
    const { dns, privateZones } = action.topology
    expect([...dns.values()].map(({ name, ttlUs }) => `${name} ${ttlUs / 1_000_000}s`)).toEqual([
      'shop.example 600s',
      'www.shop.example 5s',
    ])
    const { records } = privateZones.get('inner')!
    const addresses = [...records.values()].map(({ name, target }) =>
      target.type === 'A' ? `${name} ${formatIpv4(target.address)}` : name,
    )
    expect(addresses).toEqual(['db.far.shop.internal 172.16.1.7', 'shop.internal 172.16.1.6'])
  })

  it('should come with what is assumed of them', () => {
    expect(assumed('')).toEqual([])
    const zones = `privateZones:
  outer: { zone: shop.internal, vpcs: [main], records: { db: { a: 172.16.1.9 } } }
  inner: { zone: eu.shop.internal, vpcs: [main] }
databases: { orders: { engine: rds, vswitch: h } }
dns: { www.shop.example: { a: 192.0.2.1 } }
flows: { call: { from: jump, to: orders.db.example, port: 3306 }, db: { from: jump, to: db.shop.internal, port: 80 } }
timeline: [ { at: 1m, set: privateZones.outer.records.db.a, to: 172.16.1.8 } ]
`
    expect(assumed(zones)).toEqual([
      'names: a changed record is there at once, but callers have asked just before and keep the old answer for its ttl',
      'databases.orders.name = orders.db.example, a form of ours, which everybody resolves',
      'dns.www.shop.example.ttl = 10m',
      'privateZones.inner: of several bound zones that hold a name the longest domain answers',
    ])
  })

  it('R8.9, R8.10: so should endpoints', () => {
    const linked = `endpointServices: { own: { vswitches: [h], servers: [jump], port: 443 } }
endpoints: { pay: { service: own, vswitches: [h], securityGroup: web } }
`
    expect(assumed(linked)).toHaveLength(3)
    expect(assumed(linked).join(' ')).toMatch(/balancer.*first of its servers.*own zone/)
  })

  it('R1.14: should give ENIs of endpoints and balancers the lowest free addresses', () => {
    const { topology } = read(
      file(`endpointServices: { own: { vswitches: [h], servers: [jump], port: 443 } }
endpoints: { pay: { service: own, vswitches: [h], securityGroup: web } }
`),
    )
    expect(formatIpv4(topology.servers.get('jump')!.address)).toBe('172.16.1.1')
    expect(formatIpv4(topology.endpointServices.get('own')!.fronts[0]!.address)).toBe('172.16.1.2')
    expect(formatIpv4(topology.endpoints.get('pay')!.enis[0]!.address)).toBe('172.16.1.3')
  })
})
