/**
 * Seed 000 (SAE network concepts), what it says of VPC, EIP, NAT and rolling replacement: one test a sentence, restated
 * in our words. What it says of Ingress, Service, databases and prices is tested where those are built.
 */
import { describe, expect, it } from 'vitest'
import { formatAddress } from '../../src/net/address.ts'
import { formatIpv4 } from '../../src/net/ipv4.ts'
import { app, change, flow, NETWORK, play } from './play.ts'

const EGRESS = 'flows:\n  out: { from: app/shop, to: partner }\n'
const BOTH_WAYS = 'flows:\n  in: { from: client, to: app/shop }\n  out: { from: app/shop, to: partner }\n'
const POOL = (last: number) => `eipPools:\n  pool: { addresses: [ 203.0.113.1-203.0.113.${last} ] }\n`
const NAT = (snat: string) =>
  `natGateways:\n  exit: { vpc: net, vswitch: net-h, eips: [ 203.0.113.50 ], snat: [ ${snat} ] }\n`
const DEPLOY = 'timeline:\n  - { at: 1m, deploy: shop, version: v2 }\n'
const sources = (name: string, { summary }: ReturnType<typeof play>) =>
  flow(summary, name).sources.map(({ address }) => formatAddress(address))

describe('VPC and vSwitch', () => {
  it('R1.19: “by default a VPC may not reach the Internet”', () => {
    const { summary } = play(`${NETWORK}apps:\n${app('shop', 'instances: 2')}${EGRESS}`)
    expect(flow(summary, 'out').verdict).toBe('BLOCKED')
    expect(flow(summary, 'out').intervals[0]).toMatchObject({ code: 'VPC_NO_INTERNET_BY_DEFAULT' })
  })

  it('“each resource in a VPC is linked to a vSwitch that is named for it”', () => {
    const { trace } = play(`${NETWORK}apps:\n${app('shop', 'instances: 4')}`)
    for (const event of trace.events)
      if (event.kind === 'instance')
        expect(formatIpv4(event.address!)).toMatch(
          event.vswitch === 'net-h' ? /^172\.16\.1\./ : /^172\.16\.2\./,
        )
  })
})

describe('access between applications', () => {
  it('R3.17: “each deployment gives the instances new internal addresses”', () => {
    const { summary } = play(`${NETWORK}${POOL(3)}apps:\n${app('shop', 'instances: 2, eips: pool')}${DEPLOY}`)
    const addresses = summary.apps[0]!.instances.map(({ address }) => address)
    expect(summary.apps[0]!.instances.filter(({ version }) => version === 'v2')).toHaveLength(2)
    expect(new Set(addresses).size).toBe(4)
  })

  it('“applications do not reach each other by the address of an instance”', () => {
    const { summary } = play(
      `${NETWORK}apps:\n${app('shop', 'instances: 1')}${app('api', 'instances: 1')}flows:\n  call: { from: app/shop, to: app/api }\n`,
    )
    expect(flow(summary, 'call').intervals[0]).toMatchObject({
      status: 'BLOCKED',
      code: 'INSTANCE_ADDRESS_NOT_A_CONTRACT',
    })
  })
})

describe('EIP', () => {
  it('R3.1: “an EIP belongs to one resource only”', () => {
    const { trace } = play(`${NETWORK}${POOL(4)}apps:\n${app('shop', 'instances: 3, eips: pool')}${DEPLOY}`)
    const holder = new Map<number, string>()
    for (const event of trace.events) {
      if (event.kind !== 'eip') continue
      if (event.status === 'Available') holder.delete(event.address)
      else {
        expect(holder.get(event.address) ?? event.instance).toBe(event.instance)
        holder.set(event.address, event.instance!)
      }
    }
  })

  it('R3.4, R3.13: “with an EIP the instance reaches the Internet and is reached from there”', () => {
    const { summary } = play(
      `${NETWORK}${POOL(1)}apps:\n${app('shop', 'instances: 1, eips: pool')}${BOTH_WAYS}`,
    )
    expect([flow(summary, 'in').verdict, flow(summary, 'out').verdict]).toEqual(['REACHABLE', 'REACHABLE'])
  })

  it('R3.13: “each instance needs an EIP of its own: ten instances, ten EIPs”', () => {
    const { summary } = play(
      `${NETWORK}${POOL(10)}apps:\n${app('shop', 'instances: 10, eips: pool')}${BOTH_WAYS}`,
    )
    expect(new Set(summary.apps[0]!.instances.map(({ eip }) => eip)).size).toBe(10)
    expect(summary.pools[0]!.peak).toBe(10)
    expect(
      new Set(
        sources(
          'out',
          play(`${NETWORK}${POOL(10)}apps:\n${app('shop', 'instances: 10, eips: pool')}${BOTH_WAYS}`),
        ),
      ).size,
    ).toBe(10)
  })

  it('R3.14: “with too few EIPs the creation of an instance fails, and the application cannot serve”', () => {
    const { summary, trace } = play(
      `${NETWORK}${POOL(1)}apps:\n${app('shop', 'instances: 1, eips: pool')}${app('api', 'instances: 1, eips: pool')}flows:\n  in: { from: client, to: app/api }\ntimeline:\n  - { at: 1m, create: api }\n`,
    )
    expect(trace.events.some((event) => event.kind === 'warning' && event.code === 'CREATE_NO_EIP')).toBe(
      true,
    )
    expect(flow(summary, 'in').intervals.at(-1)).toMatchObject({ status: 'BLOCKED' })
    expect(change(summary, 'api').verdict).toBe('STUCK_DEGRADED')
  })

  it('R3.13a: “EIP gives no fixed public address”: a replacement comes from an address that was not in use', () => {
    const run = play(
      `${NETWORK}${POOL(4)}apps:\n${app('shop', 'instances: 3, eips: pool')}${BOTH_WAYS}${DEPLOY}`,
    )
    expect(sources('out', run)).toEqual(['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4'])
  })

  it('R3.15: “an existing instance is ended, and its EIP released, only after a new one has got its EIP”', () => {
    const { trace } = play(`${NETWORK}${POOL(4)}apps:\n${app('shop', 'instances: 3, eips: pool')}${DEPLOY}`)
    let given = 0
    let taken = 0
    for (const event of trace.events) {
      if (event.atUs === 0) continue
      if (event.kind === 'eip' && event.status === 'InUse') given++
      if (event.kind === 'eip' && event.status === 'Unassociating') expect(++taken).toBeLessThanOrEqual(given)
      if (event.kind === 'instance' && event.version === 'v1' && event.phase === 'terminating')
        expect(given).toBeGreaterThan(taken)
    }
    expect([given, taken]).toEqual([3, 3])
  })

  it('R3.15: “keep at least one EIP more than there are instances”: then replacing interrupts nothing', () => {
    const { summary } = play(
      `${NETWORK}${POOL(4)}apps:\n${app('shop', 'instances: 3, eips: pool')}${BOTH_WAYS}${DEPLOY}`,
    )
    expect(change(summary, 'shop')).toMatchObject({ verdict: 'SAFE', outages: [] })
    expect(flow(summary, 'in').throughUs).toBe(flow(summary, 'in').askedUs)
  })

  it('… and so does scaling, as far as the pool goes', () => {
    const { summary } = play(
      `${NETWORK}${POOL(5)}apps:\n${app('shop', 'instances: 3, eips: pool')}${BOTH_WAYS}timeline:\n  - { at: 1m, scale: shop, instances: 4 }\n  - { at: 5m, scale: shop, instances: 2 }\n`,
    )
    expect(summary.changes.map(({ verdict }) => verdict)).toEqual(['SAFE', 'SAFE'])
    expect(flow(summary, 'in').throughUs).toBe(flow(summary, 'in').askedUs)
  })

  it('R3.15: … and with one EIP less the replacement is stuck, while the old instances serve on', () => {
    const { summary } = play(
      `${NETWORK}${POOL(3)}apps:\n${app('shop', 'instances: 3, eips: pool')}${BOTH_WAYS}${DEPLOY}`,
    )
    expect(change(summary, 'shop')).toMatchObject({ verdict: 'STUCK', outages: [] })
    expect(flow(summary, 'in').verdict).toBe('REACHABLE')
  })
})

describe('NAT', () => {
  it('“SNAT lets every resource of the VPC reach the Internet”: one entry for the VPC, all applications', () => {
    const { summary } = play(
      `${NETWORK}${NAT('{ vpc: true }')}apps:\n${app('shop', 'instances: 3')}${app('api', 'instances: 2')}flows:\n  a: { from: app/shop, to: partner }\n  b: { from: app/api, to: partner }\n`,
    )
    expect([flow(summary, 'a').verdict, flow(summary, 'b').verdict]).toEqual(['REACHABLE', 'REACHABLE'])
  })

  it('“access is controlled for the VPC or for a vSwitch”: an entry for one vSwitch covers no other', () => {
    const one = play(`${NETWORK}${NAT('{ vswitch: net-h }')}apps:\n${app('shop', 'instances: 2')}${EGRESS}`)
    expect(flow(one.summary, 'out').intervals[0]).toMatchObject({
      status: 'BLOCKED',
      code: 'SNAT_NO_ENTRY',
      through: 1,
      asked: 2,
    })
    const both = play(
      `${NETWORK}${NAT('{ vswitch: net-h }, { vswitch: net-i }')}apps:\n${app('shop', 'instances: 2')}${EGRESS}`,
    )
    expect(flow(both.summary, 'out').verdict).toBe('REACHABLE')
  })

  it('“it serves the instances without a public address of their own”: an EIP goes before the gateway', () => {
    const run = play(
      `${NETWORK}${POOL(2)}${NAT('{ vpc: true }')}apps:\n${app('shop', 'instances: 2, eips: pool')}${app('api', 'instances: 2')}flows:\n  a: { from: app/shop, to: partner }\n  b: { from: app/api, to: partner }\n`,
    )
    expect(sources('a', run)).toEqual(['203.0.113.1', '203.0.113.2'])
    expect(sources('b', run)).toEqual(['203.0.113.50'])
  })

  it('R3.13a: “NAT gives a fixed public address”: replacing every instance changes nothing for the far side', () => {
    const run = play(
      `${NETWORK}${NAT('{ vpc: true }')}apps:\n${app('shop', 'instances: 3')}${EGRESS}${DEPLOY}`,
    )
    expect(change(run.summary, 'shop').verdict).toBe('SAFE')
    expect(sources('out', run)).toEqual(['203.0.113.50'])
  })

  it('“a new instance may reach the Internet by default”: scaling out needs no other address', () => {
    const run = play(
      `${NETWORK}${NAT('{ vpc: true }')}apps:\n${app('shop', 'instances: 1')}${EGRESS}timeline:\n  - { at: 1m, scale: shop, instances: 30 }\n`,
    )
    expect(change(run.summary, 'shop').verdict).toBe('SAFE')
    expect(sources('out', run)).toEqual(['203.0.113.50'])
    expect(flow(run.summary, 'out').verdict).toBe('REACHABLE')
  })

  it('SNAT opens nothing from outside: an application behind NAT alone is not reached from the Internet', () => {
    const { summary } = play(
      `${NETWORK}${NAT('{ vpc: true }')}apps:\n${app('shop', 'instances: 1')}${BOTH_WAYS}`,
    )
    expect(flow(summary, 'in').intervals[0]).toMatchObject({
      status: 'BLOCKED',
      code: 'EIP_NONE_ON_INSTANCE',
    })
  })
})

describe('security groups and whitelists', () => {
  it('“see to it that the security group is right”: a port that no rule accepts is closed', () => {
    const closed = NETWORK.replace('tcp 8080', 'tcp 9090')
    const { summary } = play(
      `${closed}${POOL(1)}apps:\n${app('shop', 'instances: 1, eips: pool')}${BOTH_WAYS}`,
    )
    expect(flow(summary, 'in').intervals[0]).toMatchObject({ status: 'BLOCKED', code: 'SG_NO_ALLOW_IN' })
  })

  it('“… and the whitelist”: from the instant a replacement takes an address that is not listed, egress breaks', () => {
    const listed = NETWORK.replace('port: 443', 'port: 443, whitelist: [ 203.0.113.1-203.0.113.3 ]')
    const { summary, trace } = play(
      `${listed}${POOL(4)}apps:\n${app('shop', 'instances: 3, eips: pool')}${BOTH_WAYS}${DEPLOY}`,
    )
    const [before, after] = flow(summary, 'out').intervals
    const spare = trace.events.find(
      (event) => event.kind === 'eip' && event.atUs > 0 && event.status === 'InUse',
    )!
    expect(before).toMatchObject({ status: 'REACHABLE', fromUs: 0, untilUs: spare.atUs })
    expect(after).toMatchObject({ status: 'BLOCKED', code: 'SOURCE_NOT_WHITELISTED', fromUs: spare.atUs })
    expect(change(summary, 'shop').verdict).toBe('SAFE')
  })
})
